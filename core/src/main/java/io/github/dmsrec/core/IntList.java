package io.github.dmsrec.core;

import java.util.Arrays;

/** A growing array of numbers, without boxing. For one thread. */
public final class IntList {

    private int[] values = new int[256];
    private int size;

    /** Adds a number at the end. */
    public void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    /** Removes all numbers. */
    public void clear() {
        size = 0;
    }

    /** Removes all numbers from a position on. */
    public void truncate(int length) {
        size = Math.min(size, length);
    }

    /** The number at a position in {@code 0..size-1}. */
    public int get(int position) {
        return values[position];
    }

    /** How many numbers there are. */
    public int size() {
        return size;
    }

    /** The numbers of positions {@code from..to-1}. */
    public int[] range(int from, int to) {
        return Arrays.copyOfRange(values, from, to);
    }

    /** All numbers. */
    public int[] toArray() {
        return range(0, size);
    }
}
