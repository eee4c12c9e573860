package io.github.dmsrec.gnn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.gnn.engine.ParameterSpec.Role;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Adam on rows that were gathered: against the dense form, and against the formulas of the lazy one. */
class SparseAdamTest {

    private static final int ROWS = 7;
    private static final int WIDTH = 3;
    private static final double DECAY = 0.03;
    private static final List<ParameterSpec> SPECS = List.of(
            ParameterSpec.uniform("table", 1, ROWS, WIDTH).withRowPerItem(),
            ParameterSpec.uniform("map", 1, WIDTH, WIDTH),
            ParameterSpec.uniform("bias", 1, ROWS, 1)
                    .as(Role.TRAINED_WITHOUT_DECAY)
                    .withRowPerItem());

    private static Parameters parameters(ItemGradients form) {
        return new Parameters(SPECS, Precision.FLOAT, new RandomStreams(9), form);
    }

    /** Some number that depends on the rows taken, on a row taken twice twice. */
    private static Tensor loss(Parameters parameters, int... rows) {
        Tensor taken = parameters.get("table").gather(Tensor.indices(rows)).linear(parameters.get("map"));
        Tensor biases = parameters.get("bias").gather(Tensor.indices(rows));
        return taken.plus(biases).exp().sum();
    }

    private static void step(Parameters parameters, Adam adam, int... rows) {
        try (Scope scope = Scope.recording()) {
            loss(parameters, rows).backward();
        }
        adam.step(0.01);
    }

    private static float[] floats(Parameters parameters, String name) {
        try (Scope scope = Scope.inference()) {
            return parameters.get(name).floats();
        }
    }

    @ParameterizedTest
    @CsvSource({"COUPLED, 0", "DECOUPLED, 0", "DECOUPLED, 0.5"})
    void whereAllRowsAreGatheredItIsTheDenseForm(Adam.Decay form, double clip) {
        int[] rows = IntStream.range(0, ROWS).toArray();
        try (Parameters dense = parameters(ItemGradients.DENSE);
                Parameters sparse = parameters(ItemGradients.SPARSE);
                Adam ofDense = new Adam(dense, DECAY, form, clip);
                Adam ofSparse = new Adam(sparse, DECAY, form, clip)) {
            for (int i = 0; i < 20; i++) {
                step(dense, ofDense, rows);
                step(sparse, ofSparse, rows);
            }
            for (ParameterSpec spec : SPECS) {
                float[] expected = floats(dense, spec.name());
                // A norm that is summed in another order differs in its last digit.
                assertThat(floats(sparse, spec.name()))
                        .as(spec.name())
                        .containsExactly(expected, within(clip == 0 ? 0f : 1e-5f));
            }
        }
    }

    @Test
    void gradientsAreThoseOfTheDenseForm() {
        int[] rows = {5, 0, 5, 2};
        try (Parameters dense = parameters(ItemGradients.DENSE);
                Parameters sparse = parameters(ItemGradients.SPARSE);
                Scope scope = Scope.recording()) {
            loss(dense, rows).backward();
            loss(sparse, rows).backward();
            for (ParameterSpec spec : SPECS) {
                assertThat(sparse.gradient(spec.name()).floats())
                        .as(spec.name())
                        .containsExactly(dense.gradient(spec.name()).floats(), within(1e-6f));
            }
            sparse.clearGradients();
            assertThat(sparse.gradient("table").floats()).containsOnly(0);
        }
    }

