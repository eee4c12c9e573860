package io.github.dmsrec.bench.scale;

import static io.github.dmsrec.bench.BenchmarkOutput.say;

import io.github.dmsrec.bench.ResultsFile;
import io.github.dmsrec.bench.TrainingThroughput;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.FolderLock;
import io.github.dmsrec.datasets.Datasets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** What each stage of the work on a shop costs, for shops of several sizes. */
@Command(
        name = "bench/run scale",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures time and memory of each stage for synthetic shops of several sizes, each stage in a process of its own.",
            "What the file of results has is not measured again; what would not fit is refused before it starts, with the"
                    + " estimate."
        })
public final class ScaleBenchmark implements Callable<Integer> {

    private static final int MOST_ITEMS = 10_000_000;
    private static final long LEAST_CLICKS = 1000;

    @Option(
            names = "--clicks",
            split = ",",
            paramLabel = "N",
            description = "clicks of the shops, separated by commas (default: ${DEFAULT-VALUE})")
    private List<Long> clicks = List.of(1_000_000L, 10_000_000L, 100_000_000L);

    @Option(
            names = "--items",
            split = ",",
            paramLabel = "N",
            description = "items of the shops, separated by commas; a shop for each pair (default: ${DEFAULT-VALUE})")
    private List<Integer> items = List.of(10_000, 100_000, 1_000_000);

