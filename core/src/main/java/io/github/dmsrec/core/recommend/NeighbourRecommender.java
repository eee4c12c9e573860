package io.github.dmsrec.core.recommend;

import io.github.dmsrec.core.session.Prefixes;

/** A recommender that looks at similar sessions of the past, and can tell how many of them hold an item. */
public interface NeighbourRecommender extends Recommender {

    /**
     * How many of the neighbours of a row hold each of some items.
     *
     * @param prefixes rows of catalogue indices, each of at least one click
     * @param row the row
     * @param items catalogue indices
     * @return one number for each item
     */
    int[] neighboursHolding(Prefixes prefixes, int row, int... items);
}
