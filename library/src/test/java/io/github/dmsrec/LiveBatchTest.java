package io.github.dmsrec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.gnn.model.SessionModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several requests in a call, boosts and diversity, for models of every kind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiveBatchTest {

    private static final List<String> SESSION = List.of("1001", "1002", "1024");
    private static final String COUNTING = "vs-knn";
    private static final String FUSED = "sr-gnn+intents";

    private final Dmsrec dmsrec = Dmsrec.builder().threads(1).seed(7).build();
    private final Dataset shop = Dataset.open(GoldenFolders.v1("data"));
    private final Map<String, Model> models = new HashMap<>();

    @BeforeAll
    void train() {
        for (String name : List.of("sr-gnn", "gru4rec", "tagnn", "msgifsr")) {
            models.put(name, dmsrec.train(briefly(name), shop));
        }
        models.put(COUNTING, dmsrec.train(Method.named(COUNTING), shop));
        Intents intents = dmsrec.infer(
                Inferrer.named("embedding-similarity"), shop, model("sr-gnn").candidates(shop, 50));
        models.put(FUSED, dmsrec.train(briefly("sr-gnn"), shop, intents));
    }

    private static Method briefly(String name) {
        return Method.named(name).with("dimension", 8).with("epochs", 1);
    }

    @AfterAll
    void close() {
        dmsrec.close();
    }

    private Model model(String name) {
        return Objects.requireNonNull(models.get(name));
    }

    /** The category of most items. */
    private String category() {
        Map<String, Integer> counts = new HashMap<>();
        for (Item item : shop.content().catalogue().items()) {
            counts.merge(String.valueOf(item.attributes().get("category")), 1, Integer::sum);
        }
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }

    /** Every kind of request, so that neighbours in a batch differ in all that they ask. */
    private List<RecommendationRequest> requests() {
        ItemFilter some = ItemFilter.ALL.anyOf("category", category());
        RecommendationRequest plain = RecommendationRequest.of(SESSION);
        List<RecommendationRequest> requests = new ArrayList<>(List.of(
                plain,
                plain.k(3),
                RecommendationRequest.of(List.of("nobody", "knows")).explained(),
                plain.filter(some).excluding(Set.of("1003")),
                RecommendationRequest.of(List.of("1010")).k(60).seenItems(SeenItems.RANKED),
                plain.including(Set.of("1020", "1030", "1040")),
                plain.including(Set.of()),
                plain.boost(some, 3).k(7),
                plain.diversity(0.6).k(5),
                plain.explained().k(4),
                plain.withoutIntents().k(9),
                RecommendationRequest.of(List.of("1030", "x", "1031", "1030")).explained()));
        for (int i = 0; i < 30; i++) {
            requests.add(RecommendationRequest.of(IntStream.range(0, 1 + i)
                    .mapToObj(click -> "10" + (10 + click * 7 % 40))
                    .toList()));
        }
        return requests;
    }

    private static void assertSame(Recommendations found, Recommendations expected) {
        assertThat(found.ids()).isEqualTo(expected.ids());
        assertThat(found.session()).isEqualTo(expected.session());
        assertThat(found.unknown()).isEqualTo(expected.unknown());
        assertThat(found.fallback()).isEqualTo(expected.fallback());
        assertThat(found.intents()).isEqualTo(expected.intents());
        assertThat(found.emptiedBy()).isEqualTo(expected.emptiedBy());
        for (int rank = 0; rank < expected.items().size(); rank++) {
            Recommendation item = found.items().get(rank);
            Recommendation other = expected.items().get(rank);
            assertThat(item.score()).isCloseTo(other.score(), within(1e-4f));
            Explanation because = item.because();
            Explanation otherwise = other.because();
            assertThat(because == null).isEqualTo(otherwise == null);
            if (because != null && otherwise != null) {
                assertThat(because.followed()).isEqualTo(otherwise.followed());
                assertThat(because.neighbours()).isEqualTo(otherwise.neighbours());
                assertThat(because.intents()).isEqualTo(otherwise.intents());
                assertThat(because.clicks()).hasSameSizeAs(otherwise.clicks());
                for (int i = 0; i < because.clicks().size(); i++) {
                    assertThat(because.clicks().get(i).share())
                            .isCloseTo(otherwise.clicks().get(i).share(), within(1e-3));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sr-gnn", "gru4rec", "tagnn", "msgifsr", COUNTING, FUSED})
    void aBatchAnswersWhatEachRequestGetsAlone(String name) {
        try (LiveRecommender live = model(name).open()) {
            List<RecommendationRequest> requests = requests();
            List<Recommendations> together = live.recommend(requests);
            assertThat(together).hasSameSizeAs(requests);
            for (int i = 0; i < requests.size(); i++) {
                assertSame(together.get(i), live.recommend(requests.get(i)));
            }
            assertThat(live.recommend(List.<RecommendationRequest>of())).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sr-gnn", COUNTING, FUSED})
    void newItemsAreInBatches(String name, @TempDir Path folder) {
        Dataset more = NewItemsTest.withNewItems(shop, folder);
        try (LiveRecommender live = model(name).open(LiveOptions.USUAL.itemsOf(more))) {
            assertThat(live.newItems()).isEqualTo(2);
            List<RecommendationRequest> requests = requests();
            requests.add(
                    RecommendationRequest.of(List.of("new-1", "1003")).k(60).explained());
            requests.add(RecommendationRequest.of(SESSION).including(Set.of("new-1", "new-2")));
            requests.add(RecommendationRequest.of(SESSION)
                    .k(60)
                    .boost(ItemFilter.ALL.anyOf("category", NewItemsTest.CATEGORY), 1e6)
                    .diversity(0.3));
            List<Recommendations> together = live.recommend(requests);
            for (int i = 0; i < requests.size(); i++) {
                assertSame(together.get(i), live.recommend(requests.get(i)));
            }
            assertThat(together.get(requests.size() - 1).ids().subList(0, 1)).containsAnyOf("new-1", "new-2");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sr-gnn", "gru4rec", "tagnn", "msgifsr"})
    void theScoresOfSomeItemsAreThoseAmongAll(String name) {
        try (SessionModel network = SessionModel.load(model(name).path(), 1)) {
            Sessions sessions = Sessions.of(List.of(new int[] {3, 1, 4}, new int[] {1}, new int[] {5, 9, 2, 6, 5}));
            int n = network.catalogueSize();
            float[] all = new float[3 * n];
            network.score(sessions, 0, 3, all);
            int[] items = {7, 0, n - 1, 7};
            float[] some = network.scoresOf(sessions, 1, 3, items);
            for (int row = 1; row < 3; row++) {
                for (int i = 0; i < items.length; i++) {
                    assertThat(some[(row - 1) * items.length + i]).isCloseTo(all[row * n + items[i]], within(1e-5f));
                }
            }
            assertThat(network.scoresOf(sessions, 0, 3)).isEmpty();
        }
    }

    @Test
    void moreSessionsThanAPassTakesAreAnswered() {
        try (LiveRecommender live = model("sr-gnn").open()) {
            List<RecommendationRequest> requests = IntStream.range(0, 600)
                    .mapToObj(i -> RecommendationRequest.of(List.of("10" + (10 + i % 40), "10" + (10 + i % 37)))
                            .k(1 + i % 5))
                    .toList();
            List<Recommendations> together = live.recommend(requests);
            for (int i = 0; i < requests.size(); i += 101) {
                assertSame(together.get(i), live.recommend(requests.get(i)));
            }
        }
    }

    @Test
    void aRequestThatCannotBeAnsweredIsRefusedBeforehand() {
        try (LiveRecommender live = model("sr-gnn").open()) {
            RecommendationRequest good = RecommendationRequest.of(SESSION);
            RecommendationRequest bad = good.boost(ItemFilter.ALL.anyOf("brand", "x"), 2);
            live.require(good);
            assertThatThrownBy(() -> live.require(bad))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageStartingWith("A boost names 'brand'")
                    .hasMessageContaining("category");
            assertThatThrownBy(() -> live.recommend(List.of(good, bad))).isInstanceOf(InvalidInputException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sr-gnn", COUNTING, FUSED})
    void batchesOfManyThreadsAreThoseOfOne(String name) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try (LiveRecommender live = model(name).open()) {
            List<Recommendations> alone = live.recommend(requests());
            List<Callable<List<Recommendations>>> calls = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                calls.add(() -> live.recommend(requests()));
            }
            for (Future<List<Recommendations>> call : pool.invokeAll(calls)) {
                assertThat(call.get()).isEqualTo(alone);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sr-gnn", "msgifsr", COUNTING, FUSED})
    void aBoostMultipliesTheProbabilityBeforeTheBestAreChosen(String name) {
        String category = category();
        ItemFilter some = ItemFilter.ALL.anyOf("category", category);
        RecommendationRequest all = RecommendationRequest.of(SESSION).k(60);
        try (LiveRecommender live = model(name).open()) {
            Map<String, Float> plain = new HashMap<>();
            live.recommend(all).forEach(item -> plain.put(item.id(), item.score()));
            Recommendations boosted = live.recommend(all.boost(some, 2).boost(some, 1.5));
            assertThat(boosted.items()).hasSameSizeAs(plain.entrySet());
            boolean counting = name.equals(COUNTING);
            for (Recommendation item : boosted) {
                boolean raised = category.equals(item.columns().get("category"));
                double before = plain.getOrDefault(item.id(), Float.NaN);
                double expected = !raised ? before : counting ? before * 3 : before + Math.log(3);
                assertThat((double) item.score()).isCloseTo(expected, within(1e-4));
            }
            Recommendations first = live.recommend(all.k(3).boost(some, 1e12));
            assertThat(first.items()).hasSize(3).allSatisfy(item -> assertThat(item.columns())
                    .containsEntry("category", category));
            Set<String> best = Set.copyOf(first.ids());
            assertThat(live.recommend(all.k(3).boost(some, 1e12).excluding(best))
                            .ids())
                    .doesNotContainAnyElementsOf(best);
            Recommendations last = live.recommend(all.k(60).boost(some, Double.MIN_VALUE));
            assertThat(last.items()).hasSameSizeAs(plain.entrySet());
            assertThat(last.items().get(last.items().size() - 1).columns()).containsEntry("category", category);
            assertThat(live.recommend(all.boost(some, Double.MAX_VALUE)).items())
                    .allSatisfy(item -> assertThat(item.score()).isFinite());
        }
    }

    @Test
    void theFallbackIsBoostedAndDiverse() {
        String category = category();
        RecommendationRequest unknown = RecommendationRequest.of(List.of("x")).k(5);
        try (LiveRecommender live = model("sr-gnn").open()) {
            Recommendations boosted = live.recommend(unknown.boost(ItemFilter.ALL.anyOf("category", category), 1e6));
            assertThat(boosted.fallback()).isEqualTo("pop");
            assertThat(boosted.items())
                    .allSatisfy(item -> assertThat(item.columns()).containsEntry("category", category));
            assertThat(live.recommend(unknown.diversity(0.9)).items()).hasSize(5);
            assertThat(live.recommendPopular(unknown)).isEqualTo(live.recommend(unknown));
        }
    }

    /** The mean of how much the items of a list resemble each other. */
    private static double meanLikeness(LiveRecommender live, List<String> ids) {
        double sum = 0;
        for (String id : ids) {
            for (SimilarItems.SimilarItem other : live.similar(id, 60).items()) {
                sum += ids.contains(other.id()) ? other.score() : 0;
            }
        }
        return sum / (ids.size() * (ids.size() - 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sr-gnn", "msgifsr", FUSED})
    void diversityMakesTheItemsOfAListDiffer(String name) {
        RecommendationRequest plain = RecommendationRequest.of(SESSION).k(8);
        try (LiveRecommender live = model(name).open()) {
            Recommendations asTheyScore = live.recommend(plain);
            assertThat(live.recommend(plain.diversity(0))).isEqualTo(asTheyScore);
            List<String> some = live.recommend(plain.diversity(0.3)).ids();
            List<String> most = live.recommend(plain.diversity(0.8)).ids();
            assertThat(some).hasSize(8).doesNotHaveDuplicates();
            assertThat(some.get(0)).isEqualTo(asTheyScore.ids().get(0));
            double before = meanLikeness(live, asTheyScore.ids());
            assertThat(meanLikeness(live, some)).isLessThan(before);
            assertThat(meanLikeness(live, most)).isLessThan(meanLikeness(live, some));
            assertThat(live.recommend(plain.diversity(0.8).excluding(Set.copyOf(most)))
                            .ids())
                    .doesNotContainAnyElementsOf(most);
            assertThat(live.recommend(plain.k(60).diversity(0.5)).items())
                    .hasSameSizeAs(live.recommend(plain.k(60)).items());
        }
    }

    @Test
    void diversityOfACountingMethodIsThatOfWords() {
        RecommendationRequest plain = RecommendationRequest.of(SESSION).k(6);
        try (LiveRecommender live = model(COUNTING).open()) {
            Set<String> before = categories(live.recommend(plain));
            Set<String> after = categories(live.recommend(plain.diversity(0.9)));
            assertThat(after.size()).isGreaterThan(before.size());
            assertThat(live.recommend(plain.diversity(0))).isEqualTo(live.recommend(plain));
        }
    }

    private static Set<String> categories(Recommendations found) {
        return found.items().stream()
                .map(item -> String.valueOf(item.columns().get("category")))
                .collect(Collectors.toSet());
    }

    @Test
    void bounds() {
        RecommendationRequest plain = RecommendationRequest.of(SESSION);
        for (double wrong : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> plain.boost(ItemFilter.ALL, wrong))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining(String.valueOf(wrong));
        }
        for (double wrong : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> plain.diversity(wrong))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining(String.valueOf(wrong));
        }
    }
}
