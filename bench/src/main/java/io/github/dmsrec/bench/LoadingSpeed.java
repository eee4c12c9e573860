package io.github.dmsrec.bench;

import static io.github.dmsrec.bench.BenchmarkOutput.say;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/**
 * How long a prepared data set takes to load, and how much heap it keeps, as a ratio to its clicks as 32-bit integers. Each
 * round loads in a process of its own, whose heap is limited: what is needed only while loading counts, too.
 */
@Command(
        name = "bench/run loading",
        mixinStandardHelpOptions = true,
        description = "Measures time and heap of loading a data set for training.")
public final class LoadingSpeed implements Callable<Integer> {

    private static final double MIB = 1 << 20;
    private static final int INTEGER_BYTES = 4;
    private static final int LOG_HEAP = 1024;

    @Option(names = "--events", paramLabel = "N", description = "clicks of the data set (default: ${DEFAULT-VALUE})")
    private int events = 10_000_000;

    @Option(names = "--items", paramLabel = "N", description = "its items (default: ${DEFAULT-VALUE})")
    private int items = 100_000;

    @Option(names = "--mean-length", paramLabel = "N", description = "clicks a session (default: ${DEFAULT-VALUE})")
    private int meanLength = 5;

    @Option(names = "--rounds", paramLabel = "N", description = "processes that load it (default: ${DEFAULT-VALUE})")
    private int rounds = 3;

    @Option(
            names = "--heap",
            paramLabel = "MIB",
            description = "the heap of such a process (default: twice the integers, and 48 for all else)")
    private int heap;

    @Option(names = "--dataset", paramLabel = "FOLDER", description = "load this data set instead of a made one")
    private List<Path> given = List.of();

    @Option(names = "--load", hidden = true, description = "loads in this process")
    private boolean load;

    @Option(names = "--log", hidden = true, description = "loads ids and times, too")
    private boolean log;

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            description = "where the data set is made for the time of the run (default: ${DEFAULT-VALUE})")
    private Path folder = Path.of("bench/target");

    /** Runs the command and ends the process with its status. */
    public static void main(String[] arguments) {
        System.exit(TrainingThroughput.commandLine(new LoadingSpeed()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (load) {
            load(given.get(0));
            return ExitCode.OK;
        }
        if (!given.isEmpty()) {
            return loadInProcesses(given.get(0));
        }
        Files.createDirectories(folder);
        Path work = Files.createTempDirectory(folder, "loading");
        try {
            Path dataset = work.resolve("dataset");
            Stopwatch watch = Stopwatch.start();
            DatasetFolder.write(
                    dataset,
                    SyntheticSessions.logged(items, events, meanLength),
                    Origin.of("synthetic", "bench/run loading", 1, 1),
                    Map.of());
            say("made and written in %.1f s", watch.seconds());
            return loadInProcesses(dataset);
        } finally {
            ArtefactFolder.deleteTree(work);
        }
    }

    private int loadInProcesses(Path dataset) throws IOException, InterruptedException {
        int limit = heap == 0 ? (int) (2L * INTEGER_BYTES * events / MIB) + 48 : heap;
        int status = ExitCode.OK;
        for (int round = 0; round < rounds && status == ExitCode.OK; round++) {
            status = process(limit, dataset);
        }
        return status == ExitCode.OK ? process(LOG_HEAP, dataset, "--log") : status;
    }

    private static int process(int limit, Path dataset, String... more) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("--load", "--dataset", dataset.toString()));
        arguments.addAll(List.of(more));
        say("heap of at most %d MiB", limit);
        return MeasuredProcess.of(LoadingSpeed.class, limit, arguments)
                .inheritIO()
                .start()
                .waitFor();
    }

    private record Loaded(Catalogue catalogue, long clicks, long heap) {}

    private void load(Path path) {
        long before = usedHeap();
        Loaded loaded = loadAndForget(path);
        long ofCatalogue = usedHeap() - before;
        double kept = loaded.heap() - before - ofCatalogue;
        say(
                "%,d clicks keep %.1f MiB: %.2f x their integers; the catalogue of %,d items %.1f MiB",
                loaded.clicks(),
                kept / MIB,
                kept / (INTEGER_BYTES * loaded.clicks()),
                loaded.catalogue().size(),
                ofCatalogue / MIB);
    }

    /** Loads a data set of which nothing but the catalogue stays. */
    private Loaded loadAndForget(Path path) {
        Stopwatch watch = Stopwatch.start();
        SessionDataset dataset = DatasetFolder.read(path);
        double loading = watch.seconds();
        long heapThen = usedHeap();
        long clicks = 0;
        for (Split split : Split.values()) {
            clicks += dataset.sessions(split).clicks();
        }
        say("loaded in %.2f s; a walk over all training rows: %.2f s", loading, walk(dataset.examples(Split.TRAIN)));
        if (log) {
            watch = Stopwatch.start();
            long sessions = 0;
            for (Split split : Split.values()) {
                sessions += dataset.sessions(split)
                        .log()
                        .map(known -> known.ids().size())
                        .orElse(0);
            }
            double logging = watch.seconds();
            say("ids and times of %,d sessions: %.2f s, %.1f MiB", sessions, logging, (usedHeap() - heapThen) / MIB);
        }
        return new Loaded(dataset.catalogue(), clicks, heapThen);
    }

    private static double walk(Examples rows) {
        Stopwatch watch = Stopwatch.start();
        long sum = 0;
        for (int row = 0; row < rows.size(); row++) {
            sum += rows.length(row) + rows.target(row);
        }
        if (sum == 0) {
            throw new IllegalStateException("no row has a prefix");
        }
        return watch.seconds();
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
