package io.github.dmsrec.core.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.CandidateLists;
import io.github.dmsrec.core.recommend.CandidateSearch;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.recommend.SessionItems;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.session.TinyDataset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EvaluatorTest {

    /** Scores with many ties that depend on the row's clicks. */
    private record Rough(int catalogueSize) implements Recommender {

        @Override
        public String name() {
            return "rough";
        }

        @Override
        public void score(Prefixes prefixes, int from, int to, float[] scores) {
            for (int row = from; row < to; row++) {
                SplittableRandom random =
                        new RandomStreams(5).stream("rough", java.util.Arrays.hashCode(prefixes.items(row)));
                for (int item = 0; item < catalogueSize; item++) {
                    scores[(row - from) * catalogueSize + item] = random.nextInt(6);
                }
            }
        }
    }

    private record Fixed(float... values) implements Recommender {

        @Override
        public String name() {
            return "fixed";
        }

        @Override
        public int catalogueSize() {
            return values.length;
        }

        @Override
        public void score(Prefixes prefixes, int from, int to, float[] scores) {
            for (int row = from; row < to; row++) {
                System.arraycopy(values, 0, scores, (row - from) * values.length, values.length);
            }
        }
    }

    @Test
    void ranksCountHigherScoresAndEqualOnesOfLowerIndex() {
        Recommender recommender = new Fixed(3, 9, 3, 9, 3, 1);
        // Targets 2 and 4 tie with 0; prefix 1 1 and 0 are removed once each when masked; target 3 is in its own
        // prefix.
        Examples rows = Examples.lastClickOf(
                Sessions.of(List.of(new int[] {5, 2}, new int[] {1, 1, 0, 4}, new int[] {3, 1, 3}, new int[] {4, 0})));

        Evaluation evaluation = Evaluator.evaluate(recommender, rows, 1 << 20, Progress.NONE);

        assertThat(evaluation.rankedRanks()).containsExactly(4, 5, 2, 3);
        assertThat(evaluation.maskedRanks()).containsExactly(4, 3, Metrics.MISS, 3);
        assertThat(evaluation.model()).isEqualTo("fixed");
        assertThat(evaluation.rows()).isEqualTo(4);
        assertThat(evaluation.masked().get("HR@5")).isEqualTo(0.75);
    }

    @Test
    void aTargetThatNothingIsKnownOfIsAMissAndNeverRecommended() {
        float[] values = new float[25];
        values[7] = 2;
        values[3] = 1;
        Recommender counting = new Recommender() {
            @Override
            public String name() {
                return "counting";
            }

            @Override
            public int catalogueSize() {
                return values.length;
            }

            @Override
            public boolean isZeroUnknown() {
                return true;
            }

            @Override
            public void score(Prefixes prefixes, int from, int to, float[] scores) {
                new Fixed(values).score(prefixes, from, to, scores);
            }
        };
        Sessions sessions = Sessions.of(List.of(new int[] {7, 0}, new int[] {7, 3}));
        Evaluation evaluation = Evaluator.evaluate(
                counting, Examples.lastClickOf(sessions), new ItemPopularity(sessions, 25), 1 << 20, Progress.NONE);

        assertThat(evaluation.rankedRanks()).containsExactly(Metrics.MISS, 2);
        assertThat(evaluation.maskedRanks()).containsExactly(Metrics.MISS, 1);
        assertThat(evaluation.rankedBreadth().orElseThrow().coverage()).isEqualTo(2 / 25.0);
        assertThat(counting.best(values, 0, 5)).containsExactly(7, 3);
    }

    @Test
    void ranksEqualThePlacesInFullCandidateLists() {
        Examples rows = TinyDataset.create().examples(Split.TEST);
        Recommender recommender = new Rough(TinyDataset.ITEMS);
        CandidateLists lists = CandidateSearch.search(
                recommender, rows, TinyDataset.ITEMS, SessionItems.KEEP, 1 << 20, Progress.Stage.NONE);
        CandidateLists others = CandidateSearch.search(
                recommender, rows, TinyDataset.ITEMS, SessionItems.EXCLUDE, 1 << 20, Progress.Stage.NONE);

        Evaluation byScores = Evaluator.evaluate(recommender, rows, 777, Progress.NONE);
        Evaluation byLists = Evaluator.evaluate("rough", lists, rows);
        Evaluation byOtherLists = Evaluator.evaluate("rough", others, rows);

        assertThat(byScores.rankedRanks()).isEqualTo(byLists.rankedRanks());
        assertThat(byScores.maskedRanks()).isEqualTo(byLists.maskedRanks()).isEqualTo(byOtherLists.rankedRanks());
        assertThat(byScores.ranked()).isEqualTo(byLists.ranked());
    }

    @Test
    void breadthIsThatOfTheFirstTwentyOfEachList() {
        SessionDataset dataset = TinyDataset.create();
        Examples rows = dataset.examples(Split.TEST);
        Recommender recommender = new Rough(TinyDataset.ITEMS);
        ItemPopularity popularity = new ItemPopularity(dataset.sessions(Split.TRAIN), TinyDataset.ITEMS);

        Evaluation evaluation = Evaluator.evaluate(recommender, rows, popularity, 777, Progress.NONE);

        assertThat(evaluation.rankedBreadth()).contains(breadth(recommender, rows, popularity, SessionItems.KEEP));
        assertThat(evaluation.maskedBreadth()).contains(breadth(recommender, rows, popularity, SessionItems.EXCLUDE));
        assertThat(evaluation.rankedBreadth()).isNotEqualTo(evaluation.maskedBreadth());
        assertThat(evaluation.rankedRanks())
                .isEqualTo(Evaluator.evaluate(recommender, rows, 777, Progress.NONE)
                        .rankedRanks());
        assertThat(evaluation.scoringTime().orElseThrow().p90())
                .isGreaterThanOrEqualTo(evaluation.scoringTime().orElseThrow().median())
                .isPositive();
    }

    @Test
    void coverageCountsItemsThatAnyoneIsRecommended() {
        float[] falling = new float[50];
        for (int item = 0; item < falling.length; item++) {
            falling[item] = -item;
        }
        Examples rows = Examples.lastClickOf(Sessions.of(List.of(new int[] {0, 1, 49}, new int[] {2, 40})));
        ItemPopularity equal = new ItemPopularity(Sessions.of(List.of()), 50);

        Evaluation evaluation = Evaluator.evaluate(new Fixed(falling), rows, equal, 1 << 20, Progress.NONE);

        // Without prefixes the lists are 2 to 21 and 0, 1, 3 to 20: of 50 items, 22.
        assertThat(evaluation.rankedBreadth()).contains(new Breadth(0.4, 0.5, 0.5));
        assertThat(evaluation.maskedBreadth()).contains(new Breadth(0.44, 0.5, 0.5));
    }

    private static Breadth breadth(
            Recommender recommender, Examples rows, ItemPopularity popularity, SessionItems sessionItems) {
        CandidateLists lists =
                CandidateSearch.search(recommender, rows, 20, sessionItems, 1 << 20, Progress.Stage.NONE);
        Set<Integer> all = new HashSet<>();
        double percentiles = 0;
        double targets = 0;
        for (int row = 0; row < rows.size(); row++) {
            for (int item : lists.items(row)) {
                all.add(item);
                percentiles += popularity.percentile(item);
            }
            targets += popularity.percentile(rows.target(row));
        }
        return new Breadth(
                (double) all.size() / TinyDataset.ITEMS, percentiles / (20.0 * rows.size()), targets / rows.size());
    }

    @Test
    void aCatalogueBelowTheCutOffsIsRankedWhole() {
        float[] scores = {4, 3, 2, 1, 0.5f, 0.25f, 0.125f};
        Examples rows = Examples.lastClickOf(Sessions.of(List.of(new int[] {0, 6}, new int[] {0, 3})));
        ItemPopularity popularity = new ItemPopularity(Sessions.of(List.of(new int[] {0, 1, 2, 3, 4, 5, 6})), 7);

        Evaluation evaluation = Evaluator.evaluate(new Fixed(scores), rows, popularity, 1 << 20, Progress.NONE);

        assertThat(evaluation.rankedRanks()).containsExactly(7, 4);
        assertThat(evaluation.maskedRanks()).containsExactly(6, 3);
        assertThat(evaluation.ranked().get("HR@5")).isEqualTo(0.5);
        assertThat(evaluation.ranked().get("HR@20")).isEqualTo(1);
        assertThat(evaluation.rankedBreadth().orElseThrow().coverage()).isEqualTo(1);
    }

    @Test
    void whatCannotBeEvaluatedIsRefused() {
        Examples rows = Examples.lastClickOf(Sessions.of(List.of(new int[] {0, 1}, new int[] {2, 3})));
        Examples none = Examples.lastClickOf(Sessions.of(List.of(new int[] {0})));

        assertThatThrownBy(() -> Evaluator.evaluate(new Fixed(1, 2), none, 1 << 20, Progress.NONE))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContainingAll("no rows to evaluate 'fixed' on", System.lineSeparator());
        int[] offsets = {0, 2, 4};
        assertThatThrownBy(() -> Evaluator.evaluate(
                        "lists",
                        CandidateLists.of(offsets, new int[] {1, 2, 3, 4}, new float[] {1, 1, 1, Float.NaN}),
                        rows))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("'lists', row 1, gives item 4 the score NaN");
        assertThatThrownBy(() -> Evaluator.evaluate(
                        "lists", CandidateLists.of(offsets, new int[] {1, 1, 3, 4}, new float[4]), rows))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("'lists', row 0, recommends item 1 twice");
    }

    @Test
    void scoringTimeIsPerThousandRows() {
        ScoringTime time = ScoringTime.of(new double[] {50, 10, 30, 5}, new int[] {500, 500, 500, 100});

        // Per 1,000 rows: 20, 50, 60 and 100 ms.
        assertThat(time).isEqualTo(new ScoringTime(1000 * 95.0 / 1600, 50, 100));
    }

    @Test
    void thePeakOfMemoryIsThatSinceTheBeginning() {
        Optional<PeakMemory> begun = PeakMemory.begin();
        assumeThat(begun).as("the system tells no peak").isPresent();
        double before = begun.orElseThrow().mebibytes();
        // Touched, so resident.
        byte[] held = new byte[200 << 20];
        Arrays.fill(held, (byte) 1);

        assertThat(begun.orElseThrow().mebibytes() - before).isBetween(20.0, 1000.0);
        assertThat(held[held.length - 1]).isEqualTo((byte) 1);
    }

    @Test
    void brokenScoresNameModelRowAndItem() {
        Examples rows = TinyDataset.create().examples(Split.TEST);
        for (float broken : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            float[] scores = new float[TinyDataset.ITEMS];
            scores[17] = broken;

            assertThatThrownBy(() -> Evaluator.evaluate(new Fixed(scores), rows, 1 << 20, Progress.NONE))
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContainingAll("'fixed'", "row 0", "item 17");
        }
    }

    @Test
    void metricsAreThoseOfTheDefinition() {
        Metrics metrics = Metrics.ofRanks(1, 3, 5, 6, 10, 11, 20, 21, Metrics.MISS, 2);

        assertThat(metrics.values().keySet())
                .containsExactly("HR@5", "MRR@5", "NDCG@5", "HR@10", "MRR@10", "NDCG@10", "HR@20", "MRR@20", "NDCG@20");
        assertThat(metrics.get("HR@5")).isEqualTo(0.4);
        assertThat(metrics.get("HR@10")).isEqualTo(0.6);
        assertThat(metrics.get("HR@20")).isEqualTo(0.8);
        assertThat(metrics.get("MRR@5")).isCloseTo((1 + 1 / 3.0 + 1 / 5.0 + 1 / 2.0) / 10, within(1e-12));
        double log2 = Math.log(2);
        double gain = 1 + log2 / Math.log(4) + log2 / Math.log(6) + log2 / Math.log(3);
        assertThat(metrics.get("NDCG@5")).isCloseTo(gain / 10, within(1e-12));
        assertThatThrownBy(() -> metrics.get("HR@50")).hasMessageContaining("HR@50");
        assertThatThrownBy(() -> Metrics.ofRanks(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(Metrics::ofRanks).isInstanceOf(IllegalArgumentException.class);
    }
}
