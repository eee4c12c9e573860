package io.github.dmsrec.intent.asking;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.intent.answers.store.AnswerStore;
import io.github.dmsrec.intent.answers.store.StoredAnswer;
import io.github.dmsrec.intent.inferrer.Inference;
import io.github.dmsrec.intent.inferrer.InferenceSetting;
import io.github.dmsrec.intent.inferrer.InferredRow;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import io.github.dmsrec.intent.inferrer.RowStatus;
import io.github.dmsrec.intent.prompt.PromptWriter;
import io.github.dmsrec.intent.reply.AnswerFormat;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills processes while they ask, and lets others go on. */
class KilledRunTest {

    private static final int QUESTIONS_A_LIFE = 120;
    private static final Pattern CLICK = Pattern.compile("- title (\\d+)\\\\n");

    @TempDir
    Path folder = Path.of("");

    @Test
    @Timeout(60)
    void killedOnceNothingIsLostAndNothingAskedTwice() throws Exception {
        killAndGoOn(1);
    }

    @Test
    @Tag("slow")
    @Timeout(180)
    void killedTwentyTimesNothingIsLostAndNothingAskedTwice() throws Exception {
        killAndGoOn(20);
    }

    private void killAndGoOn(int kills) throws Exception {
        int rows = kills * QUESTIONS_A_LIFE;
        SplittableRandom random = new RandomStreams(5).stream("kills", kills);
        List<Process> children = new CopyOnWriteArrayList<>();
        AtomicInteger killAt = new AtomicInteger(Integer.MAX_VALUE);
        Queue<Integer> askedRows = new ConcurrentLinkedQueue<>();
        FakeModel.Answers answers = (request, number) -> {
            if (number == killAt.get()) {
                // Through the handle: Process.destroyForcibly would also close the pipe that is being read.
                children.get(children.size() - 1).toHandle().destroyForcibly();
            }
            askedRows.add(row(request.toString()));
            return FakeModel.picks(1, 2);
        };
        try (FakeModel model = new FakeModel(answers)) {
            Set<Integer> stored = Set.of();
            for (int kill = 0; kill < kills; kill++) {
                killAt.set(model.count() + random.nextInt(5, QUESTIONS_A_LIFE));
                askedRows.clear();
                Set<Integer> before = stored;
                Process child = start(model, rows);
                children.add(child);
                int acknowledged = acknowledged(child);
                assertThat(child.waitFor()).isNotZero();
                assertThat(askedRows).noneMatch(before::contains);
                Set<Integer> storedNow = storedRows(rows);
                assertThat(storedNow).containsAll(stored).hasSizeGreaterThanOrEqualTo(stored.size() + acknowledged);
                stored = storedNow;
            }
            assertThat(stored).isNotEmpty();
            Set<Integer> known = stored;
            killAt.set(Integer.MAX_VALUE);
            askedRows.clear();
            Inference inference = infer(model.baseUrl(), folder, rows, Progress.NONE);
            assertThat(askedRows).noneMatch(known::contains).doesNotHaveDuplicates();
            assertThat(inference.rows()).hasSize(rows);
            assertThat(inference.rows()).extracting(InferredRow::status).containsOnly(RowStatus.ANSWERED);
        }
    }

    private Process start(FakeModel model, int rows) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledRunTest.class.getName(),
                        model.baseUrl(),
                        folder.toString(),
                        Integer.toString(rows))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static int acknowledged(Process child) throws IOException {
        try (BufferedReader kept =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            return kept.lines()
                    .filter(line -> !line.isEmpty())
                    .mapToInt(line -> 1)
                    .sum();
        }
    }

    private static int row(String request) {
        Matcher click = CLICK.matcher(request);
        assertThat(click.find()).isTrue();
        return Integer.parseInt(click.group(1));
    }

    /** The child: says so for every answer that is safe. */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        Progress progress = (name, unit, total) -> (units, note) -> {
            for (long i = 0; unit.equals("questions") && i < units; i++) {
                out.println("kept");
            }
        };
        infer(arguments[0], Path.of(arguments[1]), Integer.parseInt(arguments[2]), progress);
    }

    private static Inference infer(String baseUrl, Path folder, int rows, Progress progress) {
        InferenceSetting setting =
                new InferenceSetting(catalogue(rows), new IntentVectors(1, new float[rows + 10]), Optional.empty());
        try (LanguageModelInferrer inferrer =
                new LanguageModelInferrer(options(baseUrl, folder), Map.of(), Clock.SYSTEM)) {
            return inferrer.infer(setting, requests(rows), progress);
        }
    }

    private static LanguageModelOptions options(String baseUrl, Path folder) {
        return LanguageModelOptions.ofMap(Map.of(
                "base-url", baseUrl,
                "model", "fake",
                "answers", folder.toString(),
                "answer-format", "json-schema",
                "concurrency", "4",
                "guard", "off"));
    }

    private static Catalogue catalogue(int rows) {
        return new Catalogue(IntStream.range(0, rows + 10)
                .mapToObj(i -> new Item("i" + i, "title " + i, Map.of()))
                .toList());
    }

    private static List<IntentRequest> requests(int rows) {
        return IntStream.range(0, rows)
                .mapToObj(i -> new IntentRequest(
                        new int[] {i}, IntStream.range(i, i + 10).toArray()))
                .toList();
    }

    private Set<Integer> storedRows(int rows) {
        LanguageModelOptions options = options("http://localhost/v1", folder);
        PromptWriter prompts = options.prompt()
                .writer(catalogue(rows), new RandomStreams(options.seed()), AnswerFormat.JSON_SCHEMA, Optional.empty());
        Questions questions =
                new Questions(options, "", catalogue(rows), AnswerFormat.JSON_SCHEMA, prompts, requests(rows));
        try (AnswerStore store = AnswerStore.open(folder)) {
            return IntStream.range(0, rows)
                    .filter(row -> store.find(questions.of(row).orElseThrow().key())
                            .filter(StoredAnswer::answered)
                            .isPresent())
                    .boxed()
                    .collect(Collectors.toSet());
        }
    }
}
