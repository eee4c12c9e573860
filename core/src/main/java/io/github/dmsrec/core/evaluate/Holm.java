package io.github.dmsrec.core.evaluate;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The step-down correction for many comparisons (Holm, Scandinavian Journal of Statistics, 1979): if all corrected p-values
 * below 0.05 are called significant, the chance of even one false call among them is at most 5 %, whatever depends on what.
 */
public final class Holm {

    private Holm() {}

    /**
     * Corrects p-values: the {@code i}-th smallest of {@code m} is multiplied by {@code m - i + 1}, is at least the
     * corrected one before it, and at most 1.
     *
     * @param pValues in [0, 1], of all comparisons of one family
     * @return in the same order
     */
    public static double[] correct(double... pValues) {
        for (double p : pValues) {
            if (!(p >= 0 && p <= 1)) {
                throw new IllegalArgumentException("a p-value lies in [0, 1], but one is " + p);
            }
        }
        int[] ascending = IntStream.range(0, pValues.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> pValues[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] corrected = new double[pValues.length];
        double atLeast = 0;
        for (int i = 0; i < ascending.length; i++) {
            atLeast = Math.max(atLeast, Math.min(1, (pValues.length - i) * pValues[ascending[i]]));
            corrected[ascending[i]] = atLeast;
        }
        return corrected;
    }
}
