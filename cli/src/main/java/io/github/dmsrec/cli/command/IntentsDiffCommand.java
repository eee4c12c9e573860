package io.github.dmsrec.cli.command;

import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.intent.answers.exchange.IntentRecord;
import io.github.dmsrec.intent.answers.statistics.Agreement;
import io.github.dmsrec.stage.IntentRecords;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Compares two folders of intents. */
@CommandGroup(CommandGroup.Name.HELP)
@Command(
        name = "diff",
        description = {
            "Compare two models, or two runs, on the same rows and candidates.",
            "The Jaccard index of two sets of picks is the share of those that both have among those that either has."
                    + " Corrected for chance it is 1 for equal picks and 0 for picks drawn evenly from the same"
                    + " candidates."
        },
        footer = {"", "Example:", "  dmsrec intents diff runs/intents-qwen runs/intents-llama"})
final class IntentsDiffCommand extends Task {

    @Parameters(index = "0", paramLabel = "A", description = "A folder of intents.")
    private Path first = Path.of("");

    @Parameters(index = "1", paramLabel = "B", description = "Another one.")
    private Path second = Path.of("");

    @Mixin
    private final SplitFlag split = new SplitFlag();

    @Mixin
    private final RecordFlags flags = new RecordFlags();

    IntentsDiffCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        Agreement.requireComparable(
                ArtefactFolder.open(first, ArtefactKind.INTENTS), ArtefactFolder.open(second, ArtefactKind.INTENTS));
        IntentRecords records = flags.records();
        IntentRecord opened = records.open(first);
        Agreement agreement =
                Agreement.of(opened, records.openBeside(opened, second), split.values(), console.progress());
        print(agreement.json(), agreement.lines());
        return 0;
    }
}
