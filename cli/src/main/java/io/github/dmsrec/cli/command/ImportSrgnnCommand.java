package io.github.dmsrec.cli.command;

import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.dataset.DatasetStatistics;
import io.github.dmsrec.datasets.format.srgnn.SrgnnImport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Imports the pickles of the SR-GNN family. */
@CommandGroup(CommandGroup.Name.STEPS)
@Command(
        name = "srgnn",
        description = {
            "Import SR-GNN pickles: train.txt, test.txt, all_train_seq.txt.",
            "The last 10 %% of the training sessions, in file order, become the validation split. The pickles are read, never"
                    + " executed."
        },
        footer = {
            "",
            "Example:",
            "  dmsrec import srgnn ../shared/data/ml-1m --items ../shared/data/ml-1m/items.tsv --out runs/data"
        })
final class ImportSrgnnCommand extends ComputingTask {

    @Parameters(paramLabel = "DIR", description = "The folder of the pickles.")
    private Path folder = Path.of("");

    @Option(
            names = "--items",
            paramLabel = "FILE",
            description = "Tab-separated item texts: a column item_id, a column title, any others.")
    private Optional<Path> items = Optional.empty();

    @Option(names = "--name", paramLabel = "NAME", description = "What reports call it (default: the folder's name).")
    private Optional<String> name = Optional.empty();

    @Option(names = "--out", required = true, paramLabel = "DATASET", description = "The data set folder to write.")
    private Path out = Path.of("");

    ImportSrgnnCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        ArtefactFolder made =
                SrgnnImport.run(folder, items, out, origin(name.orElseGet(() -> nameOf(folder))), console.progress());
        List<String> lines = ImportTable.lines(made);
        lines.addAll(DatasetStatistics.of(DatasetFolder.read(out)).lines());
        lines.add("data set             " + out);
        printMade(made, lines);
        return 0;
    }
}
