package io.github.dmsrec.core.graph;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How often one item meets each of its neighbours. Not thread-safe. */
public final class NeighbourCounts {

    private final Map<Integer, int[]> counts = new LinkedHashMap<>();

    /**
     * The neighbours that were met most often.
     *
     * @param neighbours the most frequent first; of equally frequent ones those that were met first
     * @param counts how often each was met {@code [neighbours]}
     */
    public record Strongest(int[] neighbours, int[] counts) {}

    /** Of an item that has met no neighbour yet. */
    public NeighbourCounts() {}

    /** Meets a neighbour once more. */
    public void add(int neighbour) {
        counts.computeIfAbsent(neighbour, item -> new int[1])[0]++;
    }

    /**
     * The neighbours that were met most often.
     *
     * @param most how many are kept at most
     */
    public Strongest strongest(int most) {
        // A stable sort: ties stay in the order of first occurrence.
        List<Map.Entry<Integer, int[]>> strongest = counts.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<Integer, int[]> entry) -> -entry.getValue()[0]))
                .limit(most)
                .toList();
        return new Strongest(
                strongest.stream().mapToInt(Map.Entry::getKey).toArray(),
                strongest.stream().mapToInt(entry -> entry.getValue()[0]).toArray());
    }
}
