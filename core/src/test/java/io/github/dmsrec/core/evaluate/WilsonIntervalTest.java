package io.github.dmsrec.core.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class WilsonIntervalTest {

    @Test
    void agreesWithPublishedValues() {
        // R: prop.test(10, 100, correct = FALSE) and prop.test(0, 20, correct = FALSE).
        assertThat(WilsonInterval.of(10, 100).low()).isCloseTo(0.05522914, within(1e-7));
        assertThat(WilsonInterval.of(10, 100).high()).isCloseTo(0.17436566, within(1e-7));
        assertThat(WilsonInterval.of(0, 20).low()).isZero();
        assertThat(WilsonInterval.of(0, 20).high()).isCloseTo(0.1611252, within(1e-6));
        assertThat(WilsonInterval.of(20, 20).high()).isEqualTo(1);
    }

    @Test
    void withoutRowsNothingIsKnown() {
        assertThat(WilsonInterval.of(0, 0)).isEqualTo(new WilsonInterval(0, 1));
        assertThatThrownBy(() -> WilsonInterval.of(2, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
