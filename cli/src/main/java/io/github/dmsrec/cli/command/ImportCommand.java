package io.github.dmsrec.cli.command;

import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.datasets.format.NamedFormats;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The parent of the imports. */
@CommandGroup(CommandGroup.Name.STEPS)
@Command(
        name = ImportCommand.NAME,
        mixinStandardHelpOptions = true,
        versionProvider = DmsrecCommand.VersionProvider.class,
        description = "Bring session logs into a data set.",
        footer = {
            "",
            "Examples:",
            "  dmsrec import csv 'clicks/*.csv.gz' --session visit --item sku --time at --out runs/shop",
            "  dmsrec import movielens-1m ml-1m --out runs/ml-1m",
            "  dmsrec import srgnn ../shared/data/ml-1m --items ../shared/data/ml-1m/items.tsv --out runs/data",
            "  dmsrec import session-rec train_full.txt test.txt --out runs/rsc15"
        })
final class ImportCommand implements Callable<Integer> {

    /** What it is called. */
    static final String NAME = "import";

    private final Console console;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    ImportCommand(Console console) {
        this.console = console;
    }

    /** Adds the imports, in the order of the help, to the command that is their parent. */
    static void addFormats(CommandLine parent, Console console) {
        parent.addSubcommand(new ImportTableCommand.Csv(console));
        parent.addSubcommand(new ImportTableCommand.Json(console));
        parent.addSubcommand(new ImportTableCommand.Parquet(console));
        NamedFormats.words().forEach(format -> parent.addSubcommand(ImportNamedCommand.of(console, format)));
        parent.addSubcommand(new ImportSrgnnCommand(console));
        parent.addSubcommand(new ImportSessionRecCommand(console));
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(console.err());
        console.say("");
        console.say("No format was given." + System.lineSeparator() + "Try 'dmsrec import csv ...'.");
        return CommandLine.ExitCode.USAGE;
    }
}
