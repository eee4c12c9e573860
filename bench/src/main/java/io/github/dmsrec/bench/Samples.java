package io.github.dmsrec.bench;

import java.util.Arrays;

/** Measured values of one kind. For one thread. */
public final class Samples {

    private final double[] values;
    private int size;

    /** At most so many. */
    public Samples(int most) {
        values = new double[most];
    }

    /** Adds one. */
    public void add(double value) {
        values[size++] = value;
    }

    /** The median. */
    public double median() {
        return percentile(0.5);
    }

    /** The value that a share of all does not exceed. */
    public double percentile(double share) {
        double[] sorted = Arrays.copyOf(values, size);
        Arrays.sort(sorted);
        return sorted[(int) (share * (size - 1))];
    }
}
