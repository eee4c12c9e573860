package io.github.dmsrec.bench.load;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Draws whole numbers {@code x} of {@code first..last} with a probability in proportion to {@code x^-exponent}. Immutable. */
public final class PowerLaw {

    private final int first;
    private final double[] cumulative;

    /**
     * A power law.
     *
     * @param exponent at least 0; 0 draws all alike
     * @param first the least number, at least 1
     * @param last the greatest number, at least {@code first}
     */
    public PowerLaw(double exponent, int first, int last) {
        if (!(exponent >= 0) || first < 1 || last < first) {
            throw new IllegalArgumentException("no power law: exponent " + exponent + " on " + first + ".." + last);
        }
        this.first = first;
        this.cumulative = new double[last - first + 1];
        double sum = 0;
        for (int i = 0; i < cumulative.length; i++) {
            sum += Math.pow((double) first + i, -exponent);
            cumulative[i] = sum;
        }
    }

    /** Draws a number. */
    public int draw(SplittableRandom random) {
        double at = random.nextDouble() * cumulative[cumulative.length - 1];
        int found = Arrays.binarySearch(cumulative, at);
        // A number owns the stretch that ends, exclusively, at its cumulative weight.
        int index = found >= 0 ? found + 1 : -found - 1;
        return first + Math.min(index, cumulative.length - 1);
    }
}
