package io.github.dmsrec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.session.Split;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Live recommendation, for models of every kind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiveRecommenderTest {

    private static final List<String> SESSION = List.of("1001", "1002", "1024");

    private final Dmsrec dmsrec = Dmsrec.builder().threads(1).seed(7).build();
    private final Dataset shop = Dataset.open(GoldenFolders.v1("data"));
    private Model base;
    private Model counting;
    private Model fused;

    @BeforeAll
    void train() {
        Method backbone = Method.named("sr-gnn").with("dimension", 8).with("epochs", 2);
        base = dmsrec.train(backbone, shop);
        counting = dmsrec.train(Method.named("vs-knn"), shop);
        Intents intents = dmsrec.infer(Inferrer.named("embedding-similarity"), shop, base.candidates(shop, 50));
        fused = dmsrec.train(backbone, shop, intents);
    }

    @AfterAll
    void close() {
        dmsrec.close();
    }

    private static Explanation because(Recommendation item) {
        return Objects.requireNonNull(item.because());
    }

    private Model model(String name) {
        return switch (name) {
            case "base" -> base;
            case "counting" -> counting;
            case "fused" -> fused;
            default -> throw new IllegalArgumentException(name);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "counting", "fused"})
    void clickedItemsAreLeftOutUnlessTheyShallBeRanked(String name) {
        try (LiveRecommender live = model(name).open()) {
            assertThat(live.recommend(SESSION, 10).ids())
                    .hasSize(10)
                    .doesNotContainAnyElementsOf(SESSION)
                    .doesNotHaveDuplicates();
            assertThat(live.recommend(RecommendationRequest.of(SESSION).k(60).seenItems(SeenItems.RANKED))
                            .ids())
                    .containsAnyElementsOf(SESSION);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "fused"})
    void aKAboveWhatIsLeftIsACeiling(String name) {
        try (LiveRecommender live = model(name).open()) {
            assertThat(live.recommend(SESSION, 1_000_000).items()).hasSize(live.items() - SESSION.size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "counting", "fused"})
    void masksApplyBeforeTheBestAreChosen(String name) {
        try (LiveRecommender live = model(name).open()) {
            List<String> all = live.recommend(SESSION, 60).ids();
            Set<String> first = Set.copyOf(all.subList(0, 3));
            assertThat(live.recommend(RecommendationRequest.of(SESSION).k(2).excluding(first))
                            .ids())
                    .isEqualTo(all.subList(3, 5));
            Set<String> some = Set.of(all.get(4), all.get(7), "unknown");
            assertThat(live.recommend(RecommendationRequest.of(SESSION).k(5).including(some))
                            .ids())
                    .containsExactly(all.get(4), all.get(7));
            String category =
                    live.recommend(SESSION, 1).items().get(0).columns().get("category");
            assertThat(category).isNotNull();
            Recommendations filtered = live.recommend(
                    RecommendationRequest.of(SESSION).k(5).filter(ItemFilter.ALL.anyOf("category", category)));
            assertThat(filtered.items()).isNotEmpty().allSatisfy(item -> assertThat(item.columns())
                    .containsEntry("category", category));
        }
    }

    @Test
    void anEmptyListSaysWhatEmptiedIt() {
        try (LiveRecommender live = base.open()) {
            RecommendationRequest request = RecommendationRequest.of(SESSION);
            assertThat(live.recommend(request.including(Set.of("nothing"))).emptiedBy())
                    .contains("include");
            assertThat(live.recommend(request.filter(ItemFilter.ALL.anyOf("category", "nothing")))
                            .emptiedBy())
                    .contains("filter");
            assertThat(live.recommend(request.including(Set.of("1001"))).emptiedBy())
                    .contains("clicked already");
        }
    }

    @Test
    void aFilterOnAColumnThatNoItemHasNamesTheColumns() {
        try (LiveRecommender live = base.open()) {
            assertThatThrownBy(() -> live.recommend(
                            RecommendationRequest.of(SESSION).filter(ItemFilter.ALL.anyOf("brand", "x"))))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("'brand'")
                    .hasMessageContaining("category");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "counting", "fused"})
    void unknownIdsAreReportedAndASessionOfThemGetsTheFallback(String name) {
        try (LiveRecommender live = model(name).open()) {
            Recommendations some = live.recommend(List.of("1001", "x", "1002", "y", "x"), 5);
            assertThat(some.unknown()).containsExactly("x", "y");
            assertThat(some.fallback()).isNull();
            assertThat(some.ids())
                    .isEqualTo(live.recommend(List.of("1001", "1002"), 5).ids());
            Recommendations none = live.recommend(List.of("x"), 5);
            assertThat(none.fallback()).isEqualTo("pop");
            assertThat(none.items()).hasSize(5);
            assertThat(none.items().get(0).score())
                    .isGreaterThanOrEqualTo(none.items().get(4).score());
            assertThat(none.intents()).isNull();
        }
    }

    @Test
    void aFusedModelShowsItsIntentsAndScoresWithoutThemWhenAsked() {
        try (LiveRecommender live = fused.open();
                LiveRecommender without = fused.open(LiveOptions.USUAL.withoutIntents())) {
            Recommendations with = live.recommend(SESSION, 10);
            assertThat(with.intents()).isNotNull();
            assertThat(with.intents().inferrer()).isEqualTo("embedding-similarity");
            assertThat(with.intents().explicit()).isNotEmpty();
            Recommendations asked =
                    live.recommend(RecommendationRequest.of(SESSION).k(10).withoutIntents());
            assertThat(asked.intents()).isNull();
            assertThat(asked).isEqualTo(without.recommend(SESSION, 10));
            assertThat(asked.items()).isNotEqualTo(with.items());
        }
    }

    @Test
    void anotherInferrerCanServeAFusedModel() {
        try (LiveRecommender live = fused.open(LiveOptions.USUAL.intentsFrom(Inferrer.named("session-mean")))) {
            assertThat(Objects.requireNonNull(live.recommend(SESSION, 5).intents())
                            .inferrer())
                    .isEqualTo("session-mean");
        }
    }

    @Test
    void explanationsNameClicksSuccessorsNeighboursAndIntents() {
        RecommendationRequest request = RecommendationRequest.of(SESSION).k(5).explained();
        try (LiveRecommender neural = base.open();
                LiveRecommender neighbours = counting.open();
                LiveRecommender withIntents = fused.open()) {
            for (Recommendation item : neighbours.recommend(request)) {
                assertThat(because(item).neighbours()).isPositive();
                assertThat(because(item).clicks()).isNotEmpty();
                assertThat(because(item).clicks().stream()
                                .mapToDouble(Explanation.ClickShare::share)
                                .sum())
                        .isCloseTo(1, within(1e-9));
                assertThat(SESSION)
                        .containsAll(because(item).clicks().stream()
                                .map(Explanation.ClickShare::id)
                                .toList());
            }
            List<Recommendation> items = neural.recommend(request).items();
            assertThat(items)
                    .allSatisfy(item -> assertThat(because(item).neighbours()).isNull());
            // Both know the same training sessions but for the validation ones, which counting methods learn from, too.
            Recommendations counted = neighbours.recommend(request.k(60));
            assertThat(counted.items().stream()
                            .mapToInt(item -> because(item).followed())
                            .sum())
                    .isPositive();
            assertThat(withIntents.recommend(request.k(20)).items())
                    .anySatisfy(item -> assertThat(because(item).intents()).isNotEmpty());
            assertThat(neural.recommend(RecommendationRequest.of(List.of("x")).explained())
                            .items())
                    .allSatisfy(item -> assertThat(because(item).clicks()).isEmpty());
        }
    }

    @Test
    void howOftenAnItemFollowedIsCounted() {
        try (LiveRecommender live = base.open()) {
            Recommendation first = live.recommend(
                            RecommendationRequest.of(List.of("1001")).k(1).explained())
                    .items()
                    .get(0);
            int expected = 0;
            var sessions = shop.content().sessions(Split.TRAIN);
            int from = shop.content().catalogue().indexOf("1001").orElseThrow();
            int to = shop.content().catalogue().indexOf(first.id()).orElseThrow();
            for (int session = 0; session < sessions.size(); session++) {
                for (int at = 1; at < sessions.length(session); at++) {
                    expected += sessions.item(session, at - 1) == from && sessions.item(session, at) == to ? 1 : 0;
                }
            }
            assertThat(because(first).followed()).isEqualTo(expected);
            assertThat(because(first).clicks()).containsExactly(new Explanation.ClickShare("1001", 1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "counting", "fused"})
    void manyThreadsGetWhatOneGets(String name) throws InterruptedException, ExecutionException {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try (LiveRecommender live = model(name).open()) {
            List<List<String>> sessions = IntStream.range(0, 40)
                    .mapToObj(i -> List.of("10" + (10 + i), "10" + (12 + (i * 7) % 40), "1001"))
                    .toList();
            List<Recommendations> alone = new ArrayList<>();
            sessions.forEach(session -> alone.add(live.recommend(session, 10)));
            List<Future<Recommendations>> futures = new ArrayList<>();
            for (int round = 0; round < 5; round++) {
                sessions.forEach(session -> futures.add(pool.submit(() -> live.recommend(session, 10))));
            }
            for (int i = 0; i < futures.size(); i++) {
                assertThat(futures.get(i).get()).isEqualTo(alone.get(i % alone.size()));
            }
        } finally {
            pool.shutdownNow();
            assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aClosedRecommenderSaysSo() {
        LiveRecommender live = base.open();
        live.close();
        live.close();
        assertThatThrownBy(() -> live.recommend(SESSION, 5)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aModelThatWasMovedServesWithoutItsData(@TempDir Path folder) {
        Model moved = fused.save(folder.resolve("first"));
        Recommendations before;
        try (LiveRecommender live = moved.open()) {
            before = live.recommend(SESSION, 10);
        }
        Path elsewhere =
                GoldenFolders.copy(moved.path(), folder.resolve("deeper").resolve("second"));
        try (LiveRecommender live = Model.load(elsewhere).open()) {
            assertThat(live.recommend(SESSION, 10)).isEqualTo(before);
        }
    }

    /** Answers with free texts, prompts with columns; then the answers, the data and the intents are gone. */
    @Test
    void aModelOfReplayedAnswersServesNewSessionsAlone(@TempDir Path folder) throws IOException {
        Path answers = folder.resolve("answers.jsonl");
        try (BufferedWriter writer = Files.newBufferedWriter(answers)) {
            for (Split split : Split.values()) {
                for (int row = 0; row < shop.content().examples(split).size(); row++) {
                    writer.write("{\"split\":\"" + split.label() + "\",\"row\":" + row
                            + ",\"answer\":\"{\\\"intents\\\":[\\\"" + (row % 2 == 0 ? "tidy the desk" : "a gift")
                            + "\\\"],\\\"ids\\\":[" + (1 + row % 9) + "," + (10 + row % 9) + "]}\"}\n");
                }
            }
        }
        Model replayed;
        try (Dmsrec own =
                Dmsrec.builder().threads(1).work(folder.resolve("work")).build()) {
            Intents intents = own.infer(
                    Inferrer.named("replay")
                            .with("from", answers)
                            .with("attributes", "category")
                            .with("free-intents", true),
                    shop,
                    base.candidates(shop, 50));
            replayed = own.train(Method.named("sr-gnn").with("dimension", 8).with("epochs", 1), shop, intents)
                    .save(folder.resolve("model"));
        }
        Path moved = GoldenFolders.copy(replayed.path(), folder.resolve("moved"));
        for (String gone : List.of("work", "model", "answers.jsonl")) {
            ArtefactFolder.deleteTree(folder.resolve(gone));
        }
        try (LiveRecommender live = Model.load(moved).open()) {
            Recommendations found = live.recommend(List.of("1003", "1047", "1008", "1021"), 5);
            assertThat(found.items()).hasSize(5);
            Recommendations.InferredIntents intents = Objects.requireNonNull(found.intents());
            assertThat(intents.latent()).containsAnyOf("tidy the desk", "a gift");
            assertThat(intents.note()).isNotNull();
        }
    }

    @Test
    void mistakesOfARequestAreTold() {
        try (LiveRecommender live = base.open()) {
            assertThatThrownBy(() -> live.recommend(List.of(), 5)).isInstanceOf(InvalidInputException.class);
            assertThatThrownBy(() -> live.recommend(SESSION, 0)).isInstanceOf(InvalidInputException.class);
            List<String> long_ = IntStream.range(0, LiveRecommender.MOST_CLICKS + 1)
                    .mapToObj(i -> "1001")
                    .toList();
            assertThatThrownBy(() -> live.recommend(long_, 5))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("10001");
        }
    }

    @Test
    void columnsAreThoseOfTheDataSet() {
        try (LiveRecommender live = base.open()) {
            assertThat(live.columns()).isEqualTo(new HashSet<>(List.of("category")));
        }
    }
}
