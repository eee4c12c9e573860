package io.github.dmsrec.datasets.check;

import java.util.Arrays;

/** A growing array of numbers, without boxing. For one thread. */
final class LongList {

    private long[] values = new long[1 << 10];
    private int size;

    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    long[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
