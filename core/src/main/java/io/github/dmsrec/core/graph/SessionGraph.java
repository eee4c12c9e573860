package io.github.dmsrec.core.graph;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The directed graph of one session (SR-GNN, Wu et al., AAAI 2019; also TAGNN): one node per distinct item, one edge per
 * distinct pair of successive clicks, however often it occurs; immediate repeats give self loops.
 *
 * @param nodes the distinct items in the order of their first click: without repeats, node and click are the same
 * @param alias the node of each click, in click order
 * @param from the node an edge starts from
 * @param to the node it leads to
 * @param inWeight one over the in-degree of {@code to}: averages a node's predecessors
 * @param outWeight one over the out-degree of {@code from}: averages a node's successors
 */
public record SessionGraph(int[] nodes, int[] alias, int[] from, int[] to, float[] inWeight, float[] outWeight) {

    /**
     * The graph of a session.
     *
     * @param items catalogue indices in click order, at least one
     */
    public static SessionGraph of(int[] items) {
        int[] nodes = distinct(items);
        int[] alias = alias(items, nodes);
        // A pair of nodes as one number, so that sorting finds duplicates.
        long[] pairs = new long[items.length - 1];
        for (int i = 0; i + 1 < items.length; i++) {
            pairs[i] = (long) alias[i] << 32 | alias[i + 1];
        }
        Arrays.sort(pairs);
        int[] from = new int[pairs.length];
        int[] to = new int[pairs.length];
        int[] inDegree = new int[nodes.length];
        int[] outDegree = new int[nodes.length];
        int edges = 0;
        for (int i = 0; i < pairs.length; i++) {
            if (i == 0 || pairs[i] != pairs[i - 1]) {
                from[edges] = (int) (pairs[i] >>> 32);
                to[edges] = (int) pairs[i];
                outDegree[from[edges]]++;
                inDegree[to[edges]]++;
                edges++;
            }
        }
        float[] inWeight = new float[edges];
        float[] outWeight = new float[edges];
        for (int e = 0; e < edges; e++) {
            inWeight[e] = 1f / inDegree[to[e]];
            outWeight[e] = 1f / outDegree[from[e]];
        }
        return new SessionGraph(
                nodes, alias, Arrays.copyOf(from, edges), Arrays.copyOf(to, edges), inWeight, outWeight);
    }

    /** The distinct items in the order of their first click. */
    static int[] distinct(int[] items) {
        if (items.length == 0) {
            throw new IllegalArgumentException("a session graph needs at least one click");
        }
        return Arrays.stream(items).distinct().toArray();
    }

    /** The node of each click. */
    static int[] alias(int[] items, int[] nodes) {
        int[] alias = new int[items.length];
        if (nodes.length == items.length) {
            Arrays.setAll(alias, i -> i);
            return alias;
        }
        Map<Integer, Integer> nodeOfItem = new HashMap<>();
        for (int n = 0; n < nodes.length; n++) {
            nodeOfItem.put(nodes[n], n);
        }
        Arrays.setAll(alias, i -> nodeOfItem.getOrDefault(items[i], -1));
        return alias;
    }
}
