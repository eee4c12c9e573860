package io.github.dmsrec.cli.command;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.stage.ArtefactStep;
import io.github.dmsrec.stage.IntentMaker;
import io.github.dmsrec.stage.StepData;
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
    record Inputs(StepData data, ArtefactFolder candidates) {}

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
    Inputs open() {
        ArtefactFolder.checkReplaceable(out, ArtefactKind.INTENTS);
        return new Inputs(StepData.at(dataset), ArtefactFolder.open(candidates, ArtefactKind.CANDIDATES));
    }

    /** What makes the folder. */
    ArtefactStep step(IntentMaker maker, Inputs inputs, ComputingTask task) {
        return ArtefactStep.intents(out, maker, inputs.data(), candidates, task.origin(ComputingTask.nameOf(out)));
    }
}
