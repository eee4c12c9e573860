package io.github.dmsrec.bench.serving;

import static io.github.dmsrec.bench.BenchmarkOutput.say;

import io.github.dmsrec.bench.MeasuredProcess;
import io.github.dmsrec.bench.ResultsFile;
import io.github.dmsrec.bench.TrainingThroughput;
import io.github.dmsrec.bench.http.HttpLibrary;
import io.github.dmsrec.bench.load.Arrivals;
import io.github.dmsrec.bench.load.LoadReport;
import io.github.dmsrec.bench.load.SessionStream;
import io.github.dmsrec.core.UserMistakeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** Latency and greatest rate of the server, with an open-loop load generator in a process of its own. */
@Command(
        name = "bench/run serving",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Measures dmsrec serve under load: latencies at set rates, the greatest rate in time, memory, start.")
public final class ServingBenchmark implements Callable<Integer> {

    private static final String EMPTY = "empty";
    /** A state of training has every parameter of a million items three times. */
    private static final int PREPARING_HEAP = 10_000;

    private static final List<String> ALL_OF_BEAUTY = List.of(
            EMPTY,
            "sr-gnn",
            "gce-gnn",
            "share",
            "sasrec",
            "gru4rec",
            "tagnn",
            "msgifsr",
            "vmis-knn",
            "vs-knn",
            "sr-gnn+intents");
    private static final List<String> ALL_OF_OTHERS = List.of("sr-gnn", "sasrec", "vmis-knn");

    @Option(
            names = "--catalogues",
            split = ",",
            paramLabel = "NAME",
            description = "beauty, or numbers of items of random sessions (default: ${DEFAULT-VALUE})")
    private List<String> catalogues = List.of(ServedCatalogue.BEAUTY, "100000", "1000000");

    @Option(
            names = "--subjects",
            split = ",",
            paramLabel = "NAME",
            description = "'empty' for an empty handler, methods, backbones followed by '+intents' (default: all of"
                    + " docs/performance.md)")
    private List<String> subjects = List.of();

    @Option(
            names = "--rates",
            split = ",",
            paramLabel = "N",
            description =
                    "requests a second (default: 200,500,1000,1500; less above 12,101 items; with --http 500,1000,2000)")
    private List<Double> rates = List.of();

    @Option(names = "--seconds", paramLabel = "N", description = "length of a run (default: ${DEFAULT-VALUE})")
    private double seconds = 20;

    @Option(
            names = "--search-seconds",
            paramLabel = "N",
            description = "length of a run that searches the greatest rate (default: ${DEFAULT-VALUE})")
    private double searchSeconds = 10;

    @Option(
            names = "--limits",
            split = ",",
            paramLabel = "MS",
            description =
                    "for which the greatest rate is searched, of 7, 20 and 50; 0 for no search (default: ${DEFAULT-VALUE})")
    private List<Integer> limits = List.of(7, 50);

    @Option(
            names = "--attempts",
            paramLabel = "N",
            description = "runs that must fail before a rate is too much (default: ${DEFAULT-VALUE})")
    private int attempts = 2;

    @Option(
            names = "--most-rate",
            paramLabel = "N",
            description = "the greatest rate that is tried (default: ${DEFAULT-VALUE})")
    private double mostRate = 6000;

    @Option(names = "--warm-up", paramLabel = "N", description = "seconds before the runs (default: ${DEFAULT-VALUE})")
    private double warmUp = 20;

    @Option(
            names = "--soak",
            paramLabel = "MINUTES",
            description =
                    "instead: one long run of each subject at half of its greatest rate with p90 within 50 ms, or at --rates")
    private double soakMinutes;

    @Option(
            names = "--reloads",
            paramLabel = "N",
            description = "instead: reloads each subject's model so often, at half of its greatest rate, or at --rates")
    private int reloads;

    @Option(
            names = "--reload-interval",
            paramLabel = "SECONDS",
            description = "from one load to the next (default: ${DEFAULT-VALUE})")
    private double reloadInterval = 5;

    @Option(names = "--prepare", description = "instead: makes data sets and models, which later runs find")
    private boolean prepare;

    @Option(names = "--http", description = "instead: compares HTTP libraries by an empty handler")
    private boolean http;

    @Option(
            names = "--libraries",
            split = ",",
            paramLabel = "NAME",
            description = "those that --http compares: ${COMPLETION-CANDIDATES} (default: all)")
    private List<HttpLibrary> libraries = List.of(HttpLibrary.values());

    @Option(names = "--rounds", paramLabel = "N", description = "rounds of --http (default: ${DEFAULT-VALUE})")
    private int rounds = 3;

    @Option(names = "--table", description = "instead: prints the tables of what was measured, and measures nothing")
    private boolean table;

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

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "a setting of the server, as dmsrec serve --set; several may be given. Use another --results with it.")
    private List<String> settings = List.of();

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
            names = "--work",
            paramLabel = "FOLDER",
            description = "keeps data sets and models for the next run (default: ~/dmsrec-runs/serving)")
    private Path work = Path.of(System.getProperty("user.home"), "dmsrec-runs", "serving");

    @Option(
            names = "--results",
            paramLabel = "NAME",
            description =
                    "NAME.jsonl in the work folder has every figure; what is in there is not measured again; NAME.md has"
                            + " the tables (default: serving, or http)")
    private String resultsName = "";

    @Option(
            names = "--beauty",
            paramLabel = "FOLDER",
            description = "Beauty in SR-GNN's format (default: shared/data/beauty beside the project)")
    private Path beauty = Path.of(System.getProperty("dmsrec.root", "."), "..", "shared", "data", "beauty");

    @Option(names = "--launcher", paramLabel = "FILE", description = "starts dmsrec (default: the one just built)")
    private Path launcher = Path.of(System.getProperty("dmsrec.root", "."), "cli", "target", "dist", "bin", "dmsrec");

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
        RunSettings given = new RunSettings(seconds, warmUp, arrivals, seed, inFlight, timeout, cores);
        say("%s", cores.text());
        say(
                "sessions: lengths by a power law of exponent %.1f, items of %.1f; arrivals %s",
                SessionStream.LENGTH_EXPONENT, SessionStream.POPULARITY_EXPONENT, arrivals);
        if (http) {
            compareLibraries(given);
            return ExitCode.OK;
        }
        ResultsFile<Figure> results = results("serving");
        if (!table) {
            for (String catalogue : catalogues) {
                for (String name : subjects(catalogue)) {
                    measure(results, given, ServedCatalogue.named(catalogue, work, beauty), catalogue, name);
                }
            }
        }
        write("serving", new ServingTables(results, cores, searched()).markdown());
        return ExitCode.OK;
    }

    private List<String> subjects(String catalogue) {
        return !subjects.isEmpty()
                ? subjects
                : catalogue.equals(ServedCatalogue.BEAUTY) ? ALL_OF_BEAUTY : ALL_OF_OTHERS;
    }

    private List<Integer> searched() {
        List<Integer> wanted = limits.stream().filter(limit -> limit != 0).toList();
        if (!LoadReport.LIMITS.containsAll(wanted)) {
            throw new UserMistakeException(
                    "The limits are " + wanted + ", but only " + LoadReport.LIMITS + " are counted.",
                    "Use one of these.");
        }
        return wanted;
    }

    private void measure(
            ResultsFile<Figure> results, RunSettings given, ServedCatalogue catalogue, String label, String name)
            throws IOException, InterruptedException {
        Subject subject = subject(catalogue, label, name);
        if (prepare) {
            say("%s, %s: %s", catalogue.title(), name, subject.ids());
        } else if (soakMinutes > 0) {
            results.add(SoakRun.measure(subject, given, loadOf(results, subject, given.cores()), soakMinutes));
        } else if (reloads > 0) {
            if (subject instanceof DmsrecSubject model) {
                results.add(new Reloading(model, given)
                        .measure(loadOf(results, subject, given.cores()), reloads, reloadInterval));
            }
        } else {
            new RateRuns(given, given.lasting(searchSeconds), results, mostRate, attempts)
                    .measure(subject, rates.isEmpty() ? usualRates(catalogue.items()) : rates, searched());
        }
    }

    private Subject subject(ServedCatalogue catalogue, String label, String name)
            throws IOException, InterruptedException {
        if (name.equals(EMPTY)) {
            return new EmptySubject(HttpLibrary.JETTY, "empty handler", catalogue.items(), work, 0);
        }
        // Trains in a process of its own, whose memory ends with it.
        int status = MeasuredProcess.of(
                        ModelPreparation.class,
                        PREPARING_HEAP,
                        List.of(label, work.toString(), beauty.toString(), name))
                .inheritIO()
                .start()
                .waitFor();
        if (status != ExitCode.OK) {
            throw new UserMistakeException("The model '" + name + "' cannot be prepared.", "See the message above.");
        }
        return new DmsrecSubject(
                name,
                catalogue.items(),
                catalogue.ids(),
                catalogue.model(name),
                launcher,
                settings,
                work.resolve("server-" + label + "-" + name + ".log"),
                UUID.randomUUID().toString());
    }

    private static List<Double> usualRates(int items) {
        if (items <= 20_000) {
            return List.of(200.0, 500.0, 1000.0, 1500.0);
        }
        return items <= 200_000 ? List.of(50.0, 100.0, 200.0, 500.0) : List.of(5.0, 10.0, 20.0, 50.0);
    }

    /** Half of what the subject bears with p90 within the loosest limit, unless a rate was given. */
    private double loadOf(ResultsFile<Figure> results, Subject subject, Cores cores) {
        if (!rates.isEmpty()) {
            return rates.get(0);
        }
        return results.all(
                        Figure.Greatest.class,
                        found -> found.subject().equals(subject.name())
                                && found.items() == subject.items()
                                && found.cores().equals(cores)
                                && found.limit() == 50)
                .mapToDouble(found -> found.rate() / 2)
                .max()
                .orElseThrow(() -> new UserMistakeException(
                        "The greatest rate of " + subject.name() + " has not been measured.",
                        "Give a rate, e.g. --rates 500."));
    }

    private ResultsFile<Figure> results(String name) throws IOException {
        return new ResultsFile<>(work.resolve((resultsName.isEmpty() ? name : resultsName) + ".jsonl"), Figure.class);
    }

    private void write(String name, String markdown) throws IOException {
        Path file = work.resolve((resultsName.isEmpty() ? name : resultsName) + ".md");
        Files.writeString(file, markdown, StandardCharsets.UTF_8);
        say("%s%nalso in %s", markdown, file);
    }

    private void compareLibraries(RunSettings given) throws IOException, InterruptedException {
        ResultsFile<Figure> results = results("http");
        HttpComparison comparison = new HttpComparison(work, given, results);
        if (!table) {
            comparison.measure(libraries, rates.isEmpty() ? List.of(500.0, 1000.0, 2000.0) : rates, rounds);
        }
        write("http", HttpTable.markdown(results, comparison::subject));
    }
}
