package io.github.dmsrec.bench;

import java.util.Arrays;

/** Measured values of one kind. For one thread. */
final class Samples {

    private final double[] values;
    private int size;

    Samples(int most) {
        values = new double[most];
    }

    void add(double value) {
        values[size++] = value;
    }

    double median() {
        return percentile(0.5);
    }

    double percentile(double share) {
        double[] sorted = Arrays.copyOf(values, size);
        Arrays.sort(sorted);
        return sorted[(int) (share * (size - 1))];
    }
}
