package io.github.dmsrec;

/**
 * Raises or lowers some items in a recommendation: the probability of every item that a filter accepts is multiplied by a
 * factor before the best are chosen. Neural methods' scores are logits, to which the factor's natural logarithm is added;
 * those of non-neural baselines and of the fallback are counts or weights, which are multiplied. An item that several boosts
 * accept takes all their factors. Immutable.
 *
 * @param where which items
 * @param factor above 0 and finite; above 1 raises, below 1 lowers
 */
public record Boost(ItemFilter where, double factor) {

    /**
     * Checks the factor.
     *
     * @param where which items
     * @param factor above 0 and finite; above 1 raises, below 1 lowers
     */
    public Boost {
        if (!(factor > 0) || factor == Double.POSITIVE_INFINITY) {
            throw new InvalidInputException("The factor of a boost is " + factor
                    + ", but must be a number above 0. To leave items out, use a filter.");
        }
    }
}
