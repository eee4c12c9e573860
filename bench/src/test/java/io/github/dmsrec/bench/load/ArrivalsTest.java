package io.github.dmsrec.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

    private static final int MANY = 200_000;

    private static long[] times(Arrivals.Kind kind, double rate, long seed, int count) {
        Arrivals arrivals = kind.at(rate, seed);
        return LongStream.generate(arrivals::next).limit(count).toArray();
    }

    @Test
    void constantArrivalsKeepTheirDistanceForLong() {
        long[] times = times(Arrivals.Kind.CONSTANT, 3, 1, MANY);

        assertThat(times[0]).isZero();
        assertThat(times[3]).isCloseTo(1_000_000_000L, within(1L));
        assertThat(times[199_998]).isCloseTo(66_666_000_000_000L, within(100_000L));
    }

    @Test
    void gapsOfPoissonArrivalsAreExponential() {
        long[] times = times(Arrivals.Kind.POISSON, 250, 7, MANY);

        double[] gaps = new double[MANY - 1];
        double mean = 0;
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = (times[i + 1] - times[i]) / 1e9;
            mean += gaps[i] / gaps.length;
        }
        double variance = 0;
        long long3 = 0;
        for (double gap : gaps) {
            variance += (gap - mean) * (gap - mean) / gaps.length;
            long3 += gap > 3.0 / 250 ? 1 : 0;
        }
        assertThat(mean).isCloseTo(1.0 / 250, within(0.00005));
        // The standard deviation of an exponential distribution is its mean; e^-3 of it lies above three means.
        assertThat(Math.sqrt(variance)).isCloseTo(1.0 / 250, within(0.0001));
        assertThat((double) long3 / gaps.length).isCloseTo(Math.exp(-3), within(0.003));
        assertThat(LongStream.of(times)).isSorted();
    }

    @Test
    void aSeedMakesTheSameTimes() {
        assertThat(times(Arrivals.Kind.POISSON, 10, 3, 100))
                .isEqualTo(times(Arrivals.Kind.POISSON, 10, 3, 100))
                .isNotEqualTo(times(Arrivals.Kind.POISSON, 10, 4, 100));
    }

    @Test
    void aRateMustBeANumberAboveZero() {
        for (double rate : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> Arrivals.Kind.POISSON.at(rate, 1)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
