package io.github.dmsrec.core;

import java.util.Arrays;

/**
 * Different numbers, each with its place in the order in which they first came: 0, 1, 2 and so on. Without boxing. What
 * belongs to a number lies at its place in arrays beside this. Memory and the time of {@link #clear} grow with the numbers
 * that there are, not with how large they are. For one thread.
 */
public final class IntIndex {

    /** 2^32 divided by the golden ratio: spreads neighbouring numbers over the table. */
    private static final int SPREAD = 0x9E3779B9;

    private int[] values = new int[32];
    /** Where in the table each place is. */
    private int[] slots = new int[32];
    /** The numbers of the table, meaningful where it has a place. */
    private int[] keys = new int[64];
    /** The place of the number of each slot plus one; 0 in an empty slot. */
    private int[] places = new int[64];

    private int shift = 32 - 6;
    private int size;

    /** The place of a number, which is added if it is new. */
    public int add(int value) {
        int slot = slotOf(value);
        if (places[slot] == 0) {
            if (size == values.length) {
                grow();
                slot = slotOf(value);
            }
            keys[slot] = value;
            places[slot] = size + 1;
            values[size] = value;
            slots[size] = slot;
            size++;
        }
        return places[slot] - 1;
    }

    /** The place of a number; -1 if it was not added. */
    public int find(int value) {
        return places[slotOf(value)] - 1;
    }

    /** The number at a place in {@code 0..size-1}. */
    public int value(int place) {
        return values[place];
    }

    /** How many different numbers there are. */
    public int size() {
        return size;
    }

    /** Removes all numbers. */
    public void clear() {
        for (int place = 0; place < size; place++) {
            places[slots[place]] = 0;
        }
        size = 0;
    }

    /** All numbers, by place. */
    public int[] toArray() {
        return Arrays.copyOf(values, size);
    }

    /** The slot that has the number, or the empty one where it belongs. The table is at most half full. */
    private int slotOf(int value) {
        int mask = places.length - 1;
        int slot = (value * SPREAD) >>> shift;
        while (places[slot] != 0 && keys[slot] != value) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        values = Arrays.copyOf(values, size * 2);
        slots = new int[size * 2];
        keys = new int[size * 4];
        places = new int[size * 4];
        shift--;
        for (int place = 0; place < size; place++) {
            int slot = slotOf(values[place]);
            keys[slot] = values[place];
            places[slot] = place + 1;
            slots[place] = slot;
        }
    }
}
