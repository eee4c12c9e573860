package io.github.dmsrec.cli.command;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.experiment.report.Summary;
import io.github.dmsrec.stage.IntentMaker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What intents are made of, how they are encoded, and where they go. */
final class IntentsFlags {

    @Option(names = "--dataset", required = true, paramLabel = "D", description = "The data set.")
    private Path dataset = Path.of("");

    @Option(names = "--candidates", required = true, paramLabel = "C", description = "The candidates of its rows.")
    private Path candidates = Path.of("");

    @Mixin
    private final EncoderFlags encoder = new EncoderFlags();

    @Mixin
    private final TargetsFlag targets = new TargetsFlag();

    @Option(names = "--out", required = true, paramLabel = "I", description = "The intents folder to write.")
    private Path out = Path.of("");

    /** Data set and candidates, opened. */
    record Inputs(ArtefactFolder folder, SessionDataset dataset, ArtefactFolder candidates) {}

    /**
     * The maker of such intents.
     *
     * @param inferrer its name
     * @param options its options
     */
    IntentMaker maker(String inferrer, Map<String, String> options, long seed) {
        return IntentMaker.of(inferrer, options, encoder.value(), out, targets.value(), seed);
    }

    /**
     * Opens what intents are made of.
     *
     * @throws io.github.dmsrec.core.UserMistakeException also if the folder to write is something else already
     */
    Inputs open() throws IOException {
        ArtefactFolder.checkReplaceable(out, ArtefactKind.INTENTS);
        ArtefactFolder folder = ArtefactFolder.open(dataset, ArtefactKind.DATASET);
        ArtefactFolder ofRows = ArtefactFolder.open(candidates, ArtefactKind.CANDIDATES);
        return new Inputs(folder, DatasetFolder.read(dataset), ofRows);
    }

    /** Makes the folder, and prints what it is made of. */
    void make(IntentMaker maker, Inputs inputs, ComputingTask task) throws IOException {
        ArtefactFolder made = maker.make(
                inputs.dataset(),
                inputs.candidates(),
                maker.origin(
                        task.origin(ComputingTask.nameOf(out)), inputs.dataset(), inputs.folder(), inputs.candidates()),
                out,
                task.console.progress());
        task.printMade(made, Summary.of(made));
    }
}
