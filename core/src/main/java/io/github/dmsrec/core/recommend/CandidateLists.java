package io.github.dmsrec.core.recommend;

import java.util.Arrays;

/**
 * The candidates of rows {@code 0..size-1}, best first, in flat arrays; a row may have fewer than asked for when the
 * catalogue is small. Immutable; safe for use by several threads.
 */
public final class CandidateLists {

    private final int[] offsets;
    private final int[] items;
    private final float[] scores;

    /**
     * @param offsets row {@code r} is {@code items[offsets[r]..offsets[r+1]-1]}; the arrays are not copied and must not be
     *     changed afterwards
     * @param items catalogue indices
     * @param scores the score of each item
     */
    public CandidateLists(int[] offsets, int[] items, float[] scores) {
        if (offsets.length == 0
                || offsets[0] != 0
                || offsets[offsets.length - 1] != items.length
                || items.length != scores.length) {
            throw new IllegalArgumentException(
                    "offsets end at " + (offsets.length == 0 ? -1 : offsets[offsets.length - 1]) + ", items are "
                            + items.length + ", scores " + scores.length);
        }
        this.offsets = offsets;
        this.items = items;
        this.scores = scores;
    }

    /** The number of rows. */
    public int size() {
        return offsets.length - 1;
    }

    /** The number of candidates of a row. */
    public int count(int row) {
        return offsets[row + 1] - offsets[row];
    }

    /** The catalogue index of a row's candidate, rank 0 being the best. */
    public int item(int row, int rank) {
        return items[offsets[row] + rank];
    }

    /** The score of a row's candidate. */
    public float score(int row, int rank) {
        return scores[offsets[row] + rank];
    }

    /** A row's candidates, best first. */
    public int[] items(int row) {
        return Arrays.copyOfRange(items, offsets[row], offsets[row + 1]);
    }
}
