package io.github.dmsrec.intent.asking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.intent.answers.store.AnswerStore;
import io.github.dmsrec.intent.asking.FakeModel.Answers;
import io.github.dmsrec.intent.inferrer.Inference;
import io.github.dmsrec.intent.inferrer.InferenceSetting;
import io.github.dmsrec.intent.inferrer.InferredRow;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import io.github.dmsrec.intent.inferrer.IntentText;
import io.github.dmsrec.intent.inferrer.IntentText.Title;
import io.github.dmsrec.intent.inferrer.IntentText.Written;
import io.github.dmsrec.intent.inferrer.RowStatus;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageModelInferrerTest {

    private static final String KEY = "sk-secret-0123456789";

    /** 60 items; the last has no title. */
    private static final InferenceSetting SETTING = new InferenceSetting(
            new Catalogue(IntStream.range(0, 60)
                    .mapToObj(i -> new Item("i" + i, i == 59 ? "" : "title " + i, Map.of()))
                    .toList()),
            new IntentVectors(1, new float[60]),
            Optional.empty());

    private static final int[] FIFTY = IntStream.range(0, 50).toArray();

    @TempDir
    Path folder = Path.of("");

    private final RecordingClock clock = new RecordingClock();

    /** A clock that moves when it is waited for. */
    private static final class RecordingClock implements Clock {

        private final List<Duration> sleeps = Collections.synchronizedList(new ArrayList<>());
        private Instant now = Instant.parse("2015-10-21T07:28:00Z");

        @Override
        public synchronized Instant now() {
            return now;
        }

        @Override
        public synchronized void sleep(Duration duration) {
            sleeps.add(duration);
            now = now.plus(duration);
        }
    }

    @Test
    void splitsByClickAndKeepsWhatWasShownAndSaid() throws IOException {
        try (FakeModel model = new FakeModel((request, number) -> FakeModel.picks(1, 51, 2, 2, 3))) {
            Inference inference = infer(model, Map.of(), new IntentRequest(new int[] {7, 8, 9}, FIFTY));
            InferredRow row = inference.rows().get(0);

            List<Integer> picked =
                    IntStream.range(0, 3).mapToObj(i -> row.shown()[i]).toList();
            assertThat(row.numbers()).containsExactly(1, 2, 3);
            assertThat(items(row.explicitIntents()))
                    .containsExactlyElementsOf(
                            picked.stream().filter(i -> i >= 7 && i <= 9).toList());
            assertThat(items(row.latentIntents()))
                    .containsExactlyElementsOf(
                            picked.stream().filter(i -> i < 7 || i > 9).toList());
            assertThat(row.shown()).containsExactlyInAnyOrder(FIFTY).isNotEqualTo(FIFTY);
            assertThat(row.phrases()).containsExactly("a phrase");
            assertThat(inference.facts().at("/droppedNumbers/outOfRange").asInt())
                    .isEqualTo(1);
            assertThat(inference.facts().at("/droppedNumbers/duplicates").asInt())
                    .isEqualTo(1);
            assertThat(inference.facts().at("/tokens/prompt").asInt()).isEqualTo(100);
            assertThat(inference.facts().at("/tokens/completion").asInt()).isEqualTo(7);
        }
    }

    @Test
    void clickedCandidatesAreExplicit() throws IOException {
        try (FakeModel model = new FakeModel((request, number) -> FakeModel.picks(1, 2, 3))) {
            InferredRow row = infer(model, Map.of(), new IntentRequest(new int[] {5, 3}, new int[] {3, 4, 5}))
                    .rows()
                    .get(0);
            assertThat(items(row.explicitIntents())).containsExactlyInAnyOrder(3, 5);
            assertThat(items(row.latentIntents())).containsExactly(4);
        }
    }

    @Test
    void asksOverHttp11WithTheSchemaTheSamplingAndTheKey() throws IOException {
        try (FakeModel model = new FakeModel((request, number) -> FakeModel.picks(1))) {
            infer(model, Map.of("seed", "7"), request(1));

            assertThat(model.request(0).getVersion()).isEqualTo("HTTP/1.1");
            assertThat(model.request(0).getHeaders().get("Upgrade")).isNull();
            assertThat(model.request(0).getHeaders().get("HTTP2-Settings")).isNull();
            assertThat(model.request(0).getHeaders().get("Authorization")).isEqualTo("Bearer " + KEY);
            assertThat(model.request(0).getTarget()).isEqualTo("/v1/chat/completions");
            JsonNode body = model.body(0);
            assertThat(body.path("model").asText()).isEqualTo("fake");
            assertThat(body.path("temperature").asDouble(-1)).isZero();
            assertThat(body.path("seed").asInt()).isEqualTo(7);
            assertThat(body.path("max_tokens").asInt()).isEqualTo(512);
            assertThat(body.at("/response_format/type").asText()).isEqualTo("json_schema");
            assertThat(body.at("/response_format/json_schema/strict").asBoolean())
                    .isTrue();
            JsonNode ids = body.at("/response_format/json_schema/schema/properties/ids");
            assertThat(ids.at("/items/maximum").asInt()).isEqualTo(50);
            assertThat(ids.path("maxItems").asInt()).isEqualTo(5);
        }
    }

    @Test
    void needsNoKeyAndKeepsItOutOfFiles() throws IOException {
        try (FakeModel model = new FakeModel((request, number) -> FakeModel.picks(1))) {
            try (LanguageModelInferrer inferrer =
                    new LanguageModelInferrer(options(model, Map.of()), Map.of(), clock)) {
                inferrer.infer(SETTING, List.of(request(1)), Progress.NONE);
            }
            assertThat(model.request(0).getHeaders().get("Authorization")).isNull();
            infer(model, Map.of(), request(2));
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .doesNotContain(KEY);
            }
        }
    }

    @Test
    void honoursRetryAfterInSecondsAndAsADate() throws IOException {
        try (FakeModel model = new FakeModel((request, number) -> switch (number) {
            case 0 ->
                FakeModel.error(429, "slow down").addHeader("Retry-After", "7").build();
            case 1 ->
                FakeModel.error(503, "busy")
                        .addHeader("Retry-After", "Wed, 21 Oct 2015 07:28:30 GMT")
                        .build();
            default -> FakeModel.picks(1);
        })) {
            Inference inference = infer(model, Map.of(), request(1));
            assertThat(inference.rows().get(0).status()).isEqualTo(RowStatus.ANSWERED);
            assertThat(clock.sleeps).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(23));
            assertThat(inference.facts().path("attempts").asInt()).isEqualTo(3);
        }
    }

    @Test
    void waitsLongerFromAttemptToAttempt() throws IOException {
        Answers answers =
                (request, number) -> number < 3 ? FakeModel.error(503, "").build() : FakeModel.picks(1);
        try (FakeModel model = new FakeModel(answers)) {
            infer(model, Map.of(), request(1));
            assertThat(clock.sleeps).hasSize(3);
            for (int i = 0; i < 3; i++) {
                assertThat(clock.sleeps.get(i).toMillis()).isBetween(500L << i, 1000L << i);
            }
        }
    }

    @Test
    void aServerThatAsksToWaitForHoursEndsTheRun() throws IOException {
        Answers answers = (request, number) ->
                FakeModel.error(429, "quota").addHeader("Retry-After", "86400").build();
        try (FakeModel model = new FakeModel(answers)) {
            assertThatThrownBy(() -> infer(model, Map.of(), request(1)))
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContaining("asks to wait 1440 minutes");
            assertThat(model.count()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"silence", "half an answer", "closed"})
    void asksAgainAfterATimeOutOrABrokenConnection(String how) throws IOException {
        MockResponse.Builder whole = FakeModel.picks(1).newBuilder();
        MockResponse bad =
                switch (how) {
                    case "silence" ->
                        whole.onResponseStart(SocketEffect.Stall.INSTANCE).build();
                    case "half an answer" ->
                        whole.onResponseBody(SocketEffect.Stall.INSTANCE).build();
                    default ->
                        whole.onResponseStart(SocketEffect.ShutdownConnection.INSTANCE)
                                .build();
                };
        Answers answers = (request, number) -> number == 0 ? bad : FakeModel.picks(1);
        try (FakeModel model = new FakeModel(answers)) {
            Inference inference = infer(model, Map.of("timeout-seconds", "0.5"), request(1));
            assertThat(inference.rows().get(0).status()).isEqualTo(RowStatus.ANSWERED);
            assertThat(model.count()).isEqualTo(2);
        }
    }

    @Test
    void badAnswersAreAskedAgainAndProseIsTolerated() throws IOException {
        List<MockResponse> answers = List.of(
                FakeModel.says("{\"intents\":[\"a\"],\"ids\":[1, 2"),
                FakeModel.says(""),
                FakeModel.says("{\"intents\":[],\"ids\":[51]}"),
                FakeModel.says("{\"intents\":[],\"ids\":[4]}", "length"),
                FakeModel.says("Sure! ```json\n{\"intents\":[\"a\"],\"ids\":[4, 4]}\n``` Enjoy."));
        try (FakeModel model = new FakeModel((request, number) -> answers.get(number))) {
            Inference inference = infer(model, Map.of(), request(1));
            assertThat(inference.rows().get(0).numbers()).containsExactly(4);
            assertThat(inference.facts().at("/tokens/completion").asInt()).isEqualTo(35);
            assertThat(clock.sleeps).isEmpty();
        }
    }

    @Test
    void aRowWithoutUsableAnswerIsStoredAsFailedAndAskedAgainByTheNextRunOnly() throws IOException {
        Map<String, String> lenient = Map.of("max-failed-share", "0.5", "attempts", "2", "concurrency", "1");
        Answers oneBad = (request, number) -> request.toString().contains("oldest first:\\n- title 1\\n")
                ? FakeModel.says("", "stop")
                : FakeModel.picks(1);
        List<IntentRequest> rows = List.of(request(1), request(2));
        try (FakeModel model = new FakeModel(oneBad)) {
            Inference inference = infer(model, lenient, rows);
            assertThat(inference.rows().get(0).status()).isEqualTo(RowStatus.FAILED);
            assertThat(inference.rows().get(0).reason()).isEqualTo("empty answer");
            assertThat(inference.rows().get(0).latentIntents()).isEmpty();
            assertThat(inference.rows().get(1).status()).isEqualTo(RowStatus.ANSWERED);
            assertThat(model.count()).isEqualTo(3);
        }
        try (FakeModel model = new FakeModel((request, number) -> FakeModel.picks(2))) {
            Inference inference = infer(model, lenient, rows);
            assertThat(inference.rows()).extracting(InferredRow::status).containsOnly(RowStatus.ANSWERED);
            assertThat(model.count()).isEqualTo(1);
            assertThat(inference.facts().path("answeredBefore").asInt()).isEqualTo(1);
        }
    }

    @Test
    void tooManyFailuresEndTheRunWithTheirReasons() throws IOException {
        // Two may fail. Later answers wait for the first three to be kept, however slow that is.
        CountDownLatch kept = new CountDownLatch(3);
        Progress keeping = (stage, unit, total) -> (units, note) -> {
            if (stage.startsWith("ask ")) {
                LongStream.range(0, units).forEach(answer -> kept.countDown());
            }
        };
        Answers useless = (request, number) -> {
            if (number >= 3) {
                assertThat(kept.await(1, TimeUnit.MINUTES)).isTrue();
            }
            return FakeModel.says("no idea");
        };
        try (FakeModel model = new FakeModel(useless)) {
            List<IntentRequest> rows = IntStream.range(0, 40)
                    .mapToObj(LanguageModelInferrerTest::request)
                    .toList();
            assertThatThrownBy(() -> infer(model, Map.of("concurrency", "1", "attempts", "1"), rows, keeping))
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContaining("3 of 40 questions")
                    .hasMessageContaining("no JSON in the answer=3");
            assertThat(model.count()).isLessThan(10);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404})
    void aRefusalEndsTheRunAtOnceAndSaysWhatWasAskedWhere(int status) throws IOException {
        Answers refusing = (request, number) ->
                FakeModel.error(status, "{\"error\":\"no, " + KEY + "\"}").build();
        try (FakeModel model = new FakeModel(refusing)) {
            List<IntentRequest> rows = IntStream.range(0, 40)
                    .mapToObj(LanguageModelInferrerTest::request)
                    .toList();
            assertThatThrownBy(() -> infer(model, Map.of("concurrency", "1"), rows))
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContaining("Model 'fake' was asked at " + model.baseUrl() + "/chat/completions")
                    .hasMessageContaining("HTTP " + status)
                    .hasMessageContaining("{\"error\":\"no, ")
                    .hasMessageContaining(System.lineSeparator())
                    .hasMessageNotContaining(KEY);
            assertThat(model.count()).isLessThanOrEqualTo(2);
            assertThat(clock.sleeps).isEmpty();
        }
    }

    @Test
    void noServerIsSaidSoon() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Map<String, String> given = new HashMap<>(
                Map.of("base-url", "http://localhost:" + port + "/v1", "model", "m", "answers", folder.toString()));
        try (LanguageModelInferrer inferrer =
                new LanguageModelInferrer(LanguageModelOptions.ofMap(given), Map.of(), clock)) {
            List<IntentRequest> rows =
                    IntStream.range(0, 1000).mapToObj(i -> request(i % 50)).toList();
            assertThatThrownBy(() -> inferrer.infer(SETTING, rows, Progress.NONE))
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContaining("localhost:" + port)
                    .hasMessageContaining("ConnectException")
                    .hasMessageContaining("Start the server");
            assertThat(clock.sleeps).hasSize(1);
        }
    }

    @Test
    void theProbeGoesDownTheLadderOnceAndIsRemembered() throws IOException {
        Answers picky = (request, number) -> request.path("response_format").isMissingNode()
                ? FakeModel.says("1, 2")
                : FakeModel.error(400, "unknown response_format").build();
        try (FakeModel model = new FakeModel(picky)) {
            Inference inference = infer(model, Map.of("answer-format", "auto"), request(1));
            assertThat(inference.facts().path("answerFormat").asText()).isEqualTo("text");
            assertThat(inference.rows().get(0).numbers()).containsExactly(1, 2);
            assertThat(model.count()).isEqualTo(4);

            infer(model, Map.of("answer-format", "auto"), request(1), request(2));
            assertThat(model.count()).isEqualTo(5);
        }
    }

    @Test
    void theProbeTakesWhatTheServerHonours() throws IOException {
        Answers ignoresSchemas = (request, number) ->
                request.at("/response_format/type").asText().equals("json_object")
                        ? FakeModel.picks(1)
                        : FakeModel.says("well, let me think");
        try (FakeModel model = new FakeModel(ignoresSchemas)) {
            Inference inference = infer(model, Map.of("answer-format", "auto"), request(1));
            assertThat(inference.facts().path("answerFormat").asText()).isEqualTo("json-object");
            assertThat(model.count()).isEqualTo(3);
        }
    }

    @Test
    void nothingIsAskedTwice() throws IOException {
        try (FakeModel model = new FakeModel((request, number) -> FakeModel.picks(1))) {
            List<IntentRequest> rows = List.of(request(1), request(2), request(1), request(2), request(1));
            Inference first = infer(model, Map.of(), rows);
            assertThat(model.count()).isEqualTo(2);
            Inference second = infer(model, Map.of("concurrency", "3", "attempts", "2"), rows);
            assertThat(model.count()).isEqualTo(2);
            assertThat(second.rows()).usingRecursiveComparison().isEqualTo(first.rows());
            infer(model, Map.of("temperature", "0.5"), rows);
            assertThat(model.count()).isEqualTo(4);
        }
    }

    @Test
    void noMoreQuestionsAreUnderWayThanAllowed() throws IOException {
        CyclicBarrier three = new CyclicBarrier(3);
        Answers together = (request, number) -> {
            try {
                three.await(20, TimeUnit.SECONDS);
            } catch (BrokenBarrierException | TimeoutException e) {
                return FakeModel.error(400, "the three never came together").build();
            }
            return FakeModel.picks(1);
        };
        try (FakeModel model = new FakeModel(together)) {
            List<IntentRequest> rows = IntStream.range(0, 30)
                    .mapToObj(LanguageModelInferrerTest::request)
                    .toList();
            Inference inference = infer(model, Map.of("concurrency", "3"), rows);
            assertThat(inference.rows()).extracting(InferredRow::status).containsOnly(RowStatus.ANSWERED);
            assertThat(model.mostUnderWay()).isEqualTo(3);
        }
    }

    @Test
    void rowsWithoutTitlesAreNotAsked() throws IOException {
        try (FakeModel model = new FakeModel((request, number) -> FakeModel.picks(1))) {
            Inference inference = infer(
                    model,
                    Map.of(),
                    new IntentRequest(new int[] {59}, FIFTY),
                    new IntentRequest(new int[] {1}, new int[] {59}));
            assertThat(inference.rows()).extracting(InferredRow::status).containsOnly(RowStatus.NOTHING_TO_CHOOSE);
            assertThat(model.count()).isZero();
        }
    }

    @Test
    void thePublishedStyleAsksForTextAndReadsTitles() throws IOException {
        try (FakeModel model = new FakeModel((request, number) -> FakeModel.says("title 2; title 1;title 9"))) {
            InferredRow row = infer(
                            model,
                            Map.of("template", "published", "answer-format", "auto"),
                            new IntentRequest(new int[] {1, 2}, FIFTY))
                    .rows()
                    .get(0);
            assertThat(row.explicitIntents()).containsExactly(new Title(2));
            assertThat(row.latentIntents()).containsExactly(new Written(" title 1"), new Written("title 9"));
            assertThat(row.shown()).isEqualTo(FIFTY);
            assertThat(model.count()).isEqualTo(1);
            assertThat(model.body(0).path("response_format").isMissingNode()).isTrue();
            assertThat(model.body(0).at("/messages/1/content").asText())
                    .contains("1.title 1_2\n2.title 2_3\n")
                    .contains("\n0.title 0\n");
        }
    }

    @Test
    void refusesOptionsThatCannotBe() {
        Map<String, String> good = Map.of("base-url", "http://h/v1/", "model", "m", "answers", folder.toString());
        LanguageModelOptions options = LanguageModelOptions.ofMap(good);
        assertThat(options.endpoint().baseUrl()).isEqualTo("http://h/v1");
        assertThat(LanguageModelOptions.ofMap(options.toMap()).toMap()).isEqualTo(options.toMap());

        for (Map.Entry<String, String> bad : Map.of(
                        "base-url", "localhost:8000",
                        "concurrency", "0",
                        "template", "pretty",
                        "max-failed-share", "5 %",
                        "answer-format", "xml")
                .entrySet()) {
            Map<String, String> given = new HashMap<>(good);
            given.put(bad.getKey(), bad.getValue());
            assertThatThrownBy(() -> LanguageModelOptions.ofMap(given))
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContaining(bad.getValue());
        }
        Map<String, String> unknown = new HashMap<>(good);
        unknown.put("modle", "m");
        assertThatThrownBy(() -> LanguageModelOptions.ofMap(unknown)).hasMessageContaining("'modle'");
        Map<String, String> secret = new HashMap<>(good);
        secret.put("base-url", "http://user:" + KEY + "@h/v1");
        assertThatThrownBy(() -> LanguageModelOptions.ofMap(secret)).hasMessageNotContaining(KEY);
    }

    @Test
    void theStoreRefusesAForeignFile() throws IOException {
        Files.writeString(folder.resolve(AnswerStore.FILE_NAME), "this is no database, and it is long enough to tell");
        assertThatThrownBy(() -> AnswerStore.open(folder))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("answers.sqlite")
                .hasMessageContaining(System.lineSeparator());
    }

    /** A row whose session and candidates follow from its number. */
    static IntentRequest request(int number) {
        return new IntentRequest(new int[] {number, (number + 1) % 50}, FIFTY);
    }

    private LanguageModelOptions options(FakeModel model, Map<String, String> given) {
        Map<String, String> all = new HashMap<>(Map.of(
                "base-url", model.baseUrl(),
                "model", "fake",
                "answers", folder.toString(),
                "answer-format", "json-schema",
                "example", "none"));
        all.putAll(given);
        return LanguageModelOptions.ofMap(all);
    }

    private Inference infer(FakeModel model, Map<String, String> given, IntentRequest... requests) {
        return infer(model, given, List.of(requests));
    }

    private Inference infer(FakeModel model, Map<String, String> given, List<IntentRequest> requests) {
        return infer(model, given, requests, Progress.NONE);
    }

    private Inference infer(
            FakeModel model, Map<String, String> given, List<IntentRequest> requests, Progress progress) {
        try (LanguageModelInferrer inferrer =
                new LanguageModelInferrer(options(model, given), Map.of("OPENAI_API_KEY", KEY), clock)) {
            return inferrer.infer(SETTING, requests, progress);
        }
    }

    private static List<Integer> items(List<IntentText> texts) {
        return texts.stream().map(text -> ((Title) text).item()).toList();
    }
}
