package io.github.dmsrec.cli.command;

import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.datasets.Datasets;
import io.github.dmsrec.datasets.check.CheckReport;
import io.github.dmsrec.datasets.check.Verdict;
import io.github.dmsrec.experiment.report.DatasetCheckFolder;
import io.github.dmsrec.experiment.report.Pages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells what is wrong with a data set. */
@CommandGroup(CommandGroup.Name.STEPS)
@Command(
        name = "check",
        description = {
            "Tell what is wrong with a data set before it is trained on: short, long and robotic sessions, order without"
                    + " signal, ties in time, copies and leaks between the splits, rare and cold items, titles that"
                    + " are missing,"
                    + " cut, garbled or doubled, drift.",
            "Every finding has a verdict (fine, look or stop), its number, why it matters and what mends it. Data of"
                    + " any size is"
                    + " streamed."
        },
        footer = {
            "",
            "Exit codes: 0 whatever is found, unless --fail-on is given; 3 if a finding is as bad as --fail-on says; 2"
                    + " an input error"
                    + " that you can correct, 1 a fault of dmsrec.",
            "",
            "Examples:",
            "  dmsrec dataset check runs/data",
            "  dmsrec dataset check runs/data --html check.html --fail-on stop"
        })
final class DatasetCheckCommand extends ComputingTask {

    /** What {@code --fail-on} ends with: neither a mistake in the command nor a fault of dmsrec. */
    static final int FOUND = 3;

    @Parameters(index = "0", paramLabel = "DATASET", description = "The data set to check.")
    private Path dataset = Path.of("");

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Also write the findings as a page that opens offline.")
    private Optional<Path> html = Optional.empty();

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "Also write them as a report folder: check.json, check.txt, report.html.")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--fail-on",
            paramLabel = "VERDICT",
            description = "look or stop: end with exit code 3 if a finding is as bad, for scripts.")
    private Optional<String> failOn = Optional.empty();

    DatasetCheckCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        Optional<Verdict> limit = failOn.map(DatasetCheckCommand::limit);
        if (out.isPresent()) {
            ArtefactFolder.checkReplaceable(out.get(), ArtefactKind.REPORT);
        }
        html.filter(Files::isDirectory).ifPresent(file -> {
            throw new UserMistakeException("--html is '" + file + "', which is a folder.", "Use --out.");
        });
        CheckReport report = Datasets.check(dataset, run.seed, console.progress());
        List<String> lines = new ArrayList<>(report.lines());
        if (html.isPresent()) {
            Files.writeString(html.get(), Pages.of(report));
            lines.add("");
            lines.add("page: " + html.get());
        }
        if (out.isPresent()) {
            ArtefactFolder checked = ArtefactFolder.open(dataset, ArtefactKind.DATASET);
            DatasetCheckFolder.write(
                    out.get(), report, origin("check of " + report.name()).withInput("dataset", checked));
            lines.add("");
            lines.add("report: " + out.get());
        }
        print(JSON.valueToTree(report), lines);
        return limit.filter(least -> report.verdict().compareTo(least) >= 0).isPresent() ? FOUND : 0;
    }

    private static Verdict limit(String label) {
        for (Verdict verdict : List.of(Verdict.LOOK, Verdict.STOP)) {
            if (verdict.label().equals(label)) {
                return verdict;
            }
        }
        throw new UserMistakeException("--fail-on is '" + label + "' but must be look or stop.", "Use 'stop'.");
    }
}
