package io.github.dmsrec.cli.command;

import io.github.dmsrec.stage.IntentRecords;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the things are that intents were inferred from. */
final class RecordFlags {

    @Option(
            names = "--dataset",
            paramLabel = "D",
            description = "The data set that they were inferred for (default: where it was then).")
    private Optional<Path> dataset = Optional.empty();

    @Option(
            names = "--candidates",
            paramLabel = "C",
            description =
                    "The candidates that they were inferred from (default: where they were then). Without them there"
                            + " are no ranks and no raw answers.")
    private Optional<Path> candidates = Optional.empty();

    /** What opens folders of intents. */
    IntentRecords records() {
        return new IntentRecords(dataset, candidates);
    }
}
