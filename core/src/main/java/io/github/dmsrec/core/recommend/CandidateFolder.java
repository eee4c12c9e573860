package io.github.dmsrec.core.recommend;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Manifest;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Candidates as a folder with one file, {@code candidates.parquet} or {@code candidates.tsv}. Its columns: {@code split};
 * {@code row}, counted from 0 within the split in the data set's order; {@code items}, external ids, best first;
 * {@code scores}. In the TSV form the lists are joined by commas.
 */
public final class CandidateFolder {

    /** The role of the data set among the inputs of the manifest. */
    public static final String DATASET_ROLE = "dataset";

    /** The fact with the {@link Exposure} of the training rows, weighed to have the validation rows' lengths. */
    public static final String TRAINING_MATCHED = "exposureOfTrainingWithValidationLengths";

    private static final ObjectMapper JSON = new ObjectMapper();

    private CandidateFolder() {}

    /**
     * Writes candidates. The manifest's facts hold, for every split, the number of rows and their {@link Exposure}.
     *
     * @param dataset what the rows are of
     * @param lists one list for every example of every split
     * @param origin has the data set's folder among its inputs, in the role {@value #DATASET_ROLE}
     * @throws UserMistakeException if something else than candidates is at the target, or an id does not fit the format
     * @throws IllegalArgumentException if lists are missing, or the origin names another data set
     */
    public static ArtefactFolder write(
            Path target,
            CandidateFormat format,
            SessionDataset dataset,
            Map<Split, CandidateLists> lists,
            Origin origin)
            throws IOException {
        Candidates.requireComplete(lists, dataset);
        boolean sameDataset = origin.inputs().stream()
                .anyMatch(input ->
                        input.role().equals(DATASET_ROLE) && input.fingerprint().equals(dataset.fingerprint()));
        if (!sameDataset) {
            throw new IllegalArgumentException("the origin of candidates must have data set '" + dataset.name()
                    + "' among its inputs in the role '" + DATASET_ROLE + "'");
        }
        return ArtefactFolder.write(target, ArtefactKind.CANDIDATES, origin, folder -> {
            CandidateFile file = CandidateFile.of(format, folder.resolve(format.fileName()));
            file.write(dataset.catalogue(), lists);
            ObjectNode facts = JSON.createObjectNode();
            facts.put("format", format.label());
            int k = 0;
            ObjectNode exposures = JSON.createObjectNode();
            for (Split split : Split.values()) {
                CandidateLists ofSplit = Candidates.of(lists, split);
                for (int row = 0; row < ofSplit.size(); row++) {
                    k = Math.max(k, ofSplit.count(row));
                }
                exposures.set(split.label(), JSON.valueToTree(Exposure.of(dataset.examples(split), ofSplit)));
            }
            facts.put("k", k);
            facts.set("exposure", exposures);
            facts.set(
                    TRAINING_MATCHED,
                    JSON.valueToTree(Exposure.withLengthsOf(
                            dataset.examples(Split.VALIDATION),
                            dataset.examples(Split.TRAIN),
                            Candidates.of(lists, Split.TRAIN))));
            return facts;
        });
    }

    /**
     * Reads candidates.
     *
     * @param dataset what they must have been made for
     * @throws UserMistakeException if the folder holds no candidates, or those of another data set, or its file is
     *     missing, cut off or malformed
     */
    public static Candidates read(Path path, SessionDataset dataset) {
        ArtefactFolder folder = ArtefactFolder.open(path, ArtefactKind.CANDIDATES);
        requireDataset(folder, dataset);
        CandidateFile file = fileOf(folder);
        Map<Split, CandidateLists> lists;
        try {
            lists = file.read(dataset.catalogue());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the candidates of " + path, e);
        }
        try {
            Candidates.requireComplete(lists, dataset);
        } catch (IllegalArgumentException e) {
            throw new UserMistakeException(
                    "'" + path + "': " + e.getMessage() + ".",
                    "Make the candidates again: the file may have been cut off.",
                    e);
        }
        return new Candidates(folder, lists);
    }

    private static void requireDataset(ArtefactFolder folder, SessionDataset dataset) {
        Optional<Manifest.Input> input = folder.manifest().input(DATASET_ROLE);
        String made = input.map(found -> "'" + found.path() + "' (fingerprint " + shortened(found.fingerprint()) + ")")
                .orElse("a data set that its manifest does not name");
        if (!input.map(Manifest.Input::fingerprint).equals(Optional.of(dataset.fingerprint()))) {
            throw new UserMistakeException(
                    "the candidates '" + folder.path() + "' were made for " + made + ", but the data set here is '"
                            + dataset.name() + "' (fingerprint " + shortened(dataset.fingerprint()) + ").",
                    "Give the data set that the candidates were made from, or make the candidates again.");
        }
    }

    private static CandidateFile fileOf(ArtefactFolder folder) {
        for (CandidateFormat format : CandidateFormat.values()) {
            Path file = folder.file(format.fileName());
            if (Files.isRegularFile(file)) {
                return CandidateFile.of(format, file);
            }
        }
        throw new UserMistakeException(
                "'" + folder.path() + "' has neither '" + CandidateFormat.PARQUET.fileName() + "' nor '"
                        + CandidateFormat.TSV.fileName() + "'.",
                "Make the candidates again: the file may have been deleted.");
    }

    private static String shortened(String fingerprint) {
        return fingerprint.substring(0, Math.min(12, fingerprint.length()));
    }
}
