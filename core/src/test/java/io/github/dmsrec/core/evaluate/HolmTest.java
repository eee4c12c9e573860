package io.github.dmsrec.core.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HolmTest {

    @Test
    void eachPValueIsMultipliedByTheNumberOfThoseNotBelowItAndNeverFallsBack() {
        // 4 * 0.005, 3 * 0.01, 2 * 0.03; 1 * 0.04 is less than the one before it.
        assertThat(Holm.correct(0.01, 0.04, 0.03, 0.005))
                .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-15));
        assertThat(Holm.correct(0.9, 0.4, 0.5)).containsExactly(1, 1, 1);
        assertThat(Holm.correct(0.02, 0.02)).containsExactly(0.04, 0.04);
        assertThat(Holm.correct(0.02)).containsExactly(0.02);
        assertThat(Holm.correct()).isEmpty();
        assertThatThrownBy(() -> Holm.correct(0.5, Double.NaN)).hasMessageContaining("NaN");
    }
}
