package io.github.dmsrec.gnn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products with rows of half precision lie as near to the exact ones as they say. */
class HalfRowsTest {

    @BeforeAll
    static void requireProcessor() {
        assumeTrue(HalfRows.areOffered(), "the engine has no products in half precision on this processor");
    }

    private static float[] drawn(SplittableRandom random, int count, double deviation) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian(0, deviation);
        }
        return values;
    }

    @ParameterizedTest
    @CsvSource({"1,1,1", "1000,8,1", "1000,64,4", "70000,100,2", "999,101,3", "200000,3,5"})
    void noProductIsFartherOffThanTheError(int n, int d, int vectors) {
        SplittableRandom random = new SplittableRandom(n + d);
        float[] rows = drawn(random, n * d, 0.3);
        // Rows of very different lengths, down to numbers that half precision hardly has, and rows of zeros.
        for (int row = 0; row < n; row++) {
            float factor = row % 7 == 3 ? 0 : (float) Math.pow(10, -(row % 8));
            for (int i = 0; i < d; i++) {
                rows[row * d + i] *= factor;
            }
        }
        float[] bias = drawn(random, n, 1);
        for (boolean biased : new boolean[] {false, true}) {
            try (Scope scope = Scope.inference();
                    HalfRows half = Objects.requireNonNull(HalfRows.of(
                            Tensor.of(Precision.FLOAT, rows, n, d),
                            biased ? Tensor.of(Precision.FLOAT, bias, n) : null,
                            () -> false))) {
                float[] x = drawn(random, vectors * d, 2);
                double[] exact = Tensor.of(Precision.DOUBLE, x, vectors, d)
                        .linear(Tensor.of(Precision.DOUBLE, rows, n, d))
                        .doubles();
                Tensor given = Tensor.of(Precision.FLOAT, x, vectors, d);
                float[] lengths = given.normOfEachRow().floats();
                float[] products = new float[(vectors + 1) * n];
                half.multiply(given, products, 1);
                double farthest = 0;
                int tooFar = 0;
                for (int i = 0; i < exact.length; i++) {
                    double bound = half.error() * lengths[i / n];
                    double expected = exact[i] + (biased ? bias[i % n] : 0);
                    double product = products[n + i];
                    // Added numbers are rounded as well.
                    double allowed = bound + (biased ? 1e-6 * Math.abs(expected) : 0);
                    tooFar += Math.abs(product - expected) <= allowed ? 0 : 1;
                    farthest = Math.max(farthest, Math.abs(product - expected) / bound);
                }
                assertThat(tooFar).isZero();
                // The bound is of use: it is met to a fiftieth.
                assertThat(farthest).isGreaterThan(n > 1 ? 0.02 : 0);
            }
        }
    }

    @Test
    void numbersBeyondHalfPrecisionAreRefused() {
        try (Scope scope = Scope.inference()) {
            Tensor large = Tensor.of(Precision.FLOAT, new float[] {1, 70_000}, 2, 1);
            assertThat(HalfRows.of(large, null, () -> false)).isNull();
            assertThat(large.floats()).containsExactly(1, 70_000);
        }
    }

    @Test
    void whatIsStoppedGivesNothing() {
        try (Scope scope = Scope.inference()) {
            assertThat(HalfRows.of(Tensor.ones(Precision.FLOAT, 10, 4), null, () -> true))
                    .isNull();
        }
    }
}
