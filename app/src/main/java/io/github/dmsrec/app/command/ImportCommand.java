package io.github.dmsrec.app.command;

import io.github.dmsrec.app.console.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The parent of the imports. */
@CommandGroup(CommandGroup.Name.STEPS)
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        versionProvider = DmsrecCommand.VersionProvider.class,
        description = "Bring session logs into a data set.",
        subcommands = {ImportSrgnnCommand.class, ImportSessionRecCommand.class},
        footer = {
            "",
            "Examples:",
            "  dmsrec import srgnn ../shared/data/ml-1m --items ../shared/data/ml-1m/items.tsv --out runs/data",
            "  dmsrec import session-rec train_full.txt test.txt --out runs/rsc15"
        })
final class ImportCommand implements Callable<Integer> {

    private final Console console;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    ImportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(console.err());
        console.say("");
        console.say("No format was given." + System.lineSeparator() + "Maybe 'dmsrec import srgnn ...'.");
        return CommandLine.ExitCode.USAGE;
    }
}
