package io.github.dmsrec.core;

import java.util.SplittableRandom;

/**
 * Named streams of random numbers, all from one seed. A stream depends on the seed, its purpose and its indices only, so
 * a draw added in one place shifts none elsewhere, and resuming interrupted work needs no generator state.
 *
 * @param seed the seed of the whole run
 */
public record RandomStreams(long seed) {

    /**
     * A seed for one purpose.
     *
     * @param purpose e.g. {@code "shuffle"}
     * @param indices e.g. the epoch and the step
     */
    public long seedFor(String purpose, long... indices) {
        long state = mix(seed ^ 0x9E3779B97F4A7C15L);
        for (int i = 0; i < purpose.length(); i++) {
            state = mix(state ^ purpose.charAt(i));
        }
        for (long index : indices) {
            state = mix(state ^ mix(index + 0x9E3779B97F4A7C15L));
        }
        return state;
    }

    /** A generator for one purpose. */
    public SplittableRandom stream(String purpose, long... indices) {
        return new SplittableRandom(seedFor(purpose, indices));
    }

    /**
     * A random order of {@code 0..size-1} for one purpose.
     *
     * @param size at least 0
     */
    public int[] permutation(int size, String purpose, long... indices) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        SplittableRandom random = stream(purpose, indices);
        for (int i = size - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swap = order[i];
            order[i] = order[j];
            order[j] = swap;
        }
        return order;
    }

    // The finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014).
    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
