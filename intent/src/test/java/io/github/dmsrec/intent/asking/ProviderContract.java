package io.github.dmsrec.intent.asking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.intent.Inferrers;
import io.github.dmsrec.intent.inferrer.Inference;
import io.github.dmsrec.intent.inferrer.InferenceSetting;
import io.github.dmsrec.intent.inferrer.InferredRow;
import io.github.dmsrec.intent.inferrer.IntentInferrer;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import io.github.dmsrec.intent.inferrer.IntentText;
import io.github.dmsrec.intent.inferrer.IntentText.Title;
import io.github.dmsrec.intent.inferrer.LiveSetting;
import io.github.dmsrec.intent.inferrer.RowStatus;
import io.github.dmsrec.intent.inferrer.SessionInferrer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What every way to a language model's answers must do. */
@Timeout(60)
public abstract class ProviderContract {

    /** What tests put wherever a provider takes a secret. */
    protected static final String SECRET = "sk-secret-0123456789";

    /** Fifty items with titles. */
    protected static final InferenceSetting SETTING = new InferenceSetting(
            new Catalogue(IntStream.range(0, 50)
                    .mapToObj(i -> new Item("i" + i, "title " + i, Map.of()))
                    .toList()),
            new IntentVectors(1, new float[50]),
            Optional.empty());

    /** A clock that moves when it is waited for. */
    protected static final Clock NO_WAITING = new Clock() {

        private Instant now = Instant.EPOCH;

        @Override
        public synchronized Instant now() {
            return now;
        }

        @Override
        public synchronized void sleep(Duration duration) {
            now = now.plus(duration);
        }
    };

    @TempDir
    protected Path folder = Path.of("");

    /** One that answers every question as it was asked. */
    protected abstract IntentInferrer answering(Map<String, String> options) throws IOException;

    /** One whose answers break the schema. */
    protected abstract IntentInferrer babbling(Map<String, String> options) throws IOException;

    /** One whose server, model or file is not there; may throw itself. */
    protected abstract IntentInferrer missing() throws IOException;

    /** What the message about it must name. */
    protected abstract String missed();

    /** The rows that tests ask for. */
    protected static List<IntentRequest> rows() {
        int[] candidates = IntStream.range(0, 50).toArray();
        return IntStream.range(0, 4)
                .mapToObj(i -> new IntentRequest(
                        new int[] {i, i + 1},
                        i == 3 ? new int[] {3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14} : candidates,
                        Optional.of(new IntentRequest.Row(i < 2 ? Split.TRAIN : Split.TEST, i % 2))))
                .toList();
    }

    @Test
    void aValidAnswerBecomesIntents() throws IOException {
        List<IntentRequest> requests = rows();
        try (IntentInferrer inferrer = answering(Map.of())) {
            Inference inference = inferrer.infer(SETTING, requests, Progress.NONE);
            assertThat(inference.rows()).hasSameSizeAs(requests);
            for (int i = 0; i < requests.size(); i++) {
                InferredRow row = inference.rows().get(i);
                int[] session = requests.get(i).session();
                assertThat(row.status()).as(row.reason()).isEqualTo(RowStatus.ANSWERED);
                assertThat(row.shown())
                        .containsExactlyInAnyOrder(requests.get(i).candidates());
                assertThat(row.numbers()).isNotEmpty().doesNotHaveDuplicates();
                assertThat(Arrays.stream(row.numbers()).boxed())
                        .allMatch(number -> number >= 1 && number <= row.shown().length);
                assertThat(row.explicitIntents()).allMatch(intent -> clicked(session, intent));
                assertThat(row.latentIntents()).noneMatch(intent -> clicked(session, intent));
                assertThat(row.explicitIntents().size() + row.latentIntents().size())
                        .isEqualTo(row.numbers().length);
            }
        }
    }

    private static boolean clicked(int[] session, IntentText intent) {
        return Arrays.stream(session).anyMatch(item -> item == ((Title) intent).item());
    }

    @Test
    protected void sessionsOfNoDataSetAreAnsweredFromSeveralThreads() throws Exception {
        List<String> titles =
                SETTING.catalogue().items().stream().map(Item::title).toList();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try (SessionInferrer live = answering(Map.of()).forSessions(new LiveSetting(SETTING, titles, null))) {
            List<Callable<InferredRow>> tasks = rows().stream()
                    .<Callable<InferredRow>>map(
                            row -> () -> live.infer(new IntentRequest(row.session(), row.candidates()))
                                    .row())
                    .toList();
            for (Future<InferredRow> answered : threads.invokeAll(tasks)) {
                assertThat(answered.get().status()).isEqualTo(RowStatus.ANSWERED);
                assertThat(answered.get().numbers()).isNotEmpty();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(folder.resolve("answers")).doesNotExist();
    }

    @Test
    void anAnswerThatBreaksTheSchemaIsAFailureWithAReason() throws IOException {
        try (IntentInferrer inferrer = babbling(Map.of("max-failed-share", "1"))) {
            assertThat(inferrer.infer(SETTING, rows(), Progress.NONE).rows()).allSatisfy(row -> {
                assertThat(row.status()).isEqualTo(RowStatus.FAILED);
                assertThat(row.reason()).isNotBlank();
                assertThat(row.latentIntents()).isEmpty();
            });
        }
        try (IntentInferrer inferrer = babbling(Map.of("max-failed-share", "0.2"))) {
            assertThatThrownBy(() -> inferrer.infer(SETTING, rows(), Progress.NONE))
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContaining("more than the share 0.2 that may fail")
                    .hasMessageContaining("Maybe ");
        }
    }

    @Test
    void whatIsMissingIsOneMessage() {
        assertThatThrownBy(() -> {
                    try (IntentInferrer inferrer = missing()) {
                        inferrer.infer(SETTING, rows(), Progress.NONE);
                    }
                })
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining(missed())
                .hasMessageContaining("Maybe ")
                .hasMessageNotContaining(SECRET)
                .satisfies(mistake -> assertThat(
                                String.valueOf(mistake.getMessage()).lines().count())
                        .isEqualTo(2));
    }

    @Test
    void usageIsCounted() throws IOException {
        try (IntentInferrer inferrer = answering(Map.of())) {
            Inference inference = inferrer.infer(SETTING, rows(), Progress.NONE);
            assertThat(inference.facts().at("/tokens/prompt").asLong()).isPositive();
            assertThat(inference.facts().at("/tokens/completion").asLong()).isPositive();
        }
    }

    @Test
    void anInterruptedRunEndsAndItsInferrerCloses() throws IOException {
        try (IntentInferrer inferrer = answering(Map.of())) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> inferrer.infer(SETTING, rows(), Progress.NONE))
                    .isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).isTrue();
            inferrer.close();
        }
    }

    @Test
    void theOptionsCanBeWrittenAndHoldNoSecret() throws IOException {
        try (IntentInferrer inferrer = answering(Map.of())) {
            inferrer.infer(SETTING, rows(), Progress.NONE);
            Map<String, String> written = inferrer.options().toMap();
            assertThat(written.toString()).doesNotContain(SECRET);
            assertThat(inferrer.options().toString()).doesNotContain(SECRET);
            assertThat(Inferrers.options(inferrer.options().name(), written).toMap())
                    .isEqualTo(written);
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .doesNotContain(SECRET);
            }
        }
    }
}
