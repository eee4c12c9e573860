package io.github.dmsrec.core;

import java.util.Arrays;

/** A growing array of floats, without boxing. For one thread. */
public final class FloatList {

    private float[] values = new float[256];
    private int size;

    /** Adds a number at the end. */
    public void add(float value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    /** The number at a position in {@code 0..size-1}. */
    public float get(int position) {
        return values[position];
    }

    /** How many numbers there are. */
    public int size() {
        return size;
    }

    /** Removes all numbers from a position on. */
    public void truncate(int length) {
        size = Math.min(size, length);
    }

    /** All numbers. */
    public float[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
