package io.github.dmsrec.intent.asking;

/** A growing set of numbers in one array. For one thread. */
final class LongSet {

    private long[] slots = new long[1 << 10];
    private boolean hasZero;
    private int size;

    /** Adds a number, well mixed already; whether it was absent. */
    boolean add(long number) {
        if (number == 0) {
            boolean absent = !hasZero;
            hasZero = true;
            return absent;
        }
        if (size >= slots.length - slots.length / 4) {
            long[] old = slots;
            slots = new long[old.length * 2];
            for (long kept : old) {
                if (kept != 0) {
                    slots[slot(kept)] = kept;
                }
            }
        }
        int slot = slot(number);
        if (slots[slot] == number) {
            return false;
        }
        slots[slot] = number;
        size++;
        return true;
    }

    private int slot(long number) {
        int slot = (int) number & (slots.length - 1);
        while (slots[slot] != 0 && slots[slot] != number) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }
}
