package io.github.dmsrec.intent.asking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.intent.asking.FakeModel.Answers;
import io.github.dmsrec.intent.inferrer.Inference;
import io.github.dmsrec.intent.inferrer.InferenceSetting;
import io.github.dmsrec.intent.inferrer.InferredRow;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import io.github.dmsrec.intent.inferrer.RowStatus;
import io.github.dmsrec.intent.llm.ChatEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Limits, load and plans of a run that asks. A reply of the fake takes 100 tokens in and 7 out. */
class AskingRunTest {

    private static final int ITEMS = 60;

    private static final InferenceSetting SETTING = new InferenceSetting(
            new Catalogue(IntStream.range(0, ITEMS)
                    .mapToObj(i -> new Item("i" + i, "title " + i, Map.of()))
                    .toList()),
            new IntentVectors(1, new float[ITEMS]),
            Optional.empty());

    @TempDir
    Path folder = Path.of("");

    private final FakeClock clock = new FakeClock(Instant.parse("2015-10-21T07:28:00Z"));

    @Test
    @Timeout(60)
    void adaptsToAServerThatRefusesMoreThanItCan() throws IOException {
        int capacity = 6;
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        Answers limited = (request, number) -> {
            try {
                if (underWay.incrementAndGet() > capacity) {
                    refused.incrementAndGet();
                    return FakeModel.error(429, "slow down")
                            .addHeader("Retry-After", "1")
                            .build();
                }
                takesFiveMilliseconds();
                return FakeModel.picks(1);
            } finally {
                underWay.decrementAndGet();
            }
        };
        List<IntentRequest> rows = rows(600);
        try (FakeModel model = new FakeModel(limited)) {
            Inference inference = infer(model, Map.of("concurrency", "48"), rows);
            assertThat(inference.rows()).extracting(InferredRow::status).containsOnly(RowStatus.ANSWERED);
            assertThat(refused.get()).isPositive();
            // Without adapting, 42 of every 48 would be refused.
            assertThat(refused.get()).isLessThan(rows.size());
            assertThat(inference.facts().path("attempts").asInt()).isEqualTo(rows.size() + refused.get());
        }
    }

    @Test
    void theTokenLimitEndsTheRunKeepsTheAnswersAndCountsEarlierRuns() throws IOException {
        Map<String, String> limit = Map.of("max-tokens-total", "1090", "max-tokens", "100", "concurrency", "3");
        try (FakeModel model = new FakeModel((request, number) -> FakeModel.picks(1))) {
            assertThatThrownBy(() -> infer(model, limit, rows(40)))
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContaining("max-tokens-total 1090: 10 of 40 questions are answered and kept in")
                    .hasMessageContaining("1,000 tokens in, 70 out")
                    .hasMessageContaining("30 questions are left")
                    .hasMessageContaining("Run the same command with a higher limit");
            assertThat(model.count()).isEqualTo(10);

            assertThatThrownBy(() -> infer(model, limit, rows(40))).hasMessageContaining("10 of 40 questions");
            assertThat(model.count()).isEqualTo(10);

            Inference rest = infer(model, Map.of("max-tokens", "100"), rows(40));
            assertThat(model.count()).isEqualTo(40);
            assertThat(rest.facts().path("answeredBefore").asInt()).isEqualTo(10);
            assertThat(rest.facts().at("/tokens/prompt").asInt()).isEqualTo(4000);
        }
    }

    @Test
    void theCostLimitSaysWhatTheRestWouldCost() throws IOException {
        Map<String, String> limit =
                Map.of("max-cost", "0.0205", "price-in", "13", "price-out", "100", "max-tokens", "8");
        try (FakeModel model = new FakeModel((request, number) -> FakeModel.picks(1))) {
            // One costs 2,000 millionths.
            assertThatThrownBy(() -> infer(model, limit, rows(50)))
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContaining("max-cost 0.0205: 10 of 50 questions")
                    .hasMessageContaining("cost 0.02")
                    .hasMessageContaining("for about 0.08");
        }
        assertThatThrownBy(() -> LanguageModelOptions.ofMap(
                        Map.of("base-url", "http://h/v1", "model", "m", "answers", "a", "max-cost", "5")))
                .hasMessageContaining("'max-cost' is 5.0, but 'price-in' and 'price-out' are 0");
    }