    @Test
    void otherRowsAndTheirMomentsStayAsTheyAre() {
        int[][] steps = {{1, 2, 1}, {2}, {4, 1}, {1}};
        try (Parameters parameters = parameters(ItemGradients.SPARSE);
                Adam adam = new Adam(parameters, DECAY, Adam.Decay.DECOUPLED, 0)) {
            double[] weights = doubles(floats(parameters, "table"));
            double[] first = new double[weights.length];
            double[] second = new double[weights.length];
            for (int t = 1; t <= steps.length; t++) {
                try (Scope scope = Scope.recording()) {
                    loss(parameters, steps[t - 1]).backward();
                    double[] slopes = parameters.gradient("table").doubles();
                    for (int row : Arrays.stream(steps[t - 1]).distinct().toArray()) {
                        for (int i = row * WIDTH; i < (row + 1) * WIDTH; i++) {
                            first[i] = 0.9 * first[i] + 0.1 * slopes[i];
                            second[i] = 0.999 * second[i] + 0.001 * slopes[i] * slopes[i];
                            double mean = first[i] / (1 - Math.pow(0.9, t));
                            double root = Math.sqrt(second[i] / (1 - Math.pow(0.999, t)));
                            weights[i] = weights[i] * (1 - 0.01 * DECAY) - 0.01 * mean / (root + 1e-8);
                        }
                    }
                }
                adam.step(0.01);
                assertThat(doubles(floats(parameters, "table"))).containsExactly(weights, within(1e-6));
            }
        }
    }

    private static double[] doubles(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }

    @Test
    void goesOnFromAStateToTheSameBits() {
        try (Parameters straight = parameters(ItemGradients.SPARSE);
                Parameters stopped = parameters(ItemGradients.SPARSE);
                Adam through = new Adam(straight, DECAY, Adam.Decay.COUPLED, 0);
                Adam resumed = new Adam(stopped, DECAY, Adam.Decay.COUPLED, 0)) {
            step(straight, through, 1, 2, 3);
            step(straight, through, 2, 6);
            for (ParameterSpec spec : SPECS) {
                stopped.set(spec.name(), floats(straight, spec.name()));
            }
            resumed.restore(through.state());
            for (int i = 0; i < 2; i++) {
                Adam.SparseState from = through.sparseStates().get(i);
                Adam.SparseState to = resumed.sparseStates().get(i);
                assertThat(to.name()).isEqualTo(from.name());
                to.firstMoment().put(copy(from.firstMoment()));
                to.secondMoment().put(copy(from.secondMoment()));
            }
            step(straight, through, 2, 0);
            step(stopped, resumed, 2, 0);

            for (ParameterSpec spec : SPECS) {
                assertThat(floats(stopped, spec.name())).as(spec.name()).isEqualTo(floats(straight, spec.name()));
            }
        }
    }

    private static byte[] copy(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy;
    }

    @Test
    void theOnlyParameterMayBeSparse() {
        ParameterSpec table = ParameterSpec.uniform("table", 1, ROWS, WIDTH).withRowPerItem();
        try (Parameters parameters =
                        new Parameters(List.of(table), Precision.FLOAT, new RandomStreams(9), ItemGradients.SPARSE);
                Adam adam = new Adam(parameters, 0, Adam.Decay.COUPLED, 1)) {
            float[] before = floats(parameters, "table");
            try (Scope scope = Scope.recording()) {
                parameters.get("table").gather(Tensor.indices(1)).exp().sum().backward();
            }
            adam.step(0.01);

            assertThat(adam.state().firstMoment()).isEmpty();
            assertThat(floats(parameters, "table")).isNotEqualTo(before);
        }
    }

    @Test
    void aUseAsAWholeIsFoundOut() {
        try (Parameters parameters = parameters(ItemGradients.SPARSE);
                Adam adam = new Adam(parameters, 0, Adam.Decay.COUPLED, 0)) {
            try (Scope scope = Scope.recording()) {
                parameters.get("table").exp().sum().backward();
            }
            assertThatThrownBy(() -> adam.step(0.01))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("'table' was used as a whole");
        }
    }

    @Test
    void stepsLeaveNoNativeMemory() {
        try (Parameters parameters = parameters(ItemGradients.SPARSE);
                Adam adam = new Adam(parameters, 0, Adam.Decay.COUPLED, 0)) {
            step(parameters, adam, 1, 2);
            long before = Pointer.totalCount();
            for (int i = 0; i < 30; i++) {
                step(parameters, adam, 1, 2);
            }
            assertThat(Pointer.totalCount() - before).isLessThan(30);
        }
    }
}
