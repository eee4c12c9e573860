package io.github.dmsrec.core.recommend;

import io.github.dmsrec.core.session.Prefixes;
import org.jspecify.annotations.Nullable;

/**
 * Scores the whole catalogue for click prefixes. The one interface that baselines, backbones and fused models share;
 * evaluation, candidates and {@code recommend} know nothing else.
 *
 * <p>Safe for any number of threads at once: every call gives the bits that it gives alone. What a call works with is its
 * own, or comes from a {@link ScratchPool}.
 */
public interface Recommender {

    /** What tables call it, e.g. {@code "sr-gnn"}. */
    String name();

    /** The number of items N that are scored. */
    int catalogueSize();

    /**
     * Scores rows {@code from..to-1}. Higher is better; scores of different rows need not be comparable.
     *
     * @param prefixes rows of catalogue indices, each of at least one click
     * @param from the first row, inclusive
     * @param to the last row, exclusive
     * @param scores receives the score of item {@code i} for row {@code r} at {@code (r - from) * catalogueSize() + i};
     *     at least {@code (to - from) * catalogueSize()} long; finite numbers
     * @throws IllegalArgumentException if a row has no clicks, or an item outside the catalogue
     */
    void score(Prefixes prefixes, int from, int to, float[] scores);

    /**
     * Scores rows {@code from..to-1} as {@link #score} does, or quicker by scores that are a little off, where that saves
     * enough of the time.
     *
     * @param prefixes rows of catalogue indices, each of at least one click
     * @param from the first row, inclusive
     * @param to the last row, exclusive
     * @param scores as for {@link #score}
     * @return how far they may be off, and exact ones; null if they are those of {@link #score}
     */
    default @Nullable Rescoring scoreNearly(Prefixes prefixes, int from, int to, float[] scores) {
        score(prefixes, from, to, scores);
        return null;
    }

    /**
     * Whether a score of 0 says that nothing is known of an item for this prefix, as with non-neural baselines. Such items
     * are not recommended, and no hit.
     */
    default boolean isZeroUnknown() {
        return false;
    }

    /**
     * Offers the items of a row to a ranking, each with the score that {@link #score} gives it; those that nothing is known
     * of are left out. Methods that know of few items offer those alone, so that a call costs what they cost, however
     * large the catalogue.
     *
     * @param prefixes rows of catalogue indices, each of at least one click
     * @param row the row
     * @param ranking has begun, with how many items are wanted and which are allowed
     * @throws IllegalArgumentException if the row has no clicks, or an item outside the catalogue, or a score is NaN
     */
    default void rank(Prefixes prefixes, int row, Ranking ranking) {
        float[] scores = new float[catalogueSize()];
        score(prefixes, row, row + 1, scores);
        ranking.offerAll(scores, 0, scores.length, isZeroUnknown());
    }

    /**
     * The scores of some items for rows {@code from..to-1}: those that {@link #score} gives them, but for rounding.
     *
     * @param prefixes rows of catalogue indices, each of at least one click
     * @param from the first row, inclusive
     * @param to the last row, exclusive
     * @param items in any order; an item may stand there several times
     * @return row by row, in the order of the items
     * @throws IllegalArgumentException if a row has no clicks, or an item outside the catalogue
     */
    default float[] scoresOf(Prefixes prefixes, int from, int to, int... items) {
        float[] some = new float[(to - from) * items.length];
        float[] all = new float[catalogueSize()];
        for (int row = from; row < to; row++) {
            score(prefixes, row, row + 1, all);
            for (int i = 0; i < items.length; i++) {
                some[(row - from) * items.length + i] = all[items[i]];
            }
        }
        return some;
    }

    /**
     * The items of the highest scores of a row, best first, of equal ones the lower first; those that nothing is known of
     * are left out.
     *
     * @param scores hold the row
     * @param offset where item 0 of the row is
     * @param k how many at most
     * @param excluded items that are left out
     */
    default int[] best(float[] scores, int offset, int k, int... excluded) {
        Ranking ranking = new Ranking();
        ranking.begin(k, TopK.allBut(excluded));
        ranking.offerAll(scores, offset, catalogueSize(), isZeroUnknown());
        return ranking.items();
    }

    /** The scores of one prefix, one per item of the catalogue. */
    default float[] score(int... prefix) {
        float[] scores = new float[catalogueSize()];
        score(Prefixes.of(prefix), 0, 1, scores);
        return scores;
    }
}
