package io.github.dmsrec.gnn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.RandomStreams;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightAverageTest {

    private static final List<ParameterSpec> SPECS = List.of(
            ParameterSpec.uniform("w", 1, 2), ParameterSpec.uniform("b", 1, 1).as(ParameterSpec.Role.FROZEN));

    private final Parameters parameters = new Parameters(SPECS, Precision.FLOAT, new RandomStreams(1));

    private float[] average(WeightAverage average) {
        return average.during(this::values);
    }

    private float[] values() {
        try (Scope scope = Scope.inference()) {
            return parameters.get("w").floats();
        }
    }

    private void step(WeightAverage average, float... weights) {
        parameters.set("w", weights);
        average.add();
    }

    @Test
    void laterStepsWeighMoreAndTheStartNothing() {
        try (parameters) {
            WeightAverage average = new WeightAverage(parameters, 0.5);
            float[] start = values();
            assertThat(average(average)).containsExactly(start);

            step(average, 1, -8);
            assertThat(average(average)).containsExactly(1, -8);
            // (1 * 1/4 + 4 * 1/2) / (3/4) and (-8 * 1/4 + 2 * 1/2) / (3/4).
            step(average, 4, 2);
            assertThat(average(average)).containsExactly(3f, -4 / 3f);
            // (1 * 1/8 + 4 * 1/4 + 0 * 1/2) / (7/8) and (-8 * 1/8 + 2 * 1/4 + 7 * 1/2) / (7/8).
            step(average, 0, 7);
            assertThat(average(average)).containsExactly(1.125f / 0.875f, 3f / 0.875f);
            assertThat(values()).containsExactly(0, 7);
        }
    }

    @Test
    void itGoesOnFromItsSums() {
        try (parameters) {
            WeightAverage whole = new WeightAverage(parameters, 0.9);
            step(whole, 1, 2);
            WeightAverage later = new WeightAverage(parameters, 0.9);
            later.restore(1, whole.sums());

            step(whole, 3, 4);
            later.add();

            assertThat(average(later)).containsExactly(average(whole));
            assertThatThrownBy(() -> later.restore(1, new float[3])).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void theWeightsComeBackAfterAFailure() {
        try (parameters) {
            WeightAverage average = new WeightAverage(parameters, 0.5);
            step(average, 1, 1);
            step(average, 2, 2);

            assertThatThrownBy(() -> average.during(() -> {
                        throw new IllegalStateException("broken");
                    }))
                    .hasMessage("broken");
            assertThat(values()).containsExactly(2, 2);
        }
    }
}
