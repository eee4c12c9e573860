package io.github.dmsrec.core.graph;

import java.util.HashMap;
import java.util.Map;

/**
 * The typed session graph of GCE-GNN (Wang et al., SIGIR 2020). Types are numbered from 0 in the order of the model's
 * edge vectors a_1..a_4: {@link #SELF}, {@link #BEFORE} (the neighbour was clicked immediately before), {@link #AFTER},
 * {@link #BOTH}.
 *
 * @param nodes the distinct items in the order of their first click
 * @param alias the node of each click, in click order
 * @param node the node that attends, ascending
 * @param neighbour the node that is attended to
 * @param type the type of each pair
 */
public record LocalGraph(int[] nodes, int[] alias, int[] node, int[] neighbour, int[] type) {

    /** A node and itself. */
    public static final int SELF = 0;
    /** The neighbour was clicked immediately before the node. */
    public static final int BEFORE = 1;
    /** The neighbour was clicked immediately after the node. */
    public static final int AFTER = 2;
    /** The neighbour was clicked before and after the node. */
    public static final int BOTH = 3;

    /**
     * The graph of a session.
     *
     * <p>The rule depends on order: the model reads the session from its last click backwards, and a pair that was seen in
     * the other direction before becomes {@link #BOTH}.
     *
     * @param items catalogue indices in click order, at least one
     */
    public static LocalGraph of(int[] items) {
        int[] nodes = SessionGraph.distinct(items);
        int[] alias = SessionGraph.alias(items, nodes);
        return nodes.length == items.length ? path(nodes, alias) : withRepeats(nodes, alias);
    }

    // Most sessions repeat nothing: each node sees the one before, itself, and the one after.
    private static LocalGraph path(int[] nodes, int[] alias) {
        int pairs = 3 * nodes.length - 2;
        int[] node = new int[pairs];
        int[] neighbour = new int[pairs];
        int[] type = new int[pairs];
        int e = 0;
        for (int n = 0; n < nodes.length; n++) {
            for (int other = Math.max(0, n - 1); other <= Math.min(nodes.length - 1, n + 1); other++) {
                node[e] = n;
                neighbour[e] = other;
                type[e++] = other == n ? SELF : other < n ? BEFORE : AFTER;
            }
        }
        return new LocalGraph(nodes, alias, node, neighbour, type);
    }

    private static LocalGraph withRepeats(int[] nodes, int[] alias) {
        Map<Long, Integer> typeByPair = new HashMap<>();
        for (int n = 0; n < nodes.length; n++) {
            typeByPair.put(pair(n, n), SELF);
        }
        for (int i = alias.length - 1; i > 0; i--) {
            int u = alias[i];
            int v = alias[i - 1];
            if (u == v || typeOf(typeByPair, u, v) == BOTH) {
                continue;
            }
            if (typeOf(typeByPair, v, u) == BEFORE) {
                typeByPair.put(pair(u, v), BOTH);
                typeByPair.put(pair(v, u), BOTH);
            } else {
                typeByPair.put(pair(u, v), BEFORE);
                typeByPair.put(pair(v, u), AFTER);
            }
        }
        long[] pairs =
                typeByPair.keySet().stream().mapToLong(Long::longValue).sorted().toArray();
        int[] node = new int[pairs.length];
        int[] neighbour = new int[pairs.length];
        int[] type = new int[pairs.length];
        for (int e = 0; e < pairs.length; e++) {
            node[e] = (int) (pairs[e] >>> 32);
            neighbour[e] = (int) pairs[e];
            type[e] = typeOf(typeByPair, node[e], neighbour[e]);
        }
        return new LocalGraph(nodes, alias, node, neighbour, type);
    }

    private static long pair(int node, int neighbour) {
        return (long) node << 32 | neighbour;
    }

    private static int typeOf(Map<Long, Integer> typeByPair, int node, int neighbour) {
        return typeByPair.getOrDefault(pair(node, neighbour), -1);
    }
}