    @Test
    void theDeadlineEndsTheRunAndTheNextOneGoesOn() throws IOException {
        Answers answers = (request, number) -> {
            clock.sleep(Duration.ofMinutes(10));
            return FakeModel.picks(1);
        };
        try (FakeModel model = new FakeModel(answers)) {
            Map<String, String> evening = Map.of("deadline", "1h30m", "concurrency", "1");
            assertThatThrownBy(() -> infer(model, evening, rows(20)))
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContaining("The deadline of 1h30m is reached: 9 of 20 questions")
                    .hasMessageContaining("Run the same command again");
            assertThatThrownBy(() -> infer(model, evening, rows(20))).hasMessageContaining("18 of 20 questions");
            infer(model, evening, rows(20));
            assertThat(model.count()).isEqualTo(20);
        }
    }

    @Test
    void aServerThatStopsAnsweringEndsTheRun() throws IOException {
        Answers quotaGone = (request, number) -> number < 20
                ? FakeModel.picks(1)
                : FakeModel.error(429, "You exceeded your current quota").build();
        try (FakeModel model = new FakeModel(quotaGone)) {
            assertThatThrownBy(() -> infer(model, Map.of("attempts", "2", "concurrency", "2"), rows(1000)))
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContaining("You exceeded your current quota")
                    .hasMessageContaining("Lower the concurrency, or check the account's quota");
            assertThat(model.count()).isLessThan(40);
        }
    }

    @Test
    void identicalQuestionsAreAskedOnceAlsoWhenTheyFail() throws IOException {
        Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
        Answers answers = (request, number) -> {
            asked.computeIfAbsent(request.toString(), question -> new AtomicInteger())
                    .incrementAndGet();
            return request.toString().contains("- title 3\\n- title 4\\n") ? FakeModel.says("") : FakeModel.picks(1);
        };
        List<IntentRequest> rows = new ArrayList<>();
        IntStream.range(0, 50).forEach(i -> rows.addAll(rows(10)));
        Map<String, String> lenient = Map.of("attempts", "1", "max-failed-share", "0.2", "concurrency", "8");
        try (FakeModel model = new FakeModel(answers)) {
            Inference inference = infer(model, lenient, rows);
            assertThat(asked).hasSize(10);
            assertThat(asked.values()).extracting(AtomicInteger::get).containsOnly(1);
            assertThat(inference.facts().path("questions").asInt()).isEqualTo(10);
            for (int row = 0; row < rows.size(); row++) {
                assertThat(inference.rows().get(row).status())
                        .isEqualTo(row % 10 == 3 ? RowStatus.FAILED : RowStatus.ANSWERED);
            }
            infer(model, lenient, rows);
            assertThat(model.count()).isEqualTo(11);
        }
    }

    @Test
    void aPlanAsksNobodyAndLeavesNoTrace() throws IOException {
        try (FakeModel model = new FakeModel((request, number) -> FakeModel.picks(1))) {
            List<IntentRequest> rows = new ArrayList<>(rows(40));
            rows.addAll(rows(40));
            AskingPlan plan = plan(model, rows);
            assertThat(model.count()).isZero();
            try (var files = Files.list(folder)) {
                assertThat(files).isEmpty();
            }
            assertThat(plan.rows()).isEqualTo(80);
            assertThat(plan.distinct()).isEqualTo(40);
            assertThat(plan.open()).isEqualTo(40);
            assertThat(plan.answerTokens()).isEqualTo(40 * AskingPlan.USUAL_ANSWER);
            assertThat(plan.counted()).isZero();
            assertThat(plan.examples()).hasSize(3).doesNotHaveDuplicates();
            long characters = plan.examples().stream()
                    .mapToLong(
                            prompt -> prompt.system().length() + prompt.user().length())
                    .sum();
            assertThat(plan.promptTokens()).isBetween(characters / 3 / 4 * 38, characters / 3 / 4 * 42);
            assertThat(plan.promptsKnown()).isFalse();

            infer(model, Map.of(), rows(10));
            AskingPlan rest = plan(model, rows);
            assertThat(rest.answered()).isEqualTo(10);
            assertThat(rest.open()).isEqualTo(30);
            assertThat(rest.answerTokens()).isEqualTo(30 * 7);
            assertThat(rest.promptsKnown()).isTrue();
            // Prompts of different lengths, by a few characters.
            assertThat(rest.promptTokens()).isBetween(30 * 98L, 30 * 102L);
            assertThat(model.count()).isEqualTo(10);
        }
    }

