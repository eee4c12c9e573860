package io.github.dmsrec.cli.command;

import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.datasets.format.FormatDescription;
import io.github.dmsrec.datasets.imports.Importer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Imports the files of a known data set; there is one for each. */
@CommandGroup(CommandGroup.Name.STEPS)
@Command
final class ImportNamedCommand extends ImportTask {

    private static final String OVERRIDE =
            "Its session rule and filters are the customary ones; options override them.";

    private final String format;

    @Parameters(paramLabel = "DIR", description = "The folder of the files, unpacked.")
    private Path folder = Path.of("");

    @Option(
            names = "--title",
            paramLabel = "COL",
            description = "The column of the title in the file of the items (default: the customary one).")
    private Optional<String> title = Optional.empty();

    private ImportNamedCommand(Console console, String format) {
        super(console);
        this.format = format;
    }

    /** The command of a format, with its name and help. */
    static CommandLine of(Console console, FormatDescription format) {
        CommandLine line = new CommandLine(new ImportNamedCommand(console, format.name()));
        line.getCommandSpec()
                .name(format.name())
                .usageMessage()
                .description("Import " + format.files(), format.sessions(), OVERRIDE)
                .footer("", "Example:", "  dmsrec import " + format.name() + " " + format.example());
        return line;
    }

    @Override
    void configure(Importer importer) throws IOException {
        importer.format(format, folder);
        title.ifPresent(importer::itemTitle);
    }
}
