package io.github.dmsrec.live;

import java.util.BitSet;
import java.util.List;

/**
 * What is wanted for a session.
 *
 * @param k how many items at most, at least 1
 * @param masks which items may be recommended
 * @param boosts what multiplies items' probabilities
 * @param diversity from 0 to 1
 * @param mostDiverse how many places are chosen for diversity
 */
public record SelectionRequest(int k, Masks masks, List<Boosted> boosts, double diversity, int mostDiverse) {

    /** The least pool that diverse items are chosen from, and how many times k it is. */
    private static final int LEAST_POOL = 100;

    private static final long POOL_OF_EACH = 5;

    /**
     * Some items, and the factor of their probability.
     *
     * @param items which; nobody changes it any more
     * @param factor above 0 and finite
     */
    public record Boosted(BitSet items, double factor) {}

    /** The best of the items that masks leave. */
    public static SelectionRequest best(int k, Masks masks) {
        return new SelectionRequest(k, masks, List.of(), 0, 0);
    }

    /** How many items are ranked: k, or the pool that diverse ones are chosen from. */
    int ranked() {
        return diversity == 0 ? k : (int) Math.min(Integer.MAX_VALUE, Math.max(POOL_OF_EACH * k, LEAST_POOL));
    }

    /** How many of the items are chosen for diversity. */
    int diverse() {
        return diversity == 0 ? 0 : Math.min(k, mostDiverse);
    }

    /**
     * The score of an item with its boosts.
     *
     * @param logits whether scores are logits; else they are not negative
     */
    float boosted(int item, float score, boolean logits) {
        if (boosts.isEmpty()) {
            return score;
        }
        double changed = score;
        for (Boosted boost : boosts) {
            if (boost.items.get(item)) {
                changed = logits ? changed + Math.log(boost.factor) : changed * boost.factor;
            }
        }
        return limited(changed);
    }

    /** A score above 0 stays so: 0 may say that an item is not known. */
    private static float limited(double score) {
        double limited = Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, score));
        return score > 0 ? Math.max(Float.MIN_VALUE, (float) limited) : (float) limited;
    }
}
