package io.github.dmsrec.stage;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Manifest;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.recommend.CandidateFolder;
import io.github.dmsrec.core.recommend.CandidateLists;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.intent.answers.exchange.IntentRecord;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Opens folders of intents together with what they were inferred from: where their manifest says, or where the user says.
 *
 * @param dataset where the data set is; empty to take the manifest's word
 * @param candidates where the candidates are; empty to take the manifest's word, and to do without them if they are not
 *     there any more
 */
public record IntentRecords(Optional<Path> dataset, Optional<Path> candidates) {

    /**
     * Opens a folder.
     *
     * @throws UserMistakeException if it is none, its data set is not there, or what was given is not what it was made from
     */
    public IntentRecord open(Path intents) {
        ArtefactFolder folder = ArtefactFolder.open(intents, ArtefactKind.INTENTS);
        SessionDataset rows = dataset(folder);
        return IntentRecord.open(folder, rows, candidates(folder, rows));
    }

    /** Opens another folder that was made from the same data set and candidates as one that is open. */
    public IntentRecord openBeside(IntentRecord first, Path intents) {
        ArtefactFolder folder = ArtefactFolder.open(intents, ArtefactKind.INTENTS);
        return IntentRecord.open(folder, first.dataset(), candidates(folder, first.dataset()));
    }

    private SessionDataset dataset(ArtefactFolder folder) {
        return TargetsOption.rowsOf(folder, DatasetFolder.read(dataset.orElseGet(() -> recordedDataset(folder))));
    }

    private static Path recordedDataset(ArtefactFolder folder) {
        Manifest.Input input = folder.manifest()
                .input(Provenance.DATASET)
                .orElseThrow(() -> new UserMistakeException(
                        "The manifest of '" + folder.path() + "' names no data set.", "Add '--dataset D'."));
        ArtefactFolder found = folder.find(input);
        if (found == null) {
            throw new UserMistakeException(
                    "The data set '" + input.path() + "' that '" + folder.path() + "' was inferred for is not there.",
                    "Add '--dataset D' with the place that it was moved to.");
        }
        return found.path();
    }

    private Optional<Map<Split, CandidateLists>> candidates(ArtefactFolder folder, SessionDataset rows) {
        if (candidates.isPresent()) {
            ArtefactFolder given = ArtefactFolder.open(candidates.get(), ArtefactKind.CANDIDATES);
            Provenance.requireMadeFrom(folder, Provenance.CANDIDATES, given);
            return Optional.of(CandidateFolder.read(given.path(), rows).lists());
        }
        return folder.manifest()
                .input(Provenance.CANDIDATES)
                // Others may have been made in their place.
                .flatMap(input -> Optional.ofNullable(folder.find(input)).filter(found -> found.isOf(input)))
                .map(found -> CandidateFolder.read(found.path(), rows).lists());
    }
}
