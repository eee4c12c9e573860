package io.github.dmsrec.cli.command;

import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.dataset.DatasetStatistics;
import io.github.dmsrec.datasets.format.sessionrec.SessionRecImport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Imports the files of session-rec. */
@CommandGroup(CommandGroup.Name.STEPS)
@Command(
        name = "session-rec",
        description = {
            "Import a training and a test file of session-rec: tab-separated SessionId, ItemId, Time (seconds since 1970).",
            "A column UserId in both files is kept: 'split --by user' goes by it.",
            "The given split is kept. Test clicks on items that training does not have are dropped, then test sessions of one"
                    + " click. The 10 %% of the training sessions that end last become the validation split."
        },
        footer = {
            "",
            "Example:",
            "  dmsrec import session-rec ../shared/data/rsc15-100k/train_full.txt ../shared/data/rsc15-100k/test.txt"
                    + " --out runs/rsc15"
        })
final class ImportSessionRecCommand extends ComputingTask {

    @Parameters(index = "0", paramLabel = "TRAIN", description = "The training file.")
    private Path train = Path.of("");

    @Parameters(index = "1", paramLabel = "TEST", description = "The test file.")
    private Path test = Path.of("");

    @Option(
            names = "--allow-odd-times",
            description = "Take times that are those of no clock: before 1990 or in the future.")
    private boolean allowOddTimes;

    @Option(names = "--name", paramLabel = "NAME", description = "What reports call it (default: the folder's name).")
    private Optional<String> name = Optional.empty();

    @Option(names = "--out", required = true, paramLabel = "DATASET", description = "The data set folder to write.")
    private Path out = Path.of("");

    ImportSessionRecCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        ArtefactFolder made = SessionRecImport.run(
                train, test, allowOddTimes, out, origin(name.orElseGet(() -> nameOf(out))), console.progress());
        List<String> lines = ImportTable.lines(made);
        lines.addAll(DatasetStatistics.of(DatasetFolder.read(out)).lines());
        lines.add("data set             " + out);
        printMade(made, lines);
        return 0;
    }
}
