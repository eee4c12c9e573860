package io.github.dmsrec.cli.command;

import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.intent.answers.statistics.IntentStatistics;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Counts over intents. */
@CommandGroup(CommandGroup.Name.HELP)
@Command(
        name = "stats",
        description = {
            "Count what came of the rows, what had to be repaired, which positions are picked, and whether picks know"
                    + " too much.",
            "A model that goes by the position of a candidate picks the first numbers shown more often than even picks"
                    + " would. The click that follows must not be picked clearly more often in training rows than in"
                    + " validation rows: then the candidates are in-sample, or the target is in the prompt. What needs the"
                    + " raw answers is counted if they are still there."
        },
        footer = {"", "Example:", "  dmsrec intents stats runs/intents --split validation"})
final class IntentsStatsCommand extends Task {

    @Parameters(paramLabel = "INTENTS", description = "A folder of intents.")
    private Path intents = Path.of("");

    @Mixin
    private final SplitFlag split = new SplitFlag();

    @Mixin
    private final RecordFlags flags = new RecordFlags();

    IntentsStatsCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        IntentStatistics statistics =
                IntentStatistics.of(flags.records().open(intents), split.values(), console.progress());
        print(statistics.json(), statistics.lines());
        return 0;
    }
}
