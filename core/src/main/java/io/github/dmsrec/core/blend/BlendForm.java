package io.github.dmsrec.core.blend;

/**
 * How the scores of unlike models become comparable before they are added. Every form gives values of at least 0, and 0 to
 * items that a model knows nothing of.
 */
public enum BlendForm {
    /** The score less the least of the row, divided by the greatest less the least: 0 to 1. */
    MIN_MAX,
    /** The score less the least of the row, divided by the standard deviation of the row. */
    Z_SCORE,
    /** The soft-max of a network's logits; of a non-neural baseline, the share of the score in the sum of the row. */
    PROBABILITY,
    /**
     * {@code 1 / (c + rank)}, the rank counted from 1 (reciprocal rank fusion, Cormack et al., SIGIR 2009). Items behind the
     * first L get less than that of rank L + 1, in proportion to their scores, so that filters find them in order.
     */
    RECIPROCAL_RANK
}