    @Test
    void progressTellsTokensCostAndFailures() throws IOException {
        List<String> notes = new ArrayList<>();
        Progress progress = (name, unit, total) -> (units, note) -> notes.add(note);
        Answers answers = (request, number) -> number == 0 ? FakeModel.says("hm") : FakeModel.picks(1);
        Map<String, String> given = Map.of(
                "attempts", "1", "max-failed-share", "0.5", "concurrency", "1", "price-in", "10", "price-out", "100");
        try (FakeModel model = new FakeModel(answers);
                LanguageModelInferrer inferrer = new LanguageModelInferrer(options(model, given), Map.of(), clock)) {
            inferrer.infer(SETTING, rows(12), progress);
        }
        assertThat(notes.get(notes.size() - 1))
                .contains(
                        "1,200 tokens in, 84 out",
                        "cost 0.02, 0.00 more to come",
                        "1 failed {no JSON in the answer=1}");
    }

    @Test
    @Timeout(60)
    void anErrorInAnAskingThreadIsThrownWithItsCause() throws IOException {
        Error full = new OutOfMemoryError("no memory for the answer");
        ChatEndpoint failing = (system, user, format, schema) -> {
            throw full;
        };
        try (FakeModel model = new FakeModel((request, number) -> FakeModel.picks(1));
                LanguageModelInferrer inferrer =
                        new LanguageModelInferrer(options(model, Map.of("concurrency", "3")), failing, clock)) {
            assertThatThrownBy(() -> inferrer.infer(SETTING, rows(12), Progress.NONE))
                    .isSameAs(full);
        }
    }

    @Test
    void habitsEndARunButNotAProbe() throws IOException {
        try (FakeModel model = new FakeModel((request, number) -> FakeModel.picks(1, 2, 3))) {
            assertThatThrownBy(() -> infer(model, Map.of("guard", "stop"), rows(300)))
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContainingAll("The run stops", "no more than chance", "guard=warn");

            LanguageModelOptions probing =
                    options(model, Map.of("guard", "stop")).withoutGuard();
            try (LanguageModelInferrer inferrer = new LanguageModelInferrer(probing, Map.of(), clock)) {
                assertThat(inferrer.infer(SETTING, rows(300), Progress.NONE).rows())
                        .hasSize(300);
            }
        }
    }

    /** What a model has to do. */
    private static void takesFiveMilliseconds() throws InterruptedException {
        assertThat(new CountDownLatch(1).await(5, TimeUnit.MILLISECONDS)).isFalse();
    }

    private AskingPlan plan(FakeModel model, List<IntentRequest> rows) {
        try (LanguageModelInferrer inferrer = new LanguageModelInferrer(options(model, Map.of()), Map.of(), clock)) {
            return inferrer.plan(SETTING.catalogue(), Optional.empty(), rows, Optional.empty(), Progress.NONE);
        }
    }

    private Inference infer(FakeModel model, Map<String, String> given, List<IntentRequest> rows) {
        try (LanguageModelInferrer inferrer = new LanguageModelInferrer(options(model, given), Map.of(), clock)) {
            return inferrer.infer(SETTING, rows, Progress.NONE);
        }
    }

    private LanguageModelOptions options(FakeModel model, Map<String, String> given) {
        Map<String, String> all = new HashMap<>(Map.of(
                "base-url",
                model.baseUrl(),
                "model",
                "fake",
                "answers",
                folder.toString(),
                "answer-format",
                "json-schema",
                "guard",
                "off"));
        all.putAll(given);
        return LanguageModelOptions.ofMap(all);
    }

    /** Different rows. */
    private static List<IntentRequest> rows(int count) {
        int[] candidates = IntStream.range(0, 20).toArray();
        return IntStream.range(0, count)
                .mapToObj(i -> new IntentRequest(new int[] {i % ITEMS, (i + 1 + i / ITEMS) % ITEMS}, candidates))
                .toList();
    }
}
