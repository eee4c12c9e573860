package io.github.dmsrec.gnn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.gnn.engine.ParameterSpec;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.engine.Scope;
import io.github.dmsrec.gnn.engine.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnseenScoresTest {

    private static final double[][] SCORES = {{1, -2, 0.5, 3, 0}, {0, 2, -1, 0.3, 4}, {-3, 1, 1, 2, 0.2}};
    private static final int[] TARGETS = {2, 0, 1};
    private static final int[][] SEEN = {{3, 0}, {}, {3, 4, 3}};

    private static Set<Integer> seen(int row) {
        return Set.copyOf(Arrays.stream(SEEN[row]).boxed().distinct().toList());
    }

    @Test
    void theCrossEntropyIsOverTheItemsThatCompete() {
        double expected = 0;
        for (int row = 0; row < SCORES.length; row++) {
            int of = row;
            double sum = IntStream.range(0, SCORES[row].length)
                    .filter(item -> !seen(of).contains(item))
                    .mapToDouble(item -> Math.exp(SCORES[of][item]))
                    .sum();
            expected -= Math.log(Math.exp(SCORES[row][TARGETS[row]]) / sum) / SCORES.length;
        }

        assertThat(loss(new CrossEntropy())).isCloseTo(expected, within(1e-12));
    }

    @Test
    void noGradientFlowsToTheItemsThatAreLeftOut() {
        ParameterSpec spec = ParameterSpec.uniform("scores", 1, SCORES.length, SCORES[0].length);
        try (Parameters parameters = new Parameters(List.of(spec), Precision.DOUBLE, new RandomStreams(1))) {
            parameters.set(
                    "scores",
                    Arrays.stream(SCORES).flatMapToDouble(Arrays::stream).toArray());
            parameters.clearGradients();
            try (Scope scope = Scope.recording()) {
                new UnseenScores(new ScoreTable(parameters.get("scores").times(2)), SEEN)
                        .crossEntropy(TARGETS)
                        .backward();
                double[] gradient = parameters.gradient("scores").doubles();
                for (int place = 0; place < gradient.length; place++) {
                    boolean leftOut = seen(place / SCORES[0].length).contains(place % SCORES[0].length);
                    assertThat(gradient[place] == 0).as("gradient at %d", place).isEqualTo(leftOut);
                }
            }
        }
    }

    @Test
    void drawnItemsThatTheSessionHasDoNotCompeteEither() {
        // With all items drawn and no targets of others, the sampled soft-max is the cross entropy over the catalogue.
        SampledSoftmax all = new SampledSoftmax(new long[] {1, 1, 1, 1, 1}, SCORES[0].length, false, 1);

        assertThat(loss(all, 0, 1, 2, 3, 4)).isCloseTo(loss(new CrossEntropy()), within(1e-9));
    }

    private static double loss(TrainingLoss loss, int... negatives) {
        try (Scope scope = Scope.inference()) {
            Tensor table = Tensor.of(
                    Precision.DOUBLE,
                    Arrays.stream(SCORES).flatMapToDouble(Arrays::stream).toArray(),
                    SCORES.length,
                    SCORES[0].length);
            return loss.of(new UnseenScores(new ScoreTable(table), SEEN), TARGETS, negatives)
                    .item();
        }
    }
}
