package io.github.dmsrec.cli.command;

import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.core.UserMistakeException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Starts a job of the module {@code spark} by {@code spark-submit}: Spark is not in the distribution. */
@CommandGroup(CommandGroup.Name.USE)
@Command(
        name = SparkCommand.NAME,
        mixinStandardHelpOptions = true,
        versionProvider = DmsrecCommand.VersionProvider.class,
        description = {
            "Run a job on Apache Spark 4 by its spark-submit: predict, import, learn, graph, prompts or answers (docs/spark.md).",
            "Neither Spark nor the jar of the jobs is in the distribution."
        },
        footer = {
            "",
            "Examples:",
            "  dmsrec spark --jar dmsrec-spark-all.jar predict --model runs/sr --in sessions --out top",
            "  dmsrec spark predict --help"
        })
final class SparkCommand implements Callable<Integer> {

    /** What it is called. */
    static final String NAME = "spark";

    private static final String MAIN = "io.github.dmsrec.spark.main.SparkMain";
    private static final String JAR_VARIABLE = "DMSREC_SPARK_JAR";
    private static final String HOME_VARIABLE = "SPARK_HOME";

    private final Console console;

    @Option(
            names = "--jar",
            paramLabel = "FILE",
            description = "The jar of the jobs, made by 'mvn -Pspark package' (default: the environment's "
                    + JAR_VARIABLE + ").")
    private Optional<Path> jar = Optional.empty();

    @Option(
            names = "--spark-home",
            paramLabel = "FOLDER",
            description = "An unpacked Spark (default: the environment's " + HOME_VARIABLE + ", else the PATH).")
    private Optional<Path> home = Optional.empty();

    @Option(
            names = "--master",
            paramLabel = "URL",
            defaultValue = "local[*]",
            description = "Where the job runs (default: ${DEFAULT-VALUE}, this machine).")
    private String master = "local[*]";

    @Parameters(arity = "1..*", paramLabel = "JOB", description = "One of them, and its options.")
    private List<String> job = new ArrayList<>();

    SparkCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<String> words =
                new ArrayList<>(List.of(submitter().toString(), "--master", master, "--class", MAIN, jar().toString()));
        words.addAll(job);
        console.out().flush();
        // The process has the same terminal, so that an interrupt reaches both.
        return new ProcessBuilder(words).inheritIO().start().waitFor();
    }

    private Path jar() {
        Path file = jar.or(() -> variable(JAR_VARIABLE).map(Path::of))
                .orElseThrow(() -> new UserMistakeException(
                        "The jar of the Spark jobs is not named: neither --jar nor " + JAR_VARIABLE + " is given.",
                        "'mvn -Pspark -DskipTests package' makes spark/target/dmsrec-spark-VERSION-all.jar."));
        if (!Files.isRegularFile(file)) {
            throw new UserMistakeException(
                    "The jar of the Spark jobs '" + file + "' does not exist.",
                    "'mvn -Pspark -DskipTests package' makes spark/target/dmsrec-spark-VERSION-all.jar.");
        }
        return file;
    }

    private Path submitter() {
        Optional<Path> spark = home.or(() -> variable(HOME_VARIABLE).map(Path::of));
        if (spark.isPresent()) {
            Path file = spark.get().resolve("bin/spark-submit");
            if (!Files.isExecutable(file)) {
                throw new UserMistakeException(
                        "'" + spark.get() + "' is not an unpacked Spark: it has no bin/spark-submit.",
                        "Give --spark-home the folder with bin, jars and conf.");
            }
            return file;
        }
        return onPath().orElseThrow(() -> new UserMistakeException(
                "Spark is not found: neither --spark-home nor " + HOME_VARIABLE
                        + " is given, and the PATH has no spark-submit.",
                "Unpack a Spark 4 first, from https://spark.apache.org/downloads.html or by 'pip install"
                        + " pyspark'."));
    }

    private static Optional<Path> onPath() {
        return variable("PATH").stream()
                .flatMap(path -> Stream.of(path.split(Pattern.quote(File.pathSeparator), -1)))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "spark-submit"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Optional<String> variable(String name) {
        @Nullable String value = System.getenv(name);
        return Optional.ofNullable(value).filter(text -> !text.isBlank());
    }
}
