package io.github.dmsrec.core.graph;

import io.github.dmsrec.core.session.Sessions;
import java.util.stream.Stream;

/**
 * The global item graph of GCE-GNN (Wang et al., SIGIR 2020): two items are neighbours if they stand at most
 * {@link #REACH} clicks apart in a session, weighted by how often they do. Each item keeps its strongest neighbours.
 *
 * @param neighbours for each item its neighbours, strongest first; fewer than asked for if it has no more
 * @param counts how often each neighbour stood near the item
 */
public record GlobalGraph(int[][] neighbours, int[][] counts) {

    /** How many clicks apart neighbours may stand. */
    public static final int REACH = 3;

    /**
     * The graph of all sessions.
     *
     * @param sessions complete sessions, in file order: neighbours of equal count keep the order of first occurrence
     * @param catalogueSize the number of items
     * @param perItem how many neighbours an item keeps at most
     */
    public static GlobalGraph of(Sessions sessions, int catalogueSize, int perItem) {
        NeighbourCounts[] ofItem =
                Stream.generate(NeighbourCounts::new).limit(catalogueSize).toArray(NeighbourCounts[]::new);
        for (int s = 0; s < sessions.size(); s++) {
            neighbours(sessions.items(s), (item, neighbour) -> ofItem[item].add(neighbour));
        }
        int[][] neighbours = new int[catalogueSize][];
        int[][] counts = new int[catalogueSize][];
        for (int item = 0; item < catalogueSize; item++) {
            NeighbourCounts.Strongest strongest = ofItem[item].strongest(perItem);
            neighbours[item] = strongest.neighbours();
            counts[item] = strongest.counts();
        }
        return new GlobalGraph(neighbours, counts);
    }

    /** Takes an item and a neighbour of it. */
    @FunctionalInterface
    public interface Neighbours {

        /**
         * Two clicks of a session stand within the reach of each other.
         *
         * @param item of the one
         * @param neighbour the item of the other
         */
        void met(int item, int neighbour);
    }

    /**
     * Tells each two clicks of a session that stand at most {@link #REACH} apart of each other, in the order that breaks ties.
     *
     * @param items of a session
     */
    public static void neighbours(int[] items, Neighbours neighbours) {
        for (int distance = 1; distance <= REACH; distance++) {
            for (int i = 0; i + distance < items.length; i++) {
                neighbours.met(items[i], items[i + distance]);
                neighbours.met(items[i + distance], items[i]);
            }
        }
    }

    /** The number of items. */
    public int size() {
        return neighbours.length;
    }
}
