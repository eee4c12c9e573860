package io.github.dmsrec.live;

import java.util.List;
import java.util.function.IntPredicate;

/**
 * What is wanted for a session.
 *
 * @param k how many items at most, at least 1
 * @param allowed which items may be recommended
 * @param boosts what multiplies items' probabilities
 * @param diversity from 0 to 1
 * @param mostDiverse how many places are chosen for diversity
 */
public record Wanted(int k, IntPredicate allowed, List<Boosted> boosts, double diversity, int mostDiverse) {

    /**
     * Some items, and the factor of their probability.
     *
     * @param items which
     * @param factor above 0 and finite
     */
    public record Boosted(IntPredicate items, double factor) {}

    /** How many items are ranked: k, or the pool that diverse ones are chosen from. */
    int ranked() {
        return diversity == 0 ? k : (int) Math.min(Integer.MAX_VALUE, Math.max(5L * k, 100));
    }

    /**
     * The score of an item with its boosts.
     *
     * @param logits whether scores are logits
     */
    float boosted(int item, float score, boolean logits) {
        if (boosts.isEmpty()) {
            return score;
        }
        double sum = score;
        for (Boosted boost : boosts) {
            if (boost.items().test(item)) {
                sum = logits ? sum + Math.log(boost.factor()) : sum * boost.factor();
            }
        }
        return (float) Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, sum));
    }
}
