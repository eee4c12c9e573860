package io.github.dmsrec.bench.serving;

import static io.github.dmsrec.bench.Printout.say;

import io.github.dmsrec.bench.TrainingThroughput;
import io.github.dmsrec.bench.http.HttpLibrary;
import io.github.dmsrec.bench.load.Arrivals;
import io.github.dmsrec.bench.load.SessionStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** Latency and greatest rate of the server, with an open-loop load generator in a process of its own. */
@Command(
        name = "bench/run serving",
        mixinStandardHelpOptions = true,
        description =
                "Measures dmsrec serve under load: latencies at set rates, the greatest rate in time, memory, start.")
public final class ServingBenchmark implements Callable<Integer> {

    @Option(
            names = "--work",
            paramLabel = "FOLDER",
            description = "keeps data sets, models and results for the next run (default: ~/dmsrec-runs/serving)")
    private Path work = Path.of(System.getProperty("user.home"), "dmsrec-runs", "serving");

    @Option(names = "--http", description = "compares HTTP libraries by an empty handler, and nothing else")
    private boolean http;

    @Option(
            names = "--libraries",
            split = ",",
            paramLabel = "NAME",
            description = "those that --http compares: ${COMPLETION-CANDIDATES} (default: all)")
    private List<HttpLibrary> libraries = List.of(HttpLibrary.values());

    @Option(
            names = "--rates",
            split = ",",
            paramLabel = "N",
            description = "requests a second (default: 200,500,1000,1500; with --http 500,1000,2000)")
    private List<Double> rates = List.of();

    @Option(names = "--seconds", paramLabel = "N", description = "length of a run (default: ${DEFAULT-VALUE})")
    private double seconds = 20;

    @Option(names = "--warm-up", paramLabel = "N", description = "seconds before the runs (default: ${DEFAULT-VALUE})")
    private double warmUp = 20;

    @Option(names = "--rounds", paramLabel = "N", description = "rounds of --http (default: ${DEFAULT-VALUE})")
    private int rounds = 3;

    @Option(
            names = "--arrivals",
            paramLabel = "KIND",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Arrivals.Kind arrivals = Arrivals.Kind.POISSON;

    @Option(names = "--seed", paramLabel = "N", description = "of arrivals and sessions (default: ${DEFAULT-VALUE})")
    private long seed = 2024;

    @Option(
            names = "--in-flight",
            paramLabel = "N",
            description = "requests under way at most; those due beyond it are dropped, and count as misses"
                    + " (default: ${DEFAULT-VALUE})")
    private int inFlight = 256;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "how long an answer may take (default: ${DEFAULT-VALUE})")
    private double timeout = 5;

    @Option(
            names = "--server-cores",
            paramLabel = "LIST",
            description = "pins the server by taskset, e.g. 0 (default: not pinned)")
    private String serverCores = "";

    @Option(
            names = "--generator-cores",
            paramLabel = "LIST",
            description = "pins the generator by taskset, e.g. 1 (default: not pinned)")
    private String generatorCores = "";

    /** Runs the command and ends the process with its status. */
    public static void main(String[] arguments) {
        System.exit(TrainingThroughput.commandLine(new ServingBenchmark())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Files.createDirectories(work);
        Cores cores = new Cores(serverCores, generatorCores);
        RunSettings settings = new RunSettings(seconds, warmUp, arrivals, seed, inFlight, timeout, cores);
        say("%s", cores.text());
        say(
                "sessions: lengths by a power law of exponent %.1f, items of %.1f; arrivals %s",
                SessionStream.LENGTH_EXPONENT, SessionStream.POPULARITY_EXPONENT, arrivals);
        if (http) {
            compareLibraries(settings);
        }
        return ExitCode.OK;
    }

    private void compareLibraries(RunSettings settings) throws IOException, InterruptedException {
        ResultsFile results = new ResultsFile(work.resolve("http.jsonl"));
        HttpComparison comparison = new HttpComparison(work, settings, results);
        comparison.measure(libraries, rates.isEmpty() ? List.of(500.0, 1000.0, 2000.0) : rates, rounds);
        Path table = work.resolve("http.md");
        Files.writeString(table, HttpTable.markdown(results, comparison::subject), StandardCharsets.UTF_8);
        say("%s%nalso in %s", Files.readString(table, StandardCharsets.UTF_8), table);
    }
}
