package io.github.dmsrec.spark;

import io.github.dmsrec.core.graph.NeighbourCounts;
import scala.Tuple3;

/**
 * Keeps the strongest neighbours of each item: their items and how often they were met.
 *
 * @param perItem how many are kept at most
 */
record StrongestNeighbours(int perItem) implements RowsOfItems.Maker {

    @Override
    public RowsOfItems.Making begin() {
        return new RowsOfItems.Making() {
            private NeighbourCounts counts = new NeighbourCounts();

            @Override
            public void add(int item, byte[] neighbours) {
                for (int neighbour : PackedNumbers.ints(neighbours)) {
                    counts.add(neighbour);
                }
            }

            @Override
            public Tuple3<Integer, byte[], byte[]> finish(int item) {
                NeighbourCounts.Strongest strongest = counts.strongest(perItem);
                counts = new NeighbourCounts();
                return new Tuple3<>(
                        item, PackedNumbers.of(strongest.neighbours()), PackedNumbers.of(strongest.counts()));
            }
        };
    }
}
