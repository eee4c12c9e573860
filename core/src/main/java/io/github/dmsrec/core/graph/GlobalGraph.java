package io.github.dmsrec.core.graph;

import io.github.dmsrec.core.session.Sessions;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
        List<Map<Integer, int[]>> countByNeighbour = java.util.stream.Stream.generate(
                        () -> (Map<Integer, int[]>) new LinkedHashMap<Integer, int[]>())
                .limit(catalogueSize)
                .toList();
        for (int s = 0; s < sessions.size(); s++) {
            int length = sessions.length(s);
            for (int distance = 1; distance <= REACH; distance++) {
                for (int i = 0; i + distance < length; i++) {
                    int earlier = sessions.item(s, i);
                    int later = sessions.item(s, i + distance);
                    countByNeighbour.get(earlier).computeIfAbsent(later, item -> new int[1])[0]++;
                    countByNeighbour.get(later).computeIfAbsent(earlier, item -> new int[1])[0]++;
                }
            }
        }
        int[][] neighbours = new int[catalogueSize][];
        int[][] counts = new int[catalogueSize][];
        for (int item = 0; item < catalogueSize; item++) {
            // A stable sort: ties stay in the order of first occurrence.
            List<Map.Entry<Integer, int[]>> strongest = countByNeighbour.get(item).entrySet().stream()
                    .sorted(Comparator.comparingInt((Map.Entry<Integer, int[]> entry) -> -entry.getValue()[0]))
                    .limit(perItem)
                    .toList();
            neighbours[item] = strongest.stream().mapToInt(Map.Entry::getKey).toArray();
            counts[item] =
                    strongest.stream().mapToInt(entry -> entry.getValue()[0]).toArray();
        }
        return new GlobalGraph(neighbours, counts);
    }

    /** The number of items. */
    public int size() {
        return neighbours.length;
    }
}
