package io.github.dmsrec.predict;

/**
 * Where sessions began, by a 64-bit hash of their ids: 32 bytes for each at most. Two different ids meet in one hash with a
 * probability of n squared / 2^65. For one thread.
 */
final class SessionPlaces {

    private static final int FIRST_CAPACITY = 1 << 10;

    private long[] hashes = new long[FIRST_CAPACITY];
    private long[] places = new long[FIRST_CAPACITY];
    private int size;

    /**
     * Remembers where a session began.
     *
     * @param place above 0
     * @return where it began before, or 0
     */
    long put(String id, long place) {
        if (2L * (size + 1) > hashes.length) {
            grow();
        }
        long hash = hash(id);
        int slot = slot(hash, hashes, places);
        if (places[slot] != 0) {
            return places[slot];
        }
        hashes[slot] = hash;
        places[slot] = place;
        size++;
        return 0;
    }

    private void grow() {
        long[] oldHashes = hashes;
        long[] oldPlaces = places;
        hashes = new long[Math.multiplyExact(oldHashes.length, 2)];
        places = new long[hashes.length];
        for (int i = 0; i < oldHashes.length; i++) {
            if (oldPlaces[i] != 0) {
                int slot = slot(oldHashes[i], hashes, places);
                hashes[slot] = oldHashes[i];
                places[slot] = oldPlaces[i];
            }
        }
    }

    /** The place of a hash, or the free one where it belongs. */
    private static int slot(long hash, long[] hashes, long[] places) {
        int mask = hashes.length - 1;
        int slot = (int) (hash >>> 32) & mask;
        while (places[slot] != 0 && hashes[slot] != hash) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    /** FNV-1a over the characters, mixed as SplitMix64 does. */
    private static long hash(String id) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return hash ^ (hash >>> 31);
    }
}
