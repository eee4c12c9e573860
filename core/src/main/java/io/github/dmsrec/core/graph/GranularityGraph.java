package io.github.dmsrec.core.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The heterogeneous graph of one session (MSGIFSR, Guo et al., WSDM 2022): nodes of granularity k are the distinct runs of
 * k successive clicks, as ordered sequences. Edges are directed, each pair of nodes at most once, whatever its multiplicity.
 *
 * <p>A session shorter than k has one node of granularity k, which has no edges: the item of the lowest catalogue index,
 * k times, as published. It is the only place where the numbering of items matters.
 *
 * @param granularities those of k = 1, 2, ..., K
 */
public record GranularityGraph(List<Granularity> granularities) {

    public GranularityGraph {
        granularities = List.copyOf(granularities);
    }

    /**
     * The nodes of one granularity k, and the edges that end or start at them. With g(i) for the node of the run that
     * starts at click i, and s(i) for the node of the item of click i:
     *
     * @param items [nodes, k]: the items of each node, in click order; for k = 1 ascending, else nodes are in the order of
     *     their first occurrence
     * @param intra g(i) to g(i + 1)
     * @param fromItems s(i) to g(i + 1); none for k = 1
     * @param toItems g(i) to s(i + k); none for k = 1
     * @param last the node of the last run
     */
    public record Granularity(int[] items, Edges intra, Edges fromItems, Edges toItems, int last) {}

    /**
     * Directed edges, in ascending order of the node that they lead to, then of the node that they start from.
     *
     * @param from the node an edge starts from
     * @param to the node it leads to
     */
    public record Edges(int[] from, int[] to) {

        private static final Edges NONE = new Edges(new int[0], new int[0]);

        /** The same edges in the other direction. */
        public Edges reversed() {
            return sorted(to, from);
        }

        private static Edges sorted(int[] from, int[] to) {
            // A pair of nodes as one number, so that sorting finds duplicates.
            long[] pairs = new long[from.length];
            for (int e = 0; e < pairs.length; e++) {
                pairs[e] = (long) to[e] << 32 | from[e];
            }
            pairs = Arrays.stream(pairs).sorted().distinct().toArray();
            int[] sortedFrom = new int[pairs.length];
            int[] sortedTo = new int[pairs.length];
            for (int e = 0; e < pairs.length; e++) {
                sortedFrom[e] = (int) pairs[e];
                sortedTo[e] = (int) (pairs[e] >>> 32);
            }
            return new Edges(sortedFrom, sortedTo);
        }
    }

    /**
     * The graph of a session.
     *
     * @param items catalogue indices in click order, at least one
     * @param order the number of granularities K, at least one
     */
    public static GranularityGraph of(int[] items, int order) {
        int[] distinct = SessionGraph.distinct(items);
        Arrays.sort(distinct);
        int[] item = Arrays.stream(items)
                .map(index -> Arrays.binarySearch(distinct, index))
                .toArray();
        List<Granularity> granularities = new ArrayList<>();
        granularities.add(new Granularity(distinct, successors(item), Edges.NONE, Edges.NONE, item[item.length - 1]));
        int[] shorter = item;
        for (int k = 2; k <= order; k++) {
            if (items.length < k) {
                int[] dummy = new int[k];
                Arrays.fill(dummy, distinct[0]);
                granularities.add(new Granularity(dummy, Edges.NONE, Edges.NONE, Edges.NONE, 0));
            } else {
                shorter = longer(shorter, item, k);
                granularities.add(granularity(items, item, shorter, k));
            }
        }
        return new GranularityGraph(granularities);
    }

    /** The node of each run of k clicks, from those of the runs of one click less. */
    private static int[] longer(int[] shorter, int[] item, int k) {
        Map<Long, Integer> nodes = new HashMap<>();
        int[] longer = new int[item.length - k + 1];
        for (int i = 0; i < longer.length; i++) {
            long run = (long) shorter[i] << 32 | item[i + k - 1];
            Integer known = nodes.putIfAbsent(run, nodes.size());
            longer[i] = known == null ? nodes.size() - 1 : known;
        }
        return longer;
    }

    private static Granularity granularity(int[] items, int[] item, int[] run, int k) {
        int nodes = Arrays.stream(run).max().orElseThrow() + 1;
        int[] itemsOfNodes = new int[nodes * k];
        for (int i = 0; i < run.length; i++) {
            System.arraycopy(items, i, itemsOfNodes, run[i] * k, k);
        }
        int pairs = run.length - 1;
        return new Granularity(
                itemsOfNodes,
                successors(run),
                Edges.sorted(Arrays.copyOf(item, pairs), Arrays.copyOfRange(run, 1, pairs + 1)),
                Edges.sorted(Arrays.copyOf(run, pairs), Arrays.copyOfRange(item, k, k + pairs)),
                run[run.length - 1]);
    }

    private static Edges successors(int[] nodes) {
        return Edges.sorted(Arrays.copyOf(nodes, nodes.length - 1), Arrays.copyOfRange(nodes, 1, nodes.length));
    }
}
