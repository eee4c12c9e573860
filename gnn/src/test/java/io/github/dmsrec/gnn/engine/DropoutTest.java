package io.github.dmsrec.gnn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Drop-out keeps the expectation, at any rate, and draws from the seeded generator. */
class DropoutTest {

    /** Not a multiple of the values that one draw serves. */
    private static final int COUNT = 400_003;

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.3, 0.5, 0.9, 0.999})
    void valuesAreDroppedAtTheRateAndTheExpectationStays(double rate) {
        float[] values = dropped(rate, 7);

        int kept = 0;
        for (float value : values) {
            assertThat(value == 0 || Math.abs(value * (1 - rate) - 1) < 0.01).isTrue();
            kept += value == 0 ? 0 : 1;
        }
        double deviation = Math.sqrt(rate * (1 - rate) / COUNT);
        assertThat(kept / (double) COUNT).isEqualTo(1 - rate, within(5 * deviation + 1.0 / (1 << 16)));
    }

    @Test
    void neighboursAreDroppedIndependently() {
        float[] values = dropped(0.5, 7);

        for (int distance = 1; distance <= 8; distance++) {
            int both = 0;
            for (int i = 0; i + distance < COUNT; i++) {
                both += values[i] == 0 && values[i + distance] == 0 ? 1 : 0;
            }
            assertThat(both / (double) (COUNT - distance)).isEqualTo(0.25, within(0.005));
        }
    }

    @Test
    void theSeedDecides() {
        assertThat(dropped(0.3, 7)).isEqualTo(dropped(0.3, 7)).isNotEqualTo(dropped(0.3, 8));
    }

    private static float[] dropped(double rate, long seed) {
        try (Scope scope = Scope.inference()) {
            Engine.seed(seed);
            return Tensor.ones(Precision.FLOAT, COUNT, 1).dropout(rate).floats();
        }
    }
}
