package io.github.dmsrec.cli.command;

import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.experiment.tune.TuneFile;
import io.github.dmsrec.experiment.tune.TuneOutcome;
import io.github.dmsrec.experiment.tune.TunePlan;
import io.github.dmsrec.experiment.tune.TuneRun;
import io.github.dmsrec.experiment.tune.TuneTable;
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

/** Tunes methods. */
@CommandGroup(CommandGroup.Name.WHOLE)
@Command(
        name = "tune",
        description = {
            "Tune methods on the validation rows, each with the same budget.",
            "Random search or successive halving over the options that a YAML file declares. No test row is looked at."
                    + " Every trial is a line of WORK/trials.jsonl; the same command continues where it was interrupted."
                    + " WORK/best.yaml gets the best options of each method."
        },
        footer = {"", "Example:", "  dmsrec tune examples/tune-ml-1m.yaml --set budget.trials=10 --workers 2"})
final class TuneCommand extends Task {

    @Parameters(paramLabel = "TUNE.yaml", description = "What is tuned and how.")
    private Path file = Path.of("");

    @Mixin
    private final FileOverrides overrides = new FileOverrides();

    @Mixin
    private final DryRunFlag dryRun = new DryRunFlag();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The seed of all random draws (default: the file's, or 2024).")
    private Optional<String> seed = Optional.empty();

    @Option(
            names = "--workers",
            paramLabel = "N",
            description =
                    "The number of trials at once (default: the file's, or as many as processors and memory allow)."
                            + " Results do not depend on it.")
    private Optional<String> workers = Optional.empty();

    TuneCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        Map<String, String> all = overrides.values();
        seed.ifPresent(value -> all.put("seed", value));
        workers.ifPresent(value -> all.put("workers", value));
        TunePlan plan = TuneFile.read(file, all);
        if (dryRun.isGiven()) {
            return print(TuneRun.forecast(plan, invocation(), console));
        }
        TuneOutcome outcome = TuneRun.run(plan, invocation(), console);
        List<String> lines = new ArrayList<>(List.of(""));
        lines.addAll(TuneTable.lines(outcome));
        print(TuneTable.json(outcome), lines);
        return 0;
    }
}
