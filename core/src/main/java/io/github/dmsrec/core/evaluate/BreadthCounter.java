package io.github.dmsrec.core.evaluate;

import java.util.BitSet;

/** Adds up lists row by row; its size depends on the catalogue alone. For one thread. */
final class BreadthCounter {

    private final ItemPopularity items;
    private final BitSet recommended = new BitSet();
    private double popularity;
    private double targetPopularity;
    private long places;
    private long rows;

    BreadthCounter(ItemPopularity items) {
        this.items = items;
    }

    /** One place of the row that {@link #addTarget} ends. */
    void addRecommended(int item) {
        recommended.set(item);
        popularity += items.percentile(item);
        places++;
    }

    void addTarget(int target) {
        targetPopularity += items.percentile(target);
        rows++;
    }

    Breadth breadth() {
        // No places: every row's prefix is the whole catalogue.
        return new Breadth(
                (double) recommended.cardinality() / items.items(),
                places == 0 ? 0 : popularity / places,
                targetPopularity / rows);
    }
}
