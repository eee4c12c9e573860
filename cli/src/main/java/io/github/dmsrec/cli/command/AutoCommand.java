package io.github.dmsrec.cli.command;

import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.experiment.auto.AutoOutcome;
import io.github.dmsrec.experiment.auto.AutoPlan;
import io.github.dmsrec.experiment.auto.AutoRun;
import io.github.dmsrec.experiment.auto.AutoTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes the best model that a time allows. */
@CommandGroup(CommandGroup.Name.WHOLE)
@Command(
        name = "auto",
        description = {
            "Tune and train a short list of methods within a time, and leave one model that serves.",
            "Validation rows choose, by MRR@20 with session items masked (ranked where sessions often come back to them), among rules, networks and a blend of the"
                    + " best; no test"
                    + " row is looked at. What is chosen is trained again on training and validation sessions where"
                    + " time allows."
                    + " The same command continues where it was interrupted: the time counts over all runs in the same work"
                    + " folder."
        },
        footer = {
            "",
            "Example:",
            "  dmsrec auto --dataset runs/data --budget 2h --out runs/model",
            "  dmsrec recommend --model runs/model --session 1175,2027"
        })
final class AutoCommand extends ComputingTask {

    @Option(names = "--dataset", required = true, paramLabel = "D", description = "The data set.")
    private Path datasetPath = Path.of("");

    @Option(
            names = "--budget",
            required = true,
            paramLabel = "TIME",
            description =
                    "The time for all of it: 2h, 90m, 1h30m, 45s. A training in progress stops then, with its best"
                            + " epoch so far.")
    private String budget = "";

    @Option(
            names = "--work",
            paramLabel = "DIR",
            description = "The folder for trials, single models and auto.json (default: OUT.auto).")
    private Optional<Path> work = Optional.empty();

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "How many methods are tuned or trained at once; they share the threads (default: ${DEFAULT-VALUE}).")
    private int workers;

    @Mixin
    private final DryRunFlag dryRun = new DryRunFlag();

    @Mixin
    private final MemoryOption memory = new MemoryOption();

    @Option(names = "--out", required = true, paramLabel = "MODEL", description = "The model folder to write.")
    private Path out = Path.of("");

    AutoCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        if (workers < 1) {
            throw new UserMistakeException("--workers is " + workers + ", but must be at least 1.");
        }
        AutoPlan plan = new AutoPlan(
                datasetPath,
                out,
                work.orElseGet(() -> AutoPlan.workBeside(out)),
                AutoPlan.duration(budget),
                workers,
                run.seed,
                run.threads(),
                memory.bytes());
        if (dryRun.isGiven()) {
            return print(AutoRun.forecast(plan, invocation(), console));
        }
        AutoOutcome outcome = AutoRun.run(plan, invocation(), console);
        List<String> lines = new ArrayList<>(List.of(""));
        lines.addAll(AutoTable.lines(outcome));
        print(AutoTable.json(outcome), lines);
        return 0;
    }
}
