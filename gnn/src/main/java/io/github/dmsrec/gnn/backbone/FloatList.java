package io.github.dmsrec.gnn.backbone;

import java.util.Arrays;

/** A growing array of floats, for packing batches. For one thread. */
final class FloatList {

    private float[] values = new float[256];
    private int size;

    void add(float value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    float[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
