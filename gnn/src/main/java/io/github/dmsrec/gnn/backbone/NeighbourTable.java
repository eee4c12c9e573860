package io.github.dmsrec.gnn.backbone;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.graph.GlobalGraph;
import java.util.SplittableRandom;

/**
 * The neighbours of every item in the global graph, as rows of the item table: GCE-GNN's fixed-size view of it.
 *
 * @param perItem how many places an item has
 * @param rows [N + 1, perItem]: rows of the item table; 0 where a place is empty
 * @param counts [N + 1, perItem]: how often each neighbour stood near the item; 0 where a place is empty
 */
public record NeighbourTable(int perItem, int[] rows, int[] counts) {

    /** GCE-GNN's number of neighbours. */
    public static final int PER_ITEM = 12;

    public NeighbourTable {
        if (rows.length != counts.length || rows.length % perItem != 0) {
            throw new IllegalArgumentException(
                    rows.length + " neighbours, " + counts.length + " counts, " + perItem + " for each item");
        }
    }

    /** The strongest neighbours of each item; places stay empty where an item has fewer. */
    public static NeighbourTable strongest(GlobalGraph graph, int perItem) {
        int[] rows = new int[(graph.size() + 1) * perItem];
        int[] counts = new int[rows.length];
        for (int item = 0; item < graph.size(); item++) {
            for (int place = 0; place < graph.neighbours()[item].length; place++) {
                int index = (item + 1) * perItem + place;
                rows[index] = graph.neighbours()[item][place] + 1;
                counts[index] = graph.counts()[item][place];
            }
        }
        return new NeighbourTable(perItem, rows, counts);
    }

    /**
     * As the published code has it: an item with fewer neighbours than places fills all places by draws with replacement,
     * once and for all; an item without neighbours keeps empty places.
     */
    public static NeighbourTable filledByDraws(GlobalGraph graph, int perItem, RandomStreams random) {
        NeighbourTable table = strongest(graph, perItem);
        for (int item = 0; item < graph.size(); item++) {
            int known = graph.neighbours()[item].length;
            if (known == 0 || known == perItem) {
                continue;
            }
            SplittableRandom draws = random.stream("neighbours", item);
            for (int place = 0; place < perItem; place++) {
                int drawn = draws.nextInt(known);
                int index = (item + 1) * perItem + place;
                table.rows[index] = graph.neighbours()[item][drawn] + 1;
                table.counts[index] = graph.counts()[item][drawn];
            }
        }
        return table;
    }
}
