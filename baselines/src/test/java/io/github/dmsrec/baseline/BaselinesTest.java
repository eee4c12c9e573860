package io.github.dmsrec.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.recommend.RecommenderContractTest;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.SessionLog;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.session.TinyDataset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BaselinesTest {

    private static final double DAY = 24 * 3600;
    private static final Offset<Float> CLOSE = within(1e-6f);

    /** Items 0 to 4; the last session ended last. */
    private static final Sessions LOG = new Sessions(
            new int[] {0, 3, 5, 8, 10},
            new int[] {0, 1, 2, 0, 2, 1, 3, 1, 2, 3},
            Optional.of(new SessionLog(List.of("10", "11", "12", "13"), new int[] {0, 1, 2, 3}, new double[] {
                0, 0, 0, DAY, DAY, 2 * DAY, 2 * DAY, 2 * DAY, 3 * DAY, 3 * DAY
            })));

    @Nested
    @ParameterizedClass
    @MethodSource("io.github.dmsrec.baseline.BaselinesTest#names")
    class Contract extends RecommenderContractTest {

        private final String name;

        Contract(String name) {
            this.name = name;
        }

        @Override
        protected Recommender recommender(SessionDataset dataset) {
            BaselineOptions options = BaselineOptions.defaults(name);
            return options.learn(options.sessionsOf(dataset), dataset.catalogue());
        }
    }

    static Stream<String> names() {
        return Baselines.names().stream();
    }

    @Test
    void popularity() {
        assertThat(learned("pop", Map.of()).score(4)).containsExactly(2 / 3f, 3 / 4f, 3 / 4f, 2 / 3f, 0);
    }

    @Test
    void popularityKeepsTheOrderOfGreatCounts() {
        int[] clicks = new int[3 * 100_000];
        for (int i = 0; i < clicks.length; i++) {
            clicks[i] = i < 100_002 ? 0 : i < 200_003 ? 1 : 2;
        }
        float[] scores = new Popularity(Sessions.of(List.of(clicks)), 3).score(1);

        assertThat(scores[0]).isGreaterThan(scores[1]);
        assertThat(scores[1]).isGreaterThan(scores[2]);
    }

    @Test
    void popularityOfTheLastDays() {
        // From day 1 on: 0 once, 1 twice, 2 twice, 3 twice; on days 2 and 3: 1 twice, 2 once, 3 twice.
        assertThat(learned("pop", Map.of("window", "2")).score(4)).containsExactly(1 / 2f, 2 / 3f, 2 / 3f, 2 / 3f, 0);
        assertThat(learned("pop", Map.of("window", "1")).score(4)).containsExactly(0, 2 / 3f, 1 / 2f, 2 / 3f, 0);
        Sessions untimed = Sessions.of(List.of(new int[] {0, 1}));
        assertThatThrownBy(() -> learn("pop", Map.of("window", "1"), untimed))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("times");
    }

    /** As session-rec on the sessions (a b b), (a b), (a c): for each click on an item, each different other counts once. */
    @Test
    void itemKnnCountsARepeatedItemOnceForEachClick() {
        Sessions sessions = Sessions.of(List.of(new int[] {0, 1, 1}, new int[] {0, 1}, new int[] {0, 2}));
        Recommender knn = learn("item-knn", Map.of("lambda", "0", "alpha", "0.5"), sessions);

        assertThat(knn.score(0)[1]).isCloseTo((float) (2 / Math.sqrt(3 * 3)), CLOSE);
        assertThat(knn.score(1)[0]).isCloseTo((float) (3 / Math.sqrt(3 * 3)), CLOSE);
        assertThat(knn.score(0)[2]).isCloseTo((float) (1 / Math.sqrt(3)), CLOSE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vs-knn", "vmis-knn"})
    void linearDecayKeepsWhatIsKnownAboveWhatIsNot(String name) {
        // 0 was clicked 11 clicks before the end, where 1 - 0.1 * 12 is below 0.
        Recommender knn = learn(name, Map.of("weighting-score", "linear"), Sessions.of(List.of(new int[] {0, 3})));
        float[] scores = knn.score(0, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4);

        assertThat(scores[3]).isPositive();
        assertThat(scores[2]).isZero();
        assertThat(knn.score(0)[3]).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"vs-knn,idf-weighting", "vstan,lambda-idf"})
    void anItemOfMoreClicksThanSessionsKeepsAScoreAboveZero(String name, String key) {
        Recommender knn = learn(name, Map.of(key, "10"), Sessions.of(List.of(new int[] {0, 1, 1, 1, 1})));

        assertThat(knn.score(0)[1]).isPositive();
    }

    @Test
    void sessionPopularity() {
        float[] scores = learned("s-pop", Map.of("most-popular", "2")).score(3, 0, 3);

        // Items 1 and 2 are the most popular; 3 was clicked twice, 0 once.
        assertThat(scores).containsExactly(1, 3 / 4f, 3 / 4f, 2, 0);
    }

    @Test
    void associationRules() {
        // With 1: in the first session 0 and 2 once each, in the third 3 twice and itself twice.
        assertThat(learned("ar", Map.of()).score(2, 1)).containsExactly(0.5f, 1, 0.5f, 1, 0);
        // Of equal counts those that came first stay.
        assertThat(learned("ar", Map.of("pruning", "2")).score(2, 1)).containsExactly(0, 1, 0, 1, 0);
    }

    @Test
    void sequentialRules() {
        // After 0: 1 at once; 2 two clicks later and at once.
        assertThat(learned("sr", Map.of()).score(0)).containsExactly(0, 1 / 1.5f, 1, 0, 0);
        assertThat(learned("sr", Map.of("steps", "1")).score(0)).containsExactly(0, 1, 1, 0, 0);
    }

    @Test
    void markovChain() {
        // After 1: 2 and 3, after 2: 3.
        assertThat(learned("markov", Map.of()).score(1)).containsExactly(0, 0, 1, 1, 0);
        assertThat(learned("markov", Map.of("pruning", "0.5")).score(1)).containsExactly(0, 0, 1, 0, 0);
        assertThat(learned("markov", Map.of()).score(4)).containsOnly(0);
    }

    @Test
    void itemKnn() {
        float[] scores = learned("item-knn", Map.of()).score(0, 1);

        // The clicks: 0 two, 1 three, 2 three, 3 two. Both clicks on 1 in the third session pair with 3.
        assertThat(scores[0]).isCloseTo((float) (1 / Math.sqrt(23 * 22)), CLOSE);
        assertThat(scores[1]).isZero();
        assertThat(scores[2]).isCloseTo((float) (1 / Math.sqrt(23 * 23)), CLOSE);
        assertThat(scores[3]).isCloseTo((float) (2 / Math.sqrt(23 * 22)), CLOSE);
    }

    @Test
    void sessionKnn() {
        float[] scores = learned("s-knn", Map.of()).score(0, 1);

        // {0,1,2}: 2/sqrt(3) sqrt(2); {0,2} and {1,3}: 1/sqrt(2) sqrt(2) = 1; the last shares nothing.
        double first = 2 / Math.sqrt(3) * Math.sqrt(2);
        assertThat(scores[0]).isEqualTo(1);
        assertThat(scores[1]).isEqualTo(1);
        assertThat(scores[2]).isEqualTo(1);
        assertThat(scores[3]).isCloseTo((float) (1 / (first + 1)), CLOSE);
        assertThat(scores[4]).isZero();
    }

    @Test
    void onlyTheMostRecentSessionsAreCompared() {
        float[] scores = learned("s-knn", Map.of("sample-size", "1")).score(0, 1);

        assertThat(scores).containsExactly(0, 1, 0, 1, 0);
    }

    @Test
    void vectorMultiplicationSessionKnn() {
        float[] scores = learned("vs-knn", Map.of()).score(0, 1);

        // Weights: 0 half, 1 one. {0,1,2}: 1.5/2; {0,2}: 0.5/2, its decay 1/2 as 0 was clicked before 1; {1,3}: 1/2.
        double best = 0.75 + 0.5;
        assertThat(scores[1]).isEqualTo(1);
        assertThat(scores[0]).isCloseTo((float) ((0.75 + 0.125) / best), CLOSE);
        assertThat(scores[2]).isCloseTo((float) ((0.75 + 0.125) / best), CLOSE);
        assertThat(scores[3]).isCloseTo((float) (0.5 / best), CLOSE);
    }

    @Test
    void vmisKnnIsVsKnnWhereNothingIsCutAmongEquals() {
        SessionDataset tiny = TinyDataset.create();
        Examples rows = tiny.examples(Split.TEST);
        Map<String, String> all = Map.of("neighbours", "1000", "idf-weighting", "1");

        float[] scores = new float[rows.size() * TinyDataset.ITEMS];
        float[] others = scores.clone();
        learned("vs-knn", all, tiny).score(rows, 0, rows.size(), scores);
        learned("vmis-knn", all, tiny).score(rows, 0, rows.size(), others);

        for (int i = 0; i < scores.length; i++) {
            assertThat(scores[i]).isCloseTo(others[i], CLOSE);
        }
    }

    @Test
    void ofEquallySimilarSessionsVmisKnnTakesTheMostRecent() {
        float[] scores = learned("vmis-knn", Map.of("neighbours", "1")).score(2);

        assertThat(scores).containsExactly(0, 0, 1, 1, 0);
    }

    @Test
    void sequenceAndTimeAwareNeighbourhood() {
        Map<String, String> options = Map.of("lambda-spw", "1", "lambda-snh", "2", "lambda-inh", "3");
        float[] scores = learned("stan", options).score(0, 1);

        // Nobody says when: at the end of the latest session, on day 3.
        double norm = Math.sqrt(Math.exp(-2) + 1);
        double first = (Math.exp(-1) + 1) / (norm * Math.sqrt(3)) * Math.exp(-3 / 2.0);
        double second = Math.exp(-1) / (norm * Math.sqrt(2)) * Math.exp(-2 / 2.0);
        double third = 1 / (norm * Math.sqrt(2)) * Math.exp(-1 / 2.0);
        assertThat(scores[0]).isCloseTo((float) (first * Math.exp(-1 / 3.0) + second), CLOSE);
        assertThat(scores[1]).isCloseTo((float) (first + third), CLOSE);
        assertThat(scores[2]).isCloseTo((float) ((first + second) * Math.exp(-1 / 3.0)), CLOSE);
        // 1 stands again after 3.
        assertThat(scores[3]).isCloseTo((float) (third * Math.exp(-1 / 3.0)), CLOSE);
    }

    @Test
    void vstanAddsTheDecayAndTheIdf() {
        Map<String, String> stan = Map.of("lambda-snh", "0");
        Map<String, String> vstan = Map.of("lambda-snh", "0", "lambda-ipw", "2", "lambda-idf", "3");
        float[] plain = learned("stan", stan).score(3, 0);
        float[] scores = learned("vstan", vstan).score(3, 0);

        // 1 comes from {1,3,1}, whose common item was clicked one click before the last, and from {0,1,2}.
        double ofThird =
                1 * Math.exp(-1 / 1.02) / Math.sqrt(Math.exp(-2 / 1.02) + 1) / Math.sqrt(2) * Math.exp(-1 / 2.05);
        double ofFirst = plain[1] - ofThird;
        double idf = 1 + 3 * Math.log(4 / 3.0);
        assertThat(scores[1]).isCloseTo((float) ((ofThird * Math.exp(-1 / 2.0) + ofFirst) * idf), CLOSE);
        assertThat(learned("vstan", Map.of("lambda-ipw", "0", "lambda-idf", "0"))
                        .score(3, 0))
                .isEqualTo(learned("stan", Map.of()).score(3, 0));
    }

    @Test
    void withoutTimesLaterSessionsOfTheSourceAreMoreRecentAndNoneIsOlder() {
        Sessions untimed = Sessions.of(List.of(new int[] {0, 1}, new int[] {0, 2}, new int[] {0, 3}));

        assertThat(learn("vmis-knn", Map.of("sample-size", "2"), untimed).score(0))
                .containsExactly(1, 0, 0.5f, 0.5f, 0);
        float[] aged = learn("stan", Map.of(), untimed).score(0);
        assertThat(aged[1]).isEqualTo(aged[3]).isPositive();
    }

    @Test
    void scoresLongAfterTrainingAreStillInOrder() {
        float[] scores = new float[5];
        Recommender stan = learned("stan", Map.of());
        Sessions later = new Sessions(
                new int[] {0, 1},
                new int[] {0},
                Optional.of(new SessionLog(List.of("x"), new int[] {0}, new double[] {9000 * DAY})));

        stan.score(later, 0, 1, scores);

        float[] atOnce = stan.score(0);
        for (int item = 0; item < 4; item++) {
            assertThat(scores[item] / scores[0]).isCloseTo(atOnce[item] / atOnce[0], CLOSE);
        }
        assertThat(scores[2]).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"before-test", "train"})
    void learnsFromTheSessionsThatItIsTold(String from) {
        SessionDataset tiny = TinyDataset.create();
        int sessions = BaselineOptions.defaults("pop")
                .with(Map.of("learn-from", from))
                .sessionsOf(tiny)
                .size();

        assertThat(sessions).isEqualTo(from.equals("train") ? 220 : 250);
    }

    @ParameterizedTest
    @CsvSource({
        "neighbours,0,integer from 1",
        "ties,oldest,one of session-rec,recent",
        "lambda-snh,-1,number of at least 0",
        "window,2,belongs to pop",
        "horizon,2,is not known"
    })
    void refusesWhatIsNoOption(String key, String value, String message) {
        assertThatThrownBy(() -> BaselineOptions.defaults("stan").with(Map.of(key, value)))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(message);
    }

    @Test
    void anUnknownNameListsTheKnown() {
        assertThatThrownBy(() -> BaselineOptions.defaults("knn"))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("'knn'");
    }

    private static Recommender learned(String name, Map<String, String> options) {
        return learn(name, options, LOG);
    }

    private static Recommender learned(String name, Map<String, String> options, SessionDataset dataset) {
        BaselineOptions all = BaselineOptions.defaults(name).with(options);
        return all.learn(all.sessionsOf(dataset), dataset.catalogue());
    }

    private static Recommender learn(String name, Map<String, String> options, Sessions sessions) {
        Catalogue catalogue = new Catalogue(IntStream.range(0, 5)
                .mapToObj(item -> new Item(Integer.toString(item), "", Map.of()))
                .toList());
        return BaselineOptions.defaults(name).with(options).learn(sessions, catalogue);
    }
}
