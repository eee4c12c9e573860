package io.github.dmsrec.gnn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.engine.Scope;
import io.github.dmsrec.gnn.engine.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The losses against plain loops, and what they draw. */
class TrainingLossTest {

    private static final int ITEMS = 9;
    private static final long[] CLICKS = {3, 0, 5, 1, 8, 2, 2, 40, 6};
    private static final double TOTAL = Arrays.stream(CLICKS).sum();
    /** One target twice, and one that is drawn, too. */
    private static final int[] TARGETS = {4, 0, 4, 8};

    private static final int[] NEGATIVES = {7, 7, 0, 2, 5};
    private static final double[][] SCORES = IntStream.range(0, TARGETS.length)
            .mapToObj(row -> new RandomStreams(row)
                    .stream("scores").doubles(ITEMS, -3, 3).toArray())
            .toArray(double[][]::new);

    @ParameterizedTest
    @CsvSource({"0, 0.5", "1, 0.5", "0.6, 1", "1, 0"})
    void sampledCrossEntropyIsTheMeanOverRowsOfTheSoftMaxAtTheTarget(double logQ, double exponent) {
        double ofAllDraws = Arrays.stream(CLICKS)
                .mapToDouble(n -> Math.pow((double) n, exponent))
                .sum();
        double expected = 0;
        for (int row = 0; row < TARGETS.length; row++) {
            double sum = 0;
            double own = 0;
            for (int other = 0; other < TARGETS.length; other++) {
                double logit = SCORES[row][TARGETS[other]] - logQ * Math.log(CLICKS[TARGETS[other]] / TOTAL);
                sum += Math.exp(logit);
                own = other == row ? logit : own;
            }
            for (int drawn : NEGATIVES) {
                double probability = Math.pow((double) CLICKS[drawn], exponent) / ofAllDraws;
                sum += Math.exp(SCORES[row][drawn] - logQ * Math.log(probability));
            }
            expected += (Math.log(sum) - own) / TARGETS.length;
        }

        NegativeDraws draws = new NegativeDraws(CLICKS, exponent, NEGATIVES.length);
        assertThat(value(new SampledCrossEntropy(draws, logQ), NEGATIVES)).isCloseTo(expected, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"1, 0.5", "0, 0.5", "0.3, 0"})
    void bprMaxWeighsByTheSoftMaxOfTheNegatives(double regularisation, double elu) {
        double expected = 0;
        for (int row = 0; row < TARGETS.length; row++) {
            double target = activated(SCORES[row][TARGETS[row]], elu);
            int own = row;
            int[] others = IntStream.concat(
                            IntStream.range(0, TARGETS.length)
                                    .filter(other -> other != own)
                                    .map(other -> TARGETS[other]),
                            IntStream.of(NEGATIVES))
                    .toArray();
            double powers = 0;
            double won = 0;
            double size = 0;
            for (int item : others) {
                double score = activated(SCORES[row][item], elu);
                powers += Math.exp(score);
                won += Math.exp(score) / (1 + Math.exp(score - target));
                size += Math.exp(score) * score * score;
            }
            expected += (-Math.log(won / powers) + regularisation * size / powers) / TARGETS.length;
        }

        NegativeDraws draws = new NegativeDraws(CLICKS, 0.5, NEGATIVES.length);
        assertThat(value(new BprMax(draws, regularisation, elu), NEGATIVES)).isCloseTo(expected, within(1e-9));
    }

    private static double activated(double score, double elu) {
        return elu > 0 && score < 0 ? elu * (Math.exp(score) - 1) : score;
    }

    @Test
    void oneRowWithoutNegativesTeachesNothing() {
        NegativeDraws none = new NegativeDraws(CLICKS, 0.5, 0);
        try (Scope scope = Scope.inference()) {
            Scores table = new ScoreTable(Tensor.of(Precision.DOUBLE, SCORES[0], 1, ITEMS));

            assertThat(new BprMax(none, 1, 0.5)
                            .of(table, new int[] {4}, new int[0])
                            .item())
                    .isZero();
            assertThat(new SampledCrossEntropy(none, 1)
                            .of(table, new int[] {4}, new int[0])
                            .item())
                    .isZero();
        }
    }

    @Test
    void binaryTellsEachTargetFromItsOwnNegative() {
        int[] negatives = {7, 2, 1, 3};
        double expected = 0;
        for (int row = 0; row < TARGETS.length; row++) {
            double target = 1 / (1 + Math.exp(-SCORES[row][TARGETS[row]]));
            double negative = 1 / (1 + Math.exp(-SCORES[row][negatives[row]]));
            expected -= (Math.log(target) + Math.log(1 - negative)) / TARGETS.length;
        }

        assertThat(value(new Binary(ITEMS), negatives)).isCloseTo(expected, within(1e-9));
        assertThatThrownBy(() -> value(new Binary(ITEMS), NEGATIVES)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void drawsFollowThePowerOfTheClicks() {
        int count = 200_000;
        for (double exponent : new double[] {0, 0.5, 1, 2}) {
            NegativeDraws draws = new NegativeDraws(CLICKS, exponent, count);
            int[] found = new int[ITEMS];
            for (int item : draws.draw(new RandomStreams(3).stream("negatives"))) {
                found[item]++;
            }

            double sum = Arrays.stream(CLICKS)
                    .mapToDouble(n -> Math.pow((double) n, exponent))
                    .sum();
            for (int item = 0; item < ITEMS; item++) {
                double p = Math.pow((double) CLICKS[item], exponent) / sum;
                assertThat((double) found[item])
                        .as("item %d, exponent %s", item, exponent)
                        .isCloseTo(p * count, within(5 * Math.sqrt(p * (1 - p) * count)));
                assertThat(Math.exp(draws.logProbability(item))).isCloseTo(p, within(1e-12));
            }
        }
    }

    @Test
    void aTargetThatWasNeverClickedIsRefused() {
        NegativeDraws draws = new NegativeDraws(CLICKS, 0.5, 3);

        assertThatThrownBy(() -> draws.logShare(1)).hasMessageContaining("item 1 has no clicks");
    }

    @Test
    void theNegativeOfABinaryLossIsAnyItemThatTheWholeSessionDoesNotHold() {
        Examples examples = Examples.everyPrefixOf(
                Sessions.of(List.of(new int[] {3, 0, 3, 8}, new int[] {1, 2, 3, 4, 5, 6, 7, 8, 0})));
        int[] rows = IntStream.range(0, 30_000).map(i -> i % 3).toArray();
        int[] found = new int[ITEMS];

        for (int item : new Binary(ITEMS).negatives(examples, rows, new RandomStreams(3).stream("negatives"))) {
            found[item]++;
        }

        for (int item = 0; item < ITEMS; item++) {
            boolean held = item == 0 || item == 3 || item == 8;
            assertThat((double) found[item]).as("item %d", item).isCloseTo(held ? 0 : 5000, within(held ? 0.0 : 330));
        }
        assertThatThrownBy(() ->
                        new Binary(ITEMS).negatives(examples, new int[] {3}, new RandomStreams(3).stream("negatives")))
                .hasMessageContaining("all 9 items");
    }

    private static double value(TrainingLoss loss, int... negatives) {
        try (Scope scope = Scope.inference()) {
            double[] all = Arrays.stream(SCORES).flatMapToDouble(Arrays::stream).toArray();
            return loss.of(new ScoreTable(Tensor.of(Precision.DOUBLE, all, SCORES.length, ITEMS)), TARGETS, negatives)
                    .item();
        }
    }
}
