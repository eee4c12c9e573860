package io.github.dmsrec.core.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.core.Progress;
import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.recommend.CandidateLists;
import io.github.dmsrec.core.recommend.CandidateSearch;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.recommend.SessionItems;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.session.TinyDataset;
import java.util.List;
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
    void brokenScoresNameModelRowAndItem() {
        Examples rows = TinyDataset.create().examples(Split.TEST);
        for (float broken : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            float[] scores = new float[TinyDataset.ITEMS];
            scores[17] = broken;

            assertThatThrownBy(() -> Evaluator.evaluate(new Fixed(scores), rows, 1 << 20, Progress.NONE))
                    .isInstanceOf(IllegalStateException.class)
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
