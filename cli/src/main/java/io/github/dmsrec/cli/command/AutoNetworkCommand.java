package io.github.dmsrec.cli.command;

import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.experiment.auto.NetworkTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** One network of {@code auto}, in a process of its own. Not for users: {@code auto} starts it. */
@CommandGroup(CommandGroup.Name.WHOLE)
@Command(
        name = NetworkTask.COMMAND,
        hidden = true,
        description = "Train one network that 'auto' has described in a file.",
        footer = {"", "Example:", "  dmsrec auto-network TASK.json"})
final class AutoNetworkCommand extends Task {

    @Parameters(index = "0", paramLabel = "TASK.json", description = "The task.")
    private Path task = Path.of("");

    AutoNetworkCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        NetworkTask.run(task, console.progress());
        print(JSON.createObjectNode().put("task", task.toString()), List.of("done: " + task));
        return 0;
    }
}
