package io.github.dmsrec.cli.command;

import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.experiment.tune.NetworkTrial;
import io.github.dmsrec.experiment.tune.TrialRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** One trial of a network, in a process of its own. Not for users: {@code tune} starts it. */
@CommandGroup(CommandGroup.Name.WHOLE)
@Command(
        name = TrialRunner.COMMAND,
        hidden = true,
        description = "Train one trial that 'tune' has described in a file, and write what came of it.",
        footer = {"", "Example:", "  dmsrec tune-trial TASK.json RESULT.json"})
final class TuneTrialCommand extends Task {

    @Parameters(index = "0", paramLabel = "TASK.json", description = "The trial.")
    private Path task = Path.of("");

    @Parameters(index = "1", paramLabel = "RESULT.json", description = "Gets the metrics of every epoch.")
    private Path result = Path.of("");

    TuneTrialCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        NetworkTrial.run(task, result, console.progress());
        print(JSON.createObjectNode().put("result", result.toString()), List.of("result: " + result));
        return 0;
    }
}
