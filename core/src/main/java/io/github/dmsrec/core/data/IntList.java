package io.github.dmsrec.core.data;

import java.util.Arrays;

/** A growing array of numbers. For one thread. */
final class IntList {

    private int[] values = new int[1024];
    private int size;

    void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size + (size >> 1));
        }
        values[size++] = value;
    }

    int size() {
        return size;
    }

    /** The numbers of positions {@code from..to-1}. */
    int[] range(int from, int to) {
        return Arrays.copyOfRange(values, from, to);
    }
}
