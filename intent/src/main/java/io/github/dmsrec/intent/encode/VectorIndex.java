package io.github.dmsrec.intent.encode;

import java.util.Arrays;

/** The numbers of records by the hash of their key; records of one hash are found one after the other. For one thread until all are added. */
public final class VectorIndex {

    private static final int NONE = -1;

    private long[] hashes = new long[1024];
    private int size;
    private int[] table = emptied(4096);

    private static int[] emptied(int length) {
        int[] table = new int[length];
        Arrays.fill(table, NONE);
        return table;
    }

    /** How many records there are. */
    int size() {
        return size;
    }

    /** Adds the next record. */
    public void add(long hash) {
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, size + (size >> 1));
        }
        if (2 * (size + 1L) > table.length && table.length < 1 << 30) {
            table = emptied(table.length * 2);
            for (int record = 0; record < size; record++) {
                place(record, hashes[record]);
            }
        }
        hashes[size] = hash;
        place(size, hash);
        size++;
    }

    private void place(int record, long hash) {
        int at = slot(hash);
        while (table[at] != NONE) {
            at = (at + 1) & (table.length - 1);
        }
        table[at] = record;
    }

    // The hash is a piece of a SHA-256, so any of its bits will do.
    private int slot(long hash) {
        return (int) hash & (table.length - 1);
    }

    /** The first record of a hash, negative if there is none. */
    public int first(long hash) {
        return find(slot(hash), hash);
    }

    /** The record of a hash that follows another one of it, negative if there is none. */
    int next(int record, long hash) {
        int at = slot(hash);
        while (table[at] != record) {
            at = (at + 1) & (table.length - 1);
        }
        return find((at + 1) & (table.length - 1), hash);
    }

    private int find(int from, long hash) {
        int at = from;
        while (table[at] != NONE && hashes[table[at]] != hash) {
            at = (at + 1) & (table.length - 1);
        }
        return table[at];
    }
}
