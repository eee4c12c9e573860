package io.github.dmsrec.datasets.check;

import java.util.Arrays;

/** How often each 64-bit key came, without boxing: an open-addressed table. The key 0 stands for 1. For one thread. */
final class LongCounts {

    private long[] keys = new long[1 << 10];
    private int[] counts = new int[1 << 10];
    private int size;

    void add(long key) {
        if (2 * size >= keys.length) {
            grow();
        }
        int place = place(keys, key == 0 ? 1 : key);
        if (keys[place] == 0) {
            keys[place] = key == 0 ? 1 : key;
            size++;
        }
        counts[place]++;
    }

    /** How often a key came since it was last taken; it is taken now. */
    int take(long key) {
        int place = place(keys, key == 0 ? 1 : key);
        int count = counts[place];
        counts[place] = 0;
        return count;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldCounts = counts;
        keys = new long[2 * oldKeys.length];
        counts = new int[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                int place = place(keys, oldKeys[i]);
                keys[place] = oldKeys[i];
                counts[place] = oldCounts[i];
            }
        }
    }

    private static int place(long[] keys, long key) {
        int mask = keys.length - 1;
        int place = (int) (Hashes.mixed(key) >>> 32) & mask;
        while (keys[place] != 0 && keys[place] != key) {
            place = (place + 1) & mask;
        }
        return place;
    }

    /** The keys that came more than once in a list, sorted. The list is sorted in place. */
    static long[] repeated(long[] list) {
        Arrays.sort(list);
        long[] found = new long[list.length / 2];
        int count = 0;
        for (int i = 1; i < list.length; i++) {
            if (list[i] == list[i - 1] && (count == 0 || found[count - 1] != list[i])) {
                found[count++] = list[i];
            }
        }
        return Arrays.copyOf(found, count);
    }
}
