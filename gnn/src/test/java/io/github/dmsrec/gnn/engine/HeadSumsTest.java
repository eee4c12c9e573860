package io.github.dmsrec.gnn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.core.RandomStreams;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadSumsTest {

    private static final int NODES = 7;
    private static final int HEADS = 2;
    private static final int D = 3;

    /** Nodes without edges at the start, in the middle and at the end; several edges to one node; a kind with one edge. */
    private static final int[] WEIGHTED = {1, 1, 2, 5, 5, 5};

    private static final int[] PLAIN = {0, 2, 3};
    private static final int[] DROPPED = {5};

    /** The block's size decides how many nodes are summed at a time: one, two, three, all. */
    @ParameterizedTest
    @ValueSource(longs = {1, 12, 19, 1000})
    void stretchesAddUpToTheSameSumsAndGradients(long block) {
        List<ParameterSpec> specs = List.of(
                ParameterSpec.uniform("bias", 1, HEADS * D),
                ParameterSpec.uniform("map", 1, HEADS * D, 4),
                ParameterSpec.uniform("other map", 1, HEADS * D, 4),
                ParameterSpec.uniform("x", 1, WEIGHTED.length, 4),
                ParameterSpec.uniform("weights", 1, WEIGHTED.length, HEADS));
        try (Parameters parameters = new Parameters(specs, Precision.DOUBLE, new RandomStreams(1));
                Scope scope = Scope.recording()) {
            Tensor x = parameters.get("x");
            HeadSums sums = new HeadSums(parameters.get("bias"), HEADS, block);
            sums.add(x, parameters.get("map"), Optional.of(parameters.get("weights")), WEIGHTED);
            sums.add(x.rows(0, 3), parameters.get("other map"), Optional.empty(), PLAIN);
            Tensor constant = Tensor.of(Precision.DOUBLE, new double[] {0, 2}, 1, HEADS);
            sums.add(x.rows(4, 5), parameters.get("other map"), Optional.of(constant), DROPPED);

            Tensor highest = sums.highest(NODES);

            Tensor expected = expected(parameters, constant);
            assertThat(highest.doubles()).containsExactly(expected.doubles(), within(1e-14));
            List<double[]> gradients = gradients(parameters, specs, highest);
            List<double[]> expectedGradients = gradients(parameters, specs, expected);
            for (int i = 0; i < specs.size(); i++) {
                assertThat(gradients.get(i))
                        .as("the gradient of %s", specs.get(i).name())
                        .containsExactly(expectedGradients.get(i), within(1e-14));
            }
        }
    }

    /** The same in one block, by operations that stand alone. */
    private static Tensor expected(Parameters parameters, Tensor constant) {
        Tensor x = parameters.get("x");
        Tensor weighted = x.linear(parameters.get("map"))
                .reshape(WEIGHTED.length, HEADS, D)
                .times(parameters.get("weights").reshape(WEIGHTED.length, HEADS, 1))
                .reshape(WEIGHTED.length, HEADS * D)
                .sumInto(Tensor.indices(WEIGHTED), NODES);
        Tensor plain = x.rows(0, 3).linear(parameters.get("other map")).sumInto(Tensor.indices(PLAIN), NODES);
        Tensor dropped = x.rows(4, 5)
                .linear(parameters.get("other map"))
                .reshape(1, HEADS, D)
                .times(constant.reshape(1, HEADS, 1))
                .reshape(DROPPED.length, HEADS * D)
                .sumInto(Tensor.indices(DROPPED), NODES);
        return weighted.plus(plain)
                .plus(dropped)
                .reshape(NODES, HEADS, D)
                .plus(parameters.get("bias").reshape(1, HEADS, D))
                .highest(1);
    }

    private static List<double[]> gradients(Parameters parameters, List<ParameterSpec> specs, Tensor result) {
        parameters.clearGradients();
        result.times(result).sum().backward();
        List<double[]> gradients = new ArrayList<>();
        specs.forEach(spec -> gradients.add(parameters.gradient(spec.name()).doubles()));
        return gradients;
    }
}
