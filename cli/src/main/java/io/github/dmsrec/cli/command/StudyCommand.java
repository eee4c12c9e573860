package io.github.dmsrec.cli.command;

import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.experiment.report.ReportFolder;
import io.github.dmsrec.experiment.report.ReportText;
import io.github.dmsrec.experiment.study.Study;
import io.github.dmsrec.experiment.study.StudyFile;
import io.github.dmsrec.experiment.study.StudyRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a study. */
@CommandGroup(CommandGroup.Name.WHOLE)
@Command(
        name = StudyCommand.NAME,
        description = {
            "Run a study from a YAML file: methods, arms, seeds and data sets, and a report that compares them.",
            "All errors in the file are reported before any work begins. A step that is done, made from the same inputs with"
                    + " the same options, is not made again; so an interrupted study resumes. Paths in the file are relative to"
                    + " the current directory."
        },
        footer = {"", "Example:", "  dmsrec study examples/study-ml-1m.yaml --workers 2"})
final class StudyCommand extends Task {

    /** What it is called. */
    static final String NAME = "study";

    private static final String ONLY = "--only";

    @Parameters(paramLabel = "STUDY.yaml", description = "The study.")
    private Path file = Path.of("");

    @Mixin
    private final FileOverrides overrides = new FileOverrides();

    @Mixin
    private final DryRunFlag dryRun = new DryRunFlag();

    @Option(
            names = "--workers",
            paramLabel = "N",
            description =
                    "How many steps are made at once, each in a process of its own (default: the file's, or as many as"
                            + " processors and memory allow).")
    private Optional<String> workers = Optional.empty();

    @Option(
            names = ONLY,
            paramLabel = "STEP",
            split = ",",
            description = "Make these steps alone, e.g. ml-1m/models/sr-gnn/base/2024; what they need must be there.")
    private List<String> only = new ArrayList<>();

    StudyCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        Map<String, String> all = overrides.values();
        workers.ifPresent(value -> all.put("workers", value));
        Study study = StudyFile.read(file, all);
        if (dryRun.isGiven()) {
            return print(StudyRun.forecast(study, invocation(), console));
        }
        if (!only.isEmpty()) {
            StudyRun.makeOnly(study, only, invocation(), console);
            return 0;
        }
        StudyRun.Outcome outcome = StudyRun.run(study, invocation(), stepArguments(all), console);
        List<String> lines = new ArrayList<>(ReportText.findings(outcome.report()));
        lines.add("report: " + outcome.folder().path().resolve(ReportFolder.PAGE));
        print(JSON.valueToTree(outcome.report()), lines);
        return 0;
    }

    private List<String> stepArguments(Map<String, String> all) {
        List<String> arguments = new ArrayList<>(List.of(NAME, file.toString()));
        all.forEach((key, value) -> {
            arguments.add("--set");
            arguments.add(key + "=" + value);
        });
        arguments.add(ONLY);
        return arguments;
    }
}
