package io.github.dmsrec.gnn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.gnn.engine.ParameterSpec;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.engine.Scope;
import io.github.dmsrec.gnn.engine.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sampled soft-max against the one over the whole catalogue. */
class SampledSoftmaxTest {

    private static final Examples NO_EXAMPLES = Examples.everyPrefixOf(Sessions.of(List.of(new int[] {0, 1})));

    /** What a loss gives for a table of scores, and its gradient. */
    private record Value(double loss, double[] gradient) {

        static Value of(TrainingLoss loss, double[][] scores, int[] targets, int... negatives) {
            int columns = scores[0].length;
            ParameterSpec spec = ParameterSpec.uniform("scores", 1, scores.length, columns);
            try (Parameters parameters = new Parameters(List.of(spec), Precision.DOUBLE, new RandomStreams(1))) {
                parameters.set(
                        "scores",
                        Arrays.stream(scores).flatMapToDouble(Arrays::stream).toArray());
                try (Scope scope = Scope.recording()) {
                    // Twice times a half: no parameter any more, so that gathers are those of any tensor.
                    Tensor value = loss.of(
                            new ScoreTable(parameters.get("scores").times(2).times(0.5)), targets, negatives);
                    value.backward();
                    return new Value(value.item(), parameters.gradient("scores").doubles());
                }
            }
        }
    }

    private static double[][] scores(int rows, int items) {
        return IntStream.range(0, rows)
                .mapToObj(row -> new RandomStreams(row)
                        .stream("scores").doubles(items, -3, 3).toArray())
                .toArray(double[][]::new);
    }

    private static long[] clicks(int items) {
        return IntStream.range(0, items)
                .mapToLong(item -> 1 + (long) item * item % 11)
                .toArray();
    }

    @Test
    void withAllItemsItIsTheFullLossWithItsGradient() {
        int items = 30;
        double[][] scores = scores(5, items);
        int[] targets = {4, 0, 4, 29, 7};
        SampledSoftmax loss = new SampledSoftmax(clicks(items), 1000, false, 1);
        int[] all = loss.negatives(NO_EXAMPLES, new int[5], new SplittableRandom(1));

        Value sampled = Value.of(loss, scores, targets, all);
        Value full = Value.of(new CrossEntropy(), scores, targets);

        assertThat(all).isEqualTo(IntStream.range(0, items).toArray());
        assertThat(sampled.loss).isCloseTo(full.loss, within(1e-12));
        assertThat(sampled.gradient).containsExactly(full.gradient, within(1e-12));
    }

    /** Of all draws and all targets of another row, each as often as its probability says. */
    @ParameterizedTest
    @CsvSource({"2, true", "1, true", "0, true", "3, false"})
    void theNegativesStandForAllItemsOnAverage(int drawn, boolean inBatch) {
        int items = 5;
        int target = 3;
        long[] clicks = clicks(items);
        double total = Arrays.stream(clicks).sum();
        double[] scores = scores(1, items)[0];
        SampledSoftmax loss = new SampledSoftmax(clicks, drawn, inBatch, 1);
        List<int[]> draws = IntStream.range(0, 1 << items)
                .filter(set -> Integer.bitCount(set) == drawn)
                .mapToObj(set -> IntStream.range(0, items)
                        .filter(item -> (set >> item & 1) == 1)
                        .toArray())
                .toList();

        double mean = 0;
        for (int other = 0; other < items; other++) {
            // The other row is sure of its target, so that its loss is 0.
            int its = other;
            double[] sure = IntStream.range(0, items)
                    .mapToDouble(item -> item == its ? 60 : -60)
                    .toArray();
            for (int[] negatives : draws) {
                double lossOfRow =
                        2 * Value.of(loss, new double[][] {scores, sure}, new int[] {target, other}, negatives).loss;
                double ofNegatives = (Math.exp(lossOfRow) - 1) * Math.exp(scores[target]);
                mean += clicks[other] / total / draws.size() * ofNegatives;
            }
        }

        double expected = IntStream.range(0, items)
                .filter(item -> item != target)
                .mapToDouble(item -> Math.exp(scores[item]))
                .sum();
        // Corrections are of single precision.
        assertThat(mean).isCloseTo(expected, within(1e-6));
    }

    /** Targets are drawn by clicks, negatives as the loss draws them. */
    @Test
    void itsMeanGradientIsNearThatOfTheFullLossAndTheCorrectionMakesItSo() {
        int items = 40;
        int rows = 12;
        long[] clicks = clicks(items);
        int[] byClicks = IntStream.range(0, items)
                .flatMap(item -> IntStream.generate(() -> item).limit(clicks[item]))
                .toArray();
        double[][] scores = scores(rows, items);

        double corrected = distance(new SampledSoftmax(clicks, 25, true, 1), scores, byClicks);
        double plain = distance(new SampledSoftmax(clicks, 25, true, 0), scores, byClicks);

        assertThat(corrected).isLessThan(0.06);
        assertThat(plain).isGreaterThan(0.15);
    }

    /** The distance of the mean gradients over 250 steps, as a share of the length of the full loss's. */
    private static double distance(SampledSoftmax loss, double[][] scores, int... byClicks) {
        SplittableRandom random = new RandomStreams(5).stream("steps");
        double[] sampled = new double[scores.length * scores[0].length];
        double[] full = new double[sampled.length];
        for (int step = 0; step < 250; step++) {
            int[] targets = random.ints(scores.length, 0, byClicks.length)
                    .map(place -> byClicks[place])
                    .toArray();
            int[] negatives = loss.negatives(NO_EXAMPLES, targets, random);
            double[] one = Value.of(loss, scores, targets, negatives).gradient;
            double[] other = Value.of(new CrossEntropy(), scores, targets).gradient;
            for (int i = 0; i < sampled.length; i++) {
                sampled[i] += one[i];
                full[i] += other[i];
            }
        }
        double squares = 0;
        double lengths = 0;
        for (int i = 0; i < sampled.length; i++) {
            squares += (sampled[i] - full[i]) * (sampled[i] - full[i]);
            lengths += full[i] * full[i];
        }
        return Math.sqrt(squares / lengths);
    }

    @Test
    void drawnItemsAreDifferentAndAllAsProbable() {
        int items = 9;
        int drawn = 4;
        int draws = 20_000;
        SampledSoftmax loss = new SampledSoftmax(clicks(items), drawn, true, 1);
        SplittableRandom random = new RandomStreams(3).stream("negatives");
        int[] found = new int[items];
        for (int i = 0; i < draws; i++) {
            int[] negatives = loss.negatives(NO_EXAMPLES, new int[0], random);
            assertThat(negatives).hasSize(drawn).doesNotHaveDuplicates();
            for (int item : negatives) {
                found[item]++;
            }
        }
        double p = (double) drawn / items;
        for (int item = 0; item < items; item++) {
            assertThat((double) found[item]).isCloseTo(p * draws, within(5 * Math.sqrt(p * (1 - p) * draws)));
        }
    }

    @Test
    void somethingMustBeCompared() {
        assertThatThrownBy(() -> new SampledSoftmax(clicks(3), 0, false, 1))
                .isInstanceOf(IllegalArgumentException.class);
        SampledSoftmax targetsAlone = new SampledSoftmax(new long[] {3, 0, 1}, 0, true, 1);
        assertThatThrownBy(() -> Value.of(targetsAlone, scores(2, 3), new int[] {0, 1}))
                .hasMessageContaining("item 1 has no clicks");
    }
}
