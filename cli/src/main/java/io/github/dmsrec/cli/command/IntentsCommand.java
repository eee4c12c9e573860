package io.github.dmsrec.cli.command;

import io.github.dmsrec.cli.console.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The parent of the commands that look into intents. */
@CommandGroup(CommandGroup.Name.HELP)
@Command(
        name = "intents",
        mixinStandardHelpOptions = true,
        versionProvider = DmsrecCommand.VersionProvider.class,
        description = "Look into intents, compare them, and share them as files.",
        subcommands = {
            IntentsShowCommand.class,
            IntentsStatsCommand.class,
            IntentsDiffCommand.class,
            IntentsExportCommand.class,
            IntentsImportCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  dmsrec intents stats runs/intents",
            "  dmsrec intents show runs/intents --split test --row 12"
        })
final class IntentsCommand implements Callable<Integer> {

    private final Console console;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    IntentsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(console.err());
        console.say("");
        console.say("It was not said what to do with intents." + System.lineSeparator()
                + "Try 'dmsrec intents stats ...'.");
        return CommandLine.ExitCode.USAGE;
    }
}
