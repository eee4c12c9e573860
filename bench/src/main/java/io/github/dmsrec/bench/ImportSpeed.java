package io.github.dmsrec.bench;

import static io.github.dmsrec.bench.BenchmarkOutput.say;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.datasets.Datasets;
import io.github.dmsrec.datasets.imports.Imported;
import io.github.dmsrec.datasets.synthetic.SyntheticPlan;
import io.github.dmsrec.datasets.synthetic.SyntheticWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/**
 * How long the import of a log takes, as a ratio to what DuckDB alone needs to copy the same file to Parquet. Both take turns,
 * each time in a process of its own, so that the peak of its resident memory can be told; the time is that within the process,
 * without its start.
 */
@Command(
        name = "bench/run importing",
        mixinStandardHelpOptions = true,
        description = "Measures time and memory of importing a CSV log against a plain copy by DuckDB.")
public final class ImportSpeed implements Callable<Integer> {

    private static final Duration FOR_EVER = Duration.ofDays(365);

    /** What a process of its own does. */
    private enum Work {
        COPY,
        IMPORT
    }

    @Option(
            names = "--events",
            split = ",",
            paramLabel = "N",
            description = "clicks of the logs that are made, separated by commas (default: ${DEFAULT-VALUE})")
    private List<Long> events = List.of(10_000_000L);

    @Option(
            names = "--log",
            paramLabel = "FILE",
            description = "measure this log with the columns session, user, item and time in place of made ones")
    private List<Path> given = List.of();

    @Option(names = "--by-user", description = "make sessions of users and pauses, not of the log's sessions")
    private boolean byUser;

    @Option(names = "--rounds", paramLabel = "N", description = "turns (default: ${DEFAULT-VALUE})")
    private int rounds = 3;

    @Option(names = "--threads", paramLabel = "N", description = "threads of both (default: ${DEFAULT-VALUE})")
    private int threads = 2;

    @Option(names = "--heap", paramLabel = "MIB", description = "Java heap at most (default: ${DEFAULT-VALUE})")
    private int heap = 4096;

    @Option(names = "--work", hidden = true, description = "does this in this process")
    private List<Work> work = List.of();

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            description = "where log and results lie for the time of the run (default: ${DEFAULT-VALUE})")
    private Path folder = Path.of("bench/target");

    /** Runs the command and ends the process with its status. */
    public static void main(String[] arguments) {
        System.exit(TrainingThroughput.commandLine(new ImportSpeed()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        if (!work.isEmpty()) {
            workHere(work.get(0), given.get(0));
            return ExitCode.OK;
        }
        Files.createDirectories(folder);
        for (Path log : given) {
            measure(log);
        }
        if (given.isEmpty()) {
            for (long count : events) {
                measureMade(count);
            }
        }
        return ExitCode.OK;
    }

    private void measureMade(long count) throws IOException, InterruptedException {
        Path temporary = Files.createTempDirectory(folder, "importing");
        Path made = temporary.resolve("log");
        try {
            Stopwatch watch = Stopwatch.start();
            SyntheticWriter.writeLog(
                    SyntheticPlan.ofEvents(count, Datasets.USUAL_SEED),
                    SyntheticWriter.LogFormat.CSV,
                    made,
                    Progress.NONE);
            say("a log of %,d clicks made in %.1f s", count, watch.seconds());
            measure(made.resolve("clicks.csv"));
        } finally {
            ArtefactFolder.deleteTree(temporary);
        }
    }

    private void measure(Path log) throws IOException, InterruptedException {
        Samples ratios = new Samples(rounds);
        for (int round = 0; round < rounds; round++) {
            double copying = process(Work.COPY, log);
            double importing = process(Work.IMPORT, log);
            ratios.add(importing / copying);
            say("ratio %.2f", importing / copying);
        }
        say(
                "ratio of import to copy: median %.2f, from %.2f to %.2f",
                ratios.median(), ratios.percentile(0), ratios.percentile(1));
    }

    /** The seconds of a work in a process of its own, whose lines are shown. */
    private double process(Work what, Path log) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                "--work",
                what.name(),
                "--log",
                log.toString(),
                "--threads",
                Integer.toString(threads),
                "--folder",
                folder.toString()));
        if (byUser) {
            arguments.add("--by-user");
        }
        String measured = MeasuredProcess.result(MeasuredProcess.of(ImportSpeed.class, heap, arguments), FOR_EVER)
                .orElseThrow();
        return Double.parseDouble(measured);
    }

    private void workHere(Work what, Path log) throws IOException, SQLException {
        Path results = Files.createTempDirectory(folder, "importing");
        try {
            double measured = what == Work.COPY ? copy(log, results) : importLog(log, results);
            say("%s %s", MeasuredProcess.RESULT, measured);
        } finally {
            ArtefactFolder.deleteTree(results);
        }
    }

    private double copy(Path log, Path results) throws IOException, SQLException {
        Properties settings = new Properties();
        settings.setProperty("threads", Integer.toString(threads));
        settings.setProperty("temp_directory", results.toAbsolutePath().toString());
        Stopwatch watch = Stopwatch.start();
        try (Connection database = DriverManager.getConnection("jdbc:duckdb:", settings);
                Statement statement = database.createStatement()) {
            statement.execute("COPY (FROM read_csv(" + quoted(log) + ")) TO " + quoted(results.resolve("copy.parquet"))
                    + " (FORMAT parquet)");
        }
        double copying = watch.seconds();
        say("copy    %6.1f s, %.2f GB resident at most", copying, peakOfMemory());
        return copying;
    }

    private double importLog(Path log, Path results) throws IOException {
        var importer = Datasets.importer().csv(log.toString()).item("item").time("time");
        if (byUser) {
            importer.user("user");
        } else {
            importer.session("session");
        }
        Stopwatch watch = Stopwatch.start();
        StringBuilder steps = new StringBuilder();
        Imported imported = importer.progress(new Steps(steps))
                .write(results.resolve("data"), Origin.of("log", "bench/run importing", Datasets.USUAL_SEED, threads));
        double importing = watch.seconds();
        long clicks = imported.filters().get(0).clicksLeft();
        say(
                "import  %6.1f s, %.2f GB resident at most, %,.0f clicks/s:%s",
                importing, peakOfMemory(), clicks / importing, steps);
        return importing;
    }

    /** Notes how long each step took. */
    private record Steps(StringBuilder notes) implements Progress {
        @Override
        public Stage stage(String name, String unit, long total) {
            Stopwatch[] watch = {Stopwatch.start()};
            return (units, note) -> {
                notes.append(String.format(Locale.ROOT, " %s %.1f s;", note, watch[0].seconds()));
                watch[0] = Stopwatch.start();
            };
        }
    }

    private static String quoted(Path file) {
        return "'" + file.toAbsolutePath().toString().replace("'", "''") + "'";
    }

    /** In GB; NaN where the system does not report. */
    private static double peakOfMemory() throws IOException {
        return MeasuredProcess.peakMebibytes().orElse(Double.NaN) * (1 << 20) / 1e9;
    }
}
