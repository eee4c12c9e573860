package io.github.dmsrec.baseline;

/**
 * A set of numbers that is walked in the order in which CPython (3.7 and later) walks a {@code set} of the same integers
 * with the same history. session-rec (Ludewig et al.) keeps sessions in such sets and cuts among equally similar ones by
 * that order; where many are equal, as after one click, its scores follow from it. Open addressing: ten neighbouring
 * slots are tried, then a jump by the hash's higher bits; a table three fifths full grows to more than four times its
 * size, or twice from 50,000 members on. For one thread.
 */
final class HashOrder {

    private static final int LEAST_SLOTS = 8;
    private static final int NEIGHBOURS = 9;
    private static final int LARGE = 50_000;

    private long[] keys;
    private int[] values;
    private boolean[] taken;
    private int size;

    /** An empty set. */
    HashOrder() {
        allocate(LEAST_SLOTS);
    }

    /** This set and then another, as {@code this | other} makes it; both stay. */
    HashOrder union(HashOrder other) {
        HashOrder union = new HashOrder();
        union.merge(this);
        union.merge(other);
        return union;
    }

    /**
     * Adds a member that may be there already.
     *
     * @param key the integer that CPython's set would hold
     * @param value what {@link #values} gives for it
     */
    void add(long key, int value) {
        if (insert(key, value) && size * 5L >= (keys.length - 1) * 3L) {
            resize(size > LARGE ? size * 2L : size * 4L);
        }
    }

    int size() {
        return size;
    }

    /** The values of all members, in order. */
    int[] values() {
        int[] walked = new int[size];
        int count = 0;
        for (int slot = 0; slot < keys.length; slot++) {
            if (taken[slot]) {
                walked[count++] = values[slot];
            }
        }
        return walked;
    }

    private void merge(HashOrder other) {
        if (other.size == 0) {
            return;
        }
        if ((size + other.size) * 5L >= (keys.length - 1) * 3L) {
            resize((size + other.size) * 2L);
        }
        if (size == 0 && keys.length == other.keys.length) {
            keys = other.keys.clone();
            values = other.values.clone();
            taken = other.taken.clone();
            size = other.size;
            return;
        }
        boolean clean = size == 0;
        for (int slot = 0; slot < other.keys.length; slot++) {
            if (other.taken[slot]) {
                if (clean) {
                    insert(other.keys[slot], other.values[slot]);
                } else {
                    add(other.keys[slot], other.values[slot]);
                }
            }
        }
    }

    private boolean insert(long key, int value) {
        int mask = keys.length - 1;
        // CPython keeps -1 for errors.
        long hash = key == -1 ? -2 : key;
        long perturbed = hash;
        int slot = (int) (hash & mask);
        while (true) {
            int last = slot + NEIGHBOURS <= mask ? slot + NEIGHBOURS : slot;
            for (int tried = slot; tried <= last; tried++) {
                if (!taken[tried]) {
                    taken[tried] = true;
                    keys[tried] = key;
                    values[tried] = value;
                    size++;
                    return true;
                }
                if (keys[tried] == key) {
                    return false;
                }
            }
            perturbed >>>= 5;
            slot = (int) ((slot * 5L + 1 + perturbed) & mask);
        }
    }

    private void resize(long atLeast) {
        int slots = LEAST_SLOTS;
        while (slots <= atLeast) {
            slots <<= 1;
        }
        long[] oldKeys = keys;
        int[] oldValues = values;
        boolean[] oldTaken = taken;
        allocate(slots);
        for (int slot = 0; slot < oldKeys.length; slot++) {
            if (oldTaken[slot]) {
                insert(oldKeys[slot], oldValues[slot]);
            }
        }
    }

    private void allocate(int slots) {
        keys = new long[slots];
        values = new int[slots];
        taken = new boolean[slots];
        size = 0;
    }
}
