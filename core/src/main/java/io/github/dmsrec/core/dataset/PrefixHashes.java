package io.github.dmsrec.core.dataset;

import java.util.Arrays;

/** A set of hashes with marks, in two arrays. For one thread. */
final class PrefixHashes {

    private final long[] hashes;
    private final byte[] marks;
    private final int mask;
    private int size;

    /**
     * An empty set.
     *
     * @param expected the most hashes that come
     */
    PrefixHashes(int expected) {
        int slots = Integer.highestOneBit(expected + expected / 2) * 2;
        hashes = new long[slots];
        marks = new byte[slots];
        mask = slots - 1;
    }

    /** Forgets all. */
    void clear() {
        Arrays.fill(hashes, 0);
        Arrays.fill(marks, (byte) 0);
        size = 0;
    }

    void add(long hash) {
        int slot = slot(hash);
        if (hashes[slot] == 0) {
            if (++size == hashes.length) {
                throw new IllegalStateException("more hashes came than were expected");
            }
            hashes[slot] = stored(hash);
        }
    }

    /** Marks a hash, if the set has it. */
    void mark(long hash, int mark) {
        int slot = slot(hash);
        if (hashes[slot] != 0) {
            marks[slot] = (byte) (marks[slot] | mark);
        }
    }

    int marks(long hash) {
        return marks[slot(hash)];
    }

    // 0 stands for an empty slot.
    private static long stored(long hash) {
        return hash == 0 ? 1 : hash;
    }

    private int slot(long hash) {
        long wanted = stored(hash);
        int slot = (int) wanted & mask;
        while (hashes[slot] != 0 && hashes[slot] != wanted) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
