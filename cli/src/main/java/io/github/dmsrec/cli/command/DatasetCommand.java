package io.github.dmsrec.cli.command;

import io.github.dmsrec.cli.console.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The parent of what is done with a data set. */
@CommandGroup(CommandGroup.Name.STEPS)
@Command(
        name = "dataset",
        mixinStandardHelpOptions = true,
        versionProvider = DmsrecCommand.VersionProvider.class,
        description = "Check a data set for quality problems, append new logs to one, or make a synthetic one.",
        subcommands = {DatasetCheckCommand.class, DatasetAppendCommand.class, DatasetMakeCommand.class},
        footer = {
            "",
            "Examples:",
            "  dmsrec dataset check runs/data --html check.html",
            "  dmsrec dataset append runs/shop october.csv.gz --out runs/shop-2"
        })
final class DatasetCommand implements Callable<Integer> {

    private final Console console;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    DatasetCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(console.err());
        console.say("");
        console.say("Nothing to do was given." + System.lineSeparator() + "Try 'dmsrec dataset check ...'.");
        return CommandLine.ExitCode.USAGE;
    }
}
