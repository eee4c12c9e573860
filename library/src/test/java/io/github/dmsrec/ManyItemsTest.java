package io.github.dmsrec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.core.SlowRun;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.recommend.Ranking;
import io.github.dmsrec.core.recommend.Rescoring;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.gnn.model.SessionModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Catalogues that are large enough to be scanned in half precision: the answers are those of exact scores. */
class ManyItemsTest {

    private static final int ITEMS = 101_000;

    @TempDir
    private static Path shared = Path.of("");

    @BeforeAll
    static void writeDataset() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        List<Item> items = IntStream.range(0, ITEMS)
                .mapToObj(item -> new Item("i" + item, "item " + item, Map.of("tenth", String.valueOf(item % 10))))
                .toList();
        Map<Split, Examples> examples = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            List<int[]> sessions = new ArrayList<>();
            for (int session = 0; session < 20; session++) {
                sessions.add(random.ints(5, 0, ITEMS).toArray());
            }
            examples.put(split, Examples.everyPrefixOf(Sessions.of(sessions)));
        }
        DatasetFolder.write(
                shared.resolve("data"),
                new SessionDataset("many", "", new Catalogue(items), examples),
                Origin.of("many", "test", 1, 1),
                Map.of());
    }

    private static Model trained(Method method, Path out) throws IOException {
        try (Dmsrec dmsrec = Dmsrec.builder().threads(2).seed(3).build()) {
            return dmsrec.train(method.with("dimension", 16).with("epochs", 1), dataset())
                    .save(out);
        }
    }

    /** The model of several tests, trained once; offsets are added to both kinds of scores. */
    private static Model trained() throws IOException {
        Path out = shared.resolve("model");
        return Files.exists(out)
                ? Model.load(out)
                : trained(Method.named("sr-gnn").with("seen-items", "offset"), out);
    }

    private static Dataset dataset() {
        return Dataset.open(shared.resolve("data"));
    }

    @Test
    void answersAreThoseOfExactScores() throws IOException, InterruptedException {
        assertAnswersAreThoseOfExactScores(trained());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gru4rec", "tagnn"})
    @Tag("slow")
    void answersOfOtherMethodsAreThoseOfExactScores(String method, @TempDir Path folder)
            throws IOException, InterruptedException {
        assertAnswersAreThoseOfExactScores(trained(Method.named(method), folder.resolve("model")));
    }

    private static void assertAnswersAreThoseOfExactScores(Model model) throws IOException, InterruptedException {
        List<RecommendationRequest> requests = requests();
        try (LiveRecommender live = model.open();
                SessionModel exact = SessionModel.load(model.path(), 1)) {
            for (int i = 0; i < 3; i++) {
                assertSame(live.recommend(requests.get(i)).items(), best(exact, requests.get(i)));
            }
            awaitItemVectors();
            List<Recommendations> together = live.recommend(requests);
            for (int i = 0; i < requests.size(); i++) {
                List<Recommendation> expected = best(exact, requests.get(i));
                assertSame(together.get(i).items(), expected);
                assertSame(live.recommend(requests.get(i)).items(), expected);
            }
        }
    }

    /** A model makes what it scans after a few calls. */
    private static void awaitItemVectors() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("item vectors")) {
                thread.join();
            }
        }
    }

    private static List<RecommendationRequest> requests() {
        RecommendationRequest plain = RecommendationRequest.of(List.of("i17", "i4711"));
        ItemFilter some = ItemFilter.ALL.anyOf("tenth", "3", "4");
        List<RecommendationRequest> requests = new ArrayList<>(List.of(
                plain,
                plain.k(1),
                plain.k(2000),
                plain.k(20_000),
                plain.filter(some),
                plain.boost(some, 1.05),
                plain.boost(some, 0.9).k(300),
                plain.including(Set.of("i1", "i2", "i3", "i99999")),
                plain.seenItems(SeenItems.RANKED)));
        SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < 20; i++) {
            requests.add(RecommendationRequest.of(random.ints(1 + i % 6, 0, ITEMS)
                            .mapToObj(item -> "i" + item)
                            .toList())
                    .k(20));
        }
        return requests;
    }

    /** The best of all scores, with masks and boosts, as plainly as can be. */
    private static List<Recommendation> best(SessionModel model, RecommendationRequest request) {
        Catalogue catalogue = model.catalogue();
        int[] session = catalogue.indicesOf(request.session(), id -> {});
        float[] scores = new float[ITEMS];
        model.score(Prefixes.of(session), 0, 1, scores);
        Set<String> seen = new HashSet<>(request.seenItems() == SeenItems.MASKED ? request.session() : List.of());
        Ranking ranking = new Ranking();
        ranking.begin(
                request.k(),
                item -> !seen.contains(catalogue.id(item))
                        && (request.include() == null || request.include().contains(catalogue.id(item)))
                        && accepts(request.filter(), catalogue.item(item)));
        for (int item = 0; item < ITEMS; item++) {
            double score = scores[item];
            for (Boost boost : request.boosts()) {
                score += accepts(boost.where(), catalogue.item(item)) ? Math.log(boost.factor()) : 0;
            }
            ranking.offer(item, (float) score);
        }
        return IntStream.range(0, ranking.size())
                .mapToObj(rank ->
                        new Recommendation(catalogue.id(ranking.item(rank)), "", ranking.score(rank), Map.of(), null))
                .toList();
    }

    private static boolean accepts(ItemFilter filter, Item item) {
        return filter.conditions().entrySet().stream()
                .allMatch(condition ->
                        condition.getValue().accepts(item.attributes().getOrDefault(condition.getKey(), "")));
    }

    /** Items whose scores differ by rounding alone may change places. */
    private static void assertSame(List<Recommendation> found, List<Recommendation> expected) {
        assertThat(found).hasSameSizeAs(expected);
        float farthest = 0;
        for (int rank = 0; rank < expected.size(); rank++) {
            farthest = Math.max(
                    farthest,
                    Math.abs(found.get(rank).score() - expected.get(rank).score()));
        }
        assertThat(farthest).isLessThanOrEqualTo(3e-6f);
        Set<String> ids =
                new HashSet<>(expected.stream().map(Recommendation::id).toList());
        float last = expected.get(expected.size() - 1).score();
        assertThat(found).allMatch(item -> ids.contains(item.id()) || item.score() < last + 3e-6f);
    }

    @Test
    void scoresInHalfPrecisionAreMadeExact() throws IOException, InterruptedException {
        try (SessionModel exact = SessionModel.load(trained().path(), 1)) {
            Prefixes session = Prefixes.of(3, 5, 8);
            float[] scores = new float[ITEMS];
            exact.score(session, 0, 1, scores);
            float[] near = new float[ITEMS];
            for (int call = 0; call < 3; call++) {
                assertThat(exact.scoreNearly(session, 0, 1, near)).isNull();
                assertThat(near).isEqualTo(scores);
            }
            awaitItemVectors();
            Rescoring rescoring = Objects.requireNonNull(exact.scoreNearly(session, 0, 1, near));
            assertThat(Arrays.equals(scores, near)).isFalse();
            float farthest = 0;
            for (int item = 0; item < ITEMS; item++) {
                farthest = Math.max(farthest, Math.abs(near[item] - scores[item]));
            }
            assertThat(farthest).isPositive().isLessThan(rescoring.error(0));
            float[] some = rescoring.exact(0, 77, 0, 77);
            assertThat(some[0]).isCloseTo(scores[77], within(1e-5f)).isEqualTo(some[2]);
            assertThat(some[1]).isCloseTo(scores[0], within(1e-5f));
        }
    }

    @Test
    void aModelIsClosedWhileItsItemVectorsAreMade() throws IOException, InterruptedException {
        for (int round = 0; round < (SlowRun.ON ? 5 : 2); round++) {
            LiveRecommender live = trained().open();
            for (int call = 0; call < 3 + round % 2; call++) {
                assertThat(live.recommend(List.of("i1"), 3).items()).hasSize(3);
            }
            live.close();
            awaitItemVectors();
            assertThatThrownBy(() -> live.recommend(List.of("i1"), 3)).isInstanceOf(IllegalStateException.class);
        }
    }
}
