package io.github.dmsrec.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PowerLawTest {

    private static long[] draw(PowerLaw law, int first, int last, int draws) {
        SplittableRandom random = new SplittableRandom(5);
        long[] counts = new long[last - first + 1];
        for (int i = 0; i < draws; i++) {
            counts[law.draw(random) - first]++;
        }
        return counts;
    }

    @ParameterizedTest
    @CsvSource({"2.2, 2, 50", "0.7, 1, 12101", "1.0, 1, 100", "3.5, 1, 20"})
    void theExponentIsRecoveredFromDraws(double exponent, int first, int last) {
        long[] counts = draw(new PowerLaw(exponent, first, last), first, last, 400_000);

        assertThat(Exponents.ofCounts(counts, first)).isCloseTo(exponent, within(0.02));
    }

    @Test
    void sharesAreThoseOfTheFormula() {
        long[] counts = draw(new PowerLaw(1, 1, 4), 1, 4, 250_000);

        // 1, 1/2, 1/3, 1/4 of a sum of 25/12.
        assertThat(counts[0] / 250_000.0).isCloseTo(0.48, within(0.005));
        assertThat(counts[1] / 250_000.0).isCloseTo(0.24, within(0.005));
        assertThat(counts[2] / 250_000.0).isCloseTo(0.16, within(0.005));
        assertThat(counts[3] / 250_000.0).isCloseTo(0.12, within(0.005));
    }

    @Test
    void anExponentOfZeroDrawsAllAlike() {
        for (long count : draw(new PowerLaw(0, 3, 6), 3, 6, 100_000)) {
            assertThat(count).isBetween(24_500L, 25_500L);
        }
    }

    @Test
    void rangesAreChecked() {
        assertThatThrownBy(() -> new PowerLaw(-1, 1, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PowerLaw(1, 0, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PowerLaw(1, 3, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PowerLaw(Double.NaN, 1, 2)).isInstanceOf(IllegalArgumentException.class);
    }
}
