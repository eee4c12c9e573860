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
     * @param pool compares its items
     * @param d from 0 to 1
     * @param diverse how many are chosen so; those behind are the best of the others
     * @param most how many in all
     * @return places in the pool in the order chosen, of equals the better first; no more than there are
     */
    static int[] choose(float[] scores, ItemSimilarity.Pool pool, double d, int diverse, int most) {
        int size = scores.length;
        double[] relevance = relevance(scores);
        float[] nearest = new float[size];
        float[] similarity = new float[size];
        boolean[] taken = new boolean[size];
        int[] chosen = new int[Math.min(most, size)];
        int first = Math.min(diverse, chosen.length);
        for (int place = 0; place < first; place++) {
            int next = best(relevance, nearest, taken, d);
            chosen[place] = next;
            taken[next] = true;
            if (place + 1 < first) {
                pool.compare(next, similarity);
                for (int i = 0; i < size; i++) {
                    nearest[i] = Math.max(nearest[i], similarity[i]);
                }
            }
        }
        int at = first;
        for (int i = 0; i < size && at < chosen.length; i++) {
            if (!taken[i]) {
                chosen[at++] = i;
            }
        }
        return chosen;
    }

    private static int best(double[] relevance, float[] nearest, boolean[] taken, double d) {
        int best = -1;
        double greatest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < relevance.length; i++) {
            double value = (1 - d) * relevance[i] - d * nearest[i];
            if (!taken[i] && value > greatest) {
                best = i;
                greatest = value;
            }
        }
        return best;
    }

    private static double[] relevance(float[] scores) {
        double[] relevance = new double[scores.length];
        if (scores.length > 0) {
            double least = scores[scores.length - 1];
            double span = scores[0] - least;
            Arrays.setAll(relevance, i -> span > 0 ? (scores[i] - least) / span : 1);
        }
        return relevance;
    }
}
