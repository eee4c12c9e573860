package io.github.dmsrec.core.blend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.evaluate.Evaluation;
import io.github.dmsrec.core.evaluate.Evaluator;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.recommend.RecommenderContractTest;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.session.TinyDataset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BlendTest {

    private static final long MEMORY = 1 << 20;

    /** Scores that depend on the last click alone. */
    private record Toy(int catalogueSize, boolean isZeroUnknown, Scores scores) implements Recommender {

        interface Scores {
            float of(int last, int item);
        }

        @Override
        public String name() {
            return "toy";
        }

        @Override
        public void score(Prefixes prefixes, int from, int to, float[] out) {
            prefixes.check(from, to, catalogueSize);
            for (int row = from; row < to; row++) {
                for (int item = 0; item < catalogueSize; item++) {
                    out[(row - from) * catalogueSize + item] =
                            scores.of(prefixes.item(row, prefixes.length(row) - 1), item);
                }
            }
        }
    }

    /** Knows the next two items, as a method that counts. */
    private static Recommender counting(int items) {
        return new Toy(
                items, true, (last, item) -> item == (last + 1) % items ? 3 : item == (last + 2) % items ? 1 : 0);
    }

    /** Logits of all items, the nearer the higher. */
    private static Recommender dense(int items) {
        return new Toy(items, false, (last, item) -> -0.3f * Math.abs(item - last) - 0.01f * (item * 7 % 5));
    }

    @Nested
    @ParameterizedClass
    @EnumSource
    class Contract extends RecommenderContractTest {

        private final BlendForm form;

        Contract(BlendForm form) {
            this.form = form;
        }

        @Override
        protected Recommender recommender(SessionDataset dataset) {
            int items = dataset.catalogue().size();
            return new Blend(
                    new Scale(form, 5, 10),
                    List.of(new Blend.Member(counting(items), 0.25), new Blend.Member(dense(items), 0.75)));
        }
    }

    private static float[] values(Scale scale, boolean zeroIsUnknown, float... scores) {
        float[] values = new float[scores.length];
        scale.values(scores, 0, zeroIsUnknown, values, new Scale.Work());
        return values;
    }

    @Test
    void minMaxReachesFromZeroToOne() {
        Scale scale = new Scale(BlendForm.MIN_MAX, 0, 1);

        assertThat(values(scale, false, -1, 3, 1)).containsExactly(0, 1, 0.5f);
        assertThat(values(scale, true, 0, 4, 1)).containsExactly(0, 1, 0.25f);
        assertThat(values(scale, false, 2, 2, 2)).containsOnly(0);
    }

    @Test
    void zScoreCountsFromTheLeastInStandardDeviations() {
        // The mean is 1, the variance (4 + 4 + 0 + 0) / 4 = 2.
        assertThat(values(new Scale(BlendForm.Z_SCORE, 0, 1), false, -1, 3, 1, 1))
                .containsExactly(new float[] {0, 2.828427f, 1.414214f, 1.414214f}, within(1e-6f));
    }

    @Test
    void probabilityIsTheSoftMaxOfLogitsAndTheShareOfCounts() {
        Scale scale = new Scale(BlendForm.PROBABILITY, 0, 1);

        assertThat(values(scale, false, 0, (float) Math.log(3)))
                .containsExactly(new float[] {0.25f, 0.75f}, within(1e-6f));
        assertThat(values(scale, true, 0, 3, 1)).containsExactly(0, 0.75f, 0.25f);
    }

    @Test
    void reciprocalRanksEndWithTheListAndTheRestFollowsByItsScores() {
        Scale scale = new Scale(BlendForm.RECIPROCAL_RANK, 5, 2);

        // Ranks 1 and 2; then 1 / 8 of what is left between the second score, 6, and the least, 0.
        assertThat(values(scale, false, 0, 8, 3, 6))
                .containsExactly(new float[] {0, 1 / 6f, 0.5f / 8, 1 / 7f}, within(1e-6f));
        // Of equal scores the lower item is first; what is unknown has no rank.
        assertThat(values(scale, true, 0, 0, 2, 2)).containsExactly(new float[] {0, 0, 1 / 6f, 1 / 7f}, within(1e-6f));
        assertThat(values(scale, true, 0, 0, 2, 0)).containsExactly(new float[] {0, 0, 1 / 6f, 0}, within(1e-6f));
    }

    @Test
    void addsWeightedValuesAndTellsTheParts() {
        Blend blend = new Blend(
                new Scale(BlendForm.MIN_MAX, 0, 1),
                List.of(
                        new Blend.Member(new Toy(3, true, (last, item) -> item), 0.25),
                        new Blend.Member(new Toy(3, false, (last, item) -> 1 - item), 0.75)));

        assertThat(blend.score(1)).containsExactly(0.75f, 0.5f, 0.25f);
        assertThat(blend.parts(Prefixes.of(1), 0, 1, 2)).isDeepEqualTo(new float[][] {{0.125f, 0.375f}, {0.25f, 0}});
        assertThat(blend.isZeroUnknown()).isFalse();
    }

    @Test
    void knowsNothingOfWhatNoCountingMemberKnows() {
        Blend blend = new Blend(
                new Scale(BlendForm.MIN_MAX, 0, 1),
                List.of(new Blend.Member(counting(9), 0.5), new Blend.Member(counting(9), 0.5)));

        assertThat(blend.isZeroUnknown()).isTrue();
        assertThat(blend.best(blend.score(3), 0, 9)).containsExactly(4, 5);
    }

    @Test
    void membersMustScoreTheSameItems() {
        Scale scale = new Scale(BlendForm.MIN_MAX, 0, 1);
        assertThatThrownBy(() ->
                        new Blend(scale, List.of(new Blend.Member(counting(3), 1), new Blend.Member(dense(4), 1))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Blend(scale, List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static BlendSearch.Found searched(
            Examples rows, Scale scale, double @Nullable [] given, Recommender... members) {
        return searched(rows, true, scale, given, members);
    }

    private static BlendSearch.Found searched(
            Examples rows, boolean masked, Scale scale, double @Nullable [] given, Recommender... members) {
        return BlendSearch.search(
                        List.of(members),
                        rows,
                        masked,
                        List.of(scale),
                        given,
                        MEMORY,
                        new RandomStreams(3),
                        Progress.NONE)
                .get(0);
    }

    /** What the search maximises is what the evaluation measures. */
    @ParameterizedTest
    @EnumSource
    void theFigureOfTheSearchIsThatOfTheEvaluation(BlendForm form) {
        Examples rows = TinyDataset.create().examples(Split.VALIDATION);
        Recommender counting = counting(TinyDataset.ITEMS);
        Recommender dense = dense(TinyDataset.ITEMS);
        Scale scale = new Scale(form, 5, 30);
        for (double weight : new double[] {0.1, 0.5, 0.8}) {
            double[] weights = {weight, 1 - weight};
            Blend blend =
                    new Blend(scale, List.of(new Blend.Member(counting, weight), new Blend.Member(dense, 1 - weight)));

            Evaluation measured = Evaluator.evaluate(blend, rows, MEMORY, Progress.NONE);

            assertThat(searched(rows, true, scale, weights, counting, dense).value())
                    .isCloseTo(measured.masked().get("MRR@20"), within(1e-9));
            assertThat(searched(rows, false, scale, weights, counting, dense).value())
                    .isCloseTo(measured.ranked().get("MRR@20"), within(1e-9));
        }
        assertThat(searched(rows, scale, new double[] {1, 0}, counting, dense)
                        .alone()
                        .get(0))
                .isCloseTo(
                        Evaluator.evaluate(counting, rows, MEMORY, Progress.NONE)
                                .masked()
                                .get("MRR@20"),
                        within(1e-9));
    }

    @ParameterizedTest
    @EnumSource
    void findsWeightsThatAreNoWorseThanAnyAloneTheSameEveryTime(BlendForm form) {
        Examples rows = TinyDataset.create().examples(Split.VALIDATION);
        Recommender[] members = {
            counting(TinyDataset.ITEMS),
            dense(TinyDataset.ITEMS),
            new Toy(TinyDataset.ITEMS, false, (last, item) -> -item)
        };

        BlendSearch.Found found = searched(rows, new Scale(form, 5, 30), null, members);

        assertThat(found.value()).isGreaterThanOrEqualTo(found.equal());
        assertThat(found.alone()).allSatisfy(alone -> assertThat(found.value()).isGreaterThanOrEqualTo(alone));
        assertThat(found.weights().stream().mapToDouble(Double::doubleValue).sum())
                .isCloseTo(1, within(1e-9));
        assertThat(searched(rows, new Scale(form, 5, 30), null, members)).isEqualTo(found);
    }

    @Test
    void reportsEveryRowAndEveryStart() {
        Examples rows = TinyDataset.create().examples(Split.VALIDATION);
        Map<String, Long> advanced = new TreeMap<>();
        Map<String, Long> totals = new TreeMap<>();
        List<Recommender> members = List.of(counting(TinyDataset.ITEMS), dense(TinyDataset.ITEMS));

        BlendSearch.search(
                members,
                rows,
                true,
                List.of(new Scale(BlendForm.MIN_MAX, 0, 1), new Scale(BlendForm.Z_SCORE, 0, 1)),
                null,
                MEMORY,
                new RandomStreams(3),
                (name, unit, total) -> {
                    totals.put(name, total);
                    return (units, note) -> advanced.merge(name, units, Long::sum);
                });

        assertThat(totals).containsEntry("score rows", (long) rows.size()).containsEntry("find weights", 6L);
        assertThat(advanced).isEqualTo(totals);
    }

    @Test
    void theBestWeightsOfASmallCaseAreFound() {
        // The value has its only maximum at 0.3, 0.6, 0.1.
        double[] best = {0.3, 0.6, 0.1};
        WeightSearch.Found found = WeightSearch.search(
                3,
                weights -> {
                    double distance = 0;
                    for (int m = 0; m < 3; m++) {
                        distance += Math.abs(weights[m] - best[m]);
                    }
                    return -distance;
                },
                new RandomStreams(1),
                () -> {});

        assertThat(found.value()).isGreaterThan(-0.05);
        assertThat(found.weights()).containsExactly(best, within(0.03));
    }
}