    @Option(
            names = "--stages",
            split = ",",
            paramLabel = "NAME",
            description =
                    "names of stages, such as 'import' or 'epoch sasrec', or of works, such as 'epoch' (default: all)")
    private List<String> stages = List.of();

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "training steps that are measured; a longer epoch is scaled (default: ${DEFAULT-VALUE})")
    private int steps = 60;

    @Option(
            names = "--rows",
            paramLabel = "N",
            description = "rows whose candidates and ranks are measured, and sessions of predict; more are scaled"
                    + " (default: ${DEFAULT-VALUE})")
    private int rows = 2000;

    @Option(names = "--calls", paramLabel = "N", description = "live calls (default: ${DEFAULT-VALUE})")
    private int calls = 300;

    @Option(names = "--threads", paramLabel = "N", description = "threads of a stage (default: ${DEFAULT-VALUE})")
    private int threads = 1;

    @Option(names = "--seed", paramLabel = "N", description = "of all draws (default: ${DEFAULT-VALUE})")
    private long seed = Datasets.USUAL_SEED;

    @Option(
            names = "--heap",
            paramLabel = "MIB",
            description = "Java heap of a stage at most (default: ${DEFAULT-VALUE}, as of the launcher)")
    private int heap = 4096;

    @Option(
            names = "--most-memory",
            paramLabel = "MIB",
            description = "refuses stages that need more (default: nine tenths of what is free)")
    private double mostMemory;

    @Option(
            names = "--most-minutes",
            paramLabel = "N",
            description = "refuses stages that would take longer, and ends those that do (default: ${DEFAULT-VALUE})")
    private double mostMinutes = 30;

    @Option(names = "--table", description = "instead: prints the tables of what was measured, and measures nothing")
    private boolean table;

    @Option(
            names = "--charts",
            paramLabel = "FOLDER",
            description = "instead: writes scale-clicks.svg and scale-items.svg of what was measured")
    private Optional<Path> charts = Optional.empty();

    @Option(
            names = "--work",
            paramLabel = "FOLDER",
            description = "has the results, and logs, data sets and models of the shop that is being measured"
                    + " (default: ~/dmsrec-runs/scale)")
    private Path work = Path.of(System.getProperty("user.home"), "dmsrec-runs", "scale");

    @Option(
            names = "--results",
            paramLabel = "NAME",
            description = "NAME.jsonl in the work folder has every figure (default: ${DEFAULT-VALUE})")
    private String resultsName = "scale";

    /** Runs the command and ends the process with its status. */
    public static void main(String[] arguments) {
        System.exit(TrainingThroughput.commandLine(new ScaleBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        requireValues();
        List<Stage> chosen = chosen();
        Files.createDirectories(work);
        ResultsFile<ScaleFigure> results = new ResultsFile<>(work.resolve(resultsName + ".jsonl"), ScaleFigure.class);
        if (charts.isPresent()) {
            draw(results, charts.get());
            return ExitCode.OK;
        }
        if (!table) {
            measure(results, chosen);
        }
        say("%s", new ScaleTables(results).markdown());
        return ExitCode.OK;
    }

    private void measure(ResultsFile<ScaleFigure> results, List<Stage> chosen)
            throws IOException, InterruptedException {
        Path shops = work.resolve("shops");
        try (FolderLock lock = FolderLock.take(shops)) {
            // What a killed run has left.
            ArtefactFolder.deleteTree(shops);
            CellRun run = new CellRun(
                    results,
                    Files.createDirectories(shops),
                    new StageTask.Settings(threads, seed, steps, rows, calls),
                    heap,
                    mostMemory,
                    60 * mostMinutes);
            for (Cell cell : cells()) {
                run.measure(cell, chosen);
            }
            ArtefactFolder.deleteTree(shops);
        }
    }

    /** The cheap ones first, from which the time of the others is estimated. */
    private List<Cell> cells() {
        return clicks.stream()
                .flatMap(count -> items.stream().map(size -> new Cell(count, size)))
                .sorted(Comparator.comparingDouble(cell -> (double) cell.clicks() * cell.items()))
                .toList();
    }

    private List<Stage> chosen() {
        List<String> unknown = stages.stream()
                .filter(name -> Stage.ALL.stream().noneMatch(stage -> isNamed(stage, name)))
                .toList();
        if (!unknown.isEmpty()) {
            throw new UserMistakeException(
                    "--stages has " + String.join(", ", unknown) + ", which "
                            + (unknown.size() == 1 ? "is not a stage." : "are not stages."),
                    "Use names of: " + Stage.ALL.stream().map(Stage::name).collect(Collectors.joining(", ")) + ".");
        }
        return stages.isEmpty()
                ? Stage.ALL
                : Stage.ALL.stream()
                        .filter(stage -> stages.stream().anyMatch(name -> isNamed(stage, name)))
                        .toList();
    }

    private static boolean isNamed(Stage stage, String name) {
        return stage.name().equals(name) || stage.work().label().equals(name);
    }

    private void requireValues() {
        List<String> mistakes = new ArrayList<>();
        clicks.stream()
                .filter(count -> count < LEAST_CLICKS)
                .forEach(count -> mistakes.add("--clicks has " + count + " but must be at least " + LEAST_CLICKS));
        items.stream()
                .filter(count -> count < 2 || count > MOST_ITEMS)
                .forEach(count -> mistakes.add("--items has " + count + " but must be from 2 to " + MOST_ITEMS));
        if (steps < 1 || rows < 1 || calls < 1 || threads < 1 || heap < 1 || !(mostMinutes > 0)) {
            mistakes.add("--steps, --rows, --calls, --threads, --heap and --most-minutes must be positive");
        }
        if (!mistakes.isEmpty()) {
            throw new UserMistakeException(String.join("; ", mistakes) + ".", "See bench/run scale --help.");
        }
    }

    private static void draw(ResultsFile<ScaleFigure> results, Path folder) throws IOException {
        List<ScaleFigure.Measured> measured =
                results.all(ScaleFigure.Measured.class, figure -> true).toList();
        Files.createDirectories(folder);
        for (GrowthChart.Axis axis : GrowthChart.Axis.values()) {
            Path file = folder.resolve("scale-" + axis.label() + ".svg");
            Optional<String> svg = GrowthChart.of(measured, axis);
            if (svg.isEmpty()) {
                throw new UserMistakeException(
                        "No stage was measured for two numbers of " + axis.label() + ", so there is nothing to draw.",
                        "Measure more shops first.");
            }
            Files.writeString(file, svg.get(), StandardCharsets.UTF_8);
            say("%s", file);
        }
    }
}
