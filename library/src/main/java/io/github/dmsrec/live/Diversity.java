package io.github.dmsrec.live;

import java.util.Arrays;

/**
 * Maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998): each next item is the one with the greatest
 * {@code (1 - d) * relevance - d * similarity}, where the relevance is its score, scaled to 0..1 within the pool, and the
 * similarity is the greatest to an item that was chosen already, not below 0.
 */
final class Diversity {

    private Diversity() {}

    /**
     * Chooses items from a pool.
     *
     * @param scores of the pool, the best first
     * @param pairs compares items of the pool
     * @param d from 0 to 1
     * @param most how many are chosen; no more than there are
     * @return places in the pool in the order chosen; of equals the better first
     */
    static int[] choose(float[] scores, Likeness.Pairs pairs, double d, int most) {
        int size = scores.length;
        int[] chosen = new int[Math.min(most, size)];
        double[] relevance = new double[size];
        double best = size == 0 ? 0 : scores[0];
        double span = size == 0 ? 0 : best - scores[size - 1];
        for (int i = 0; i < size; i++) {
            relevance[i] = span > 0 ? 1 - (best - scores[i]) / span : 1;
        }
        double[] nearest = new double[size];
        boolean[] taken = new boolean[size];
        for (int place = 0; place < chosen.length; place++) {
            int next = -1;
            double greatest = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < size; i++) {
                double value = (1 - d) * relevance[i] - d * nearest[i];
                if (!taken[i] && value > greatest) {
                    next = i;
                    greatest = value;
                }
            }
            chosen[place] = next;
            taken[next] = true;
            if (place + 1 < chosen.length) {
                for (int i = 0; i < size; i++) {
                    if (!taken[i]) {
                        nearest[i] = Math.max(nearest[i], pairs.between(i, next));
                    }
                }
            }
        }
        return chosen;
    }

    /** The places of a pool: those that were chosen, then the others in their order, so many in all. */
    static int[] completed(int[] chosen, int size, int most) {
        boolean[] taken = new boolean[size];
        for (int place : chosen) {
            taken[place] = true;
        }
        int[] all = Arrays.copyOf(chosen, Math.min(most, size));
        int at = chosen.length;
        for (int place = 0; place < size && at < all.length; place++) {
            if (!taken[place]) {
                all[at++] = place;
            }
        }
        return all;
    }
}
