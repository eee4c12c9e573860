package io.github.dmsrec.bench;

import static io.github.dmsrec.bench.BenchmarkOutput.say;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.intent.answers.store.AnswerStore;
import io.github.dmsrec.intent.asking.Clock;
import io.github.dmsrec.intent.asking.LanguageModelInferrer;
import io.github.dmsrec.intent.asking.LanguageModelOptions;
import io.github.dmsrec.intent.inferrer.Inference;
import io.github.dmsrec.intent.inferrer.InferenceSetting;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Answers per second, stored and safe, from a fake server in the same process that takes a set time for each; the ideal is
 * what the server could answer with as many questions under way as are allowed. Prompts show 50 titles.
 */
@Command(
        name = "bench/run asking",
        mixinStandardHelpOptions = true,
        description = "Measures the asking of a language model against a fake server of known speed.")
public final class AskingThroughput implements Callable<Integer> {

    private static final int ITEMS = 20_000;
    private static final int CANDIDATES = 50;
    private static final int CLICKS = 10;
    private static final int WARM_UP = 10_000;

    @Option(
            names = "--delay-ms",
            paramLabel = "MS",
            description = "what the server takes for an answer; 0 for an instant one (default: ${DEFAULT-VALUE})")
    private int delayMillis = 100;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            description = "the most questions under way (default: ${DEFAULT-VALUE})")
    private int concurrency = 64;

    @Option(names = "--rows", paramLabel = "N", description = "how many questions (default: ${DEFAULT-VALUE})")
    private int rows = 12_800;

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            description =
                    "where the store is made for the time of the run; its disk counts (default: ${DEFAULT-VALUE})")
    private Path folder = Path.of("bench/target");

    /** Runs the command and ends the process with its status. */
    public static void main(String[] arguments) {
        System.exit(TrainingThroughput.commandLine(new AskingThroughput()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        Files.createDirectories(folder);
        Path work = Files.createTempDirectory(folder, "asking");
        try (FakeServer instant = new FakeServer(Duration.ZERO);
                FakeServer server = new FakeServer(Duration.ofMillis(delayMillis))) {
            // The first questions load and compile the code, as in the first seconds of a run of hours.
            ask(instant, work.resolve("warm-up"), WARM_UP);
            Path answers = work.resolve("answers");
            Measured measured = ask(server, answers, rows);
            double perSecond = rows / measured.askingSeconds();
            say("%,d answers in %.2f s: %,.0f a second", rows, measured.askingSeconds(), perSecond);
            if (delayMillis > 0) {
                double ideal = 1000.0 * concurrency / delayMillis;
                say("%.1f %% of the ideal %,.0f a second", 100 * perSecond / ideal, ideal);
            }
            say("%.2f ms of processor time an answer, all of the process", measured.processorMillis());
            say("looking up and reading: %,.0f rows a second", rows / measured.otherSeconds());
            say("requests: %,d", server.answered());
            say("store: %,d bytes a session", Files.size(answers.resolve(AnswerStore.FILE_NAME)) / rows);
            say("memory at most: %,d MB of the process, %,d MB of its heap now", peakMegabytes(), heapMegabytes());
        } finally {
            delete(work);
        }
        return 0;
    }

    private record Measured(double askingSeconds, double otherSeconds, double processorMillis) {}

    private Measured ask(FakeServer server, Path answers, int count) {
        Catalogue catalogue = new Catalogue(IntStream.range(0, ITEMS)
                .mapToObj(i -> new Item("i" + i, "The title of item " + i + ", as long as others", Map.of()))
                .toList());
        LanguageModelOptions options = LanguageModelOptions.ofMap(Map.of(
                "base-url",
                server.baseUrl(),
                "model",
                "fake",
                "answers",
                answers.toString(),
                "answer-format",
                "json-schema",
                "guard",
                "off",
                "concurrency",
                Integer.toString(concurrency)));
        InferenceSetting setting =
                new InferenceSetting(catalogue, new IntentVectors(1, new float[ITEMS]), Optional.empty());
        AskingTime time = new AskingTime();
        long begin = System.nanoTime();
        long processor = processorNanos();
        try (LanguageModelInferrer inferrer = new LanguageModelInferrer(options, Map.of(), Clock.SYSTEM)) {
            Inference inference = inferrer.infer(setting, new Rows(count), time);
            long picks = 0;
            for (var row : inference.rows()) {
                picks += row.numbers().length;
            }
            if (picks != 3L * count) {
                throw new IllegalStateException("answers were lost: " + picks + " picks of " + 3L * count);
            }
        }
        double all = (System.nanoTime() - begin) / 1e9;
        return new Measured(time.seconds, all - time.seconds, (processorNanos() - processor) / 1e6 / count);
    }

    /** Measures the stage that asks. */
    private static final class AskingTime implements Progress {
        private double seconds;

        @Override
        public Stage stage(String name, String unit, long total) {
            long begin = System.nanoTime();
            boolean asks = unit.equals("questions");
            return new Stage() {
                @Override
                public void advance(long units, String note) {
                    if (asks) {
                        seconds = (System.nanoTime() - begin) / 1e9;
                    }
                }
            };
        }
    }

    /** Random rows, made when asked for. */
    private static final class Rows extends AbstractList<IntentRequest> {
        private final int count;

        Rows(int count) {
            this.count = count;
        }

        @Override
        public IntentRequest get(int index) {
            SplittableRandom random = new SplittableRandom(Objects.checkIndex(index, count));
            return new IntentRequest(
                    random.ints(CLICKS, 0, ITEMS).toArray(),
                    random.ints(0, ITEMS).distinct().limit(CANDIDATES).toArray());
        }

        @Override
        public int size() {
            return count;
        }
    }

    private static long processorNanos() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElseThrow(() -> new UserMistakeException(
                        "This system does not report the processor time of a process.", "Measure it on Linux."))
                .toNanos();
    }

    private static long heapMegabytes() {
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
    }

    /** The most memory that the process has had, as Linux reports. */
    private static long peakMegabytes() throws IOException {
        return (long) MeasuredProcess.peakMebibytes()
                .orElseThrow(() -> new UserMistakeException(
                        "This system does not report the memory of a process.", "Measure it on Linux."));
    }

    private static void delete(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> tree = Files.walk(folder)) {
            files = tree.sorted((a, b) -> b.compareTo(a)).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
