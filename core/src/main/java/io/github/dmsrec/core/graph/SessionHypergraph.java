package io.github.dmsrec.core.graph;

import io.github.dmsrec.core.IntList;

/**
 * The hypergraph of one session (SHARE, Wang et al., Session-based Recommendation with Hypergraph Attention Networks, SDM
 * 2021): one hyperedge for every run of successive clicks of each length up to the window's, joining the run's items.
 * First the runs of one click, in click order, then those of two, and so on. Runs are distinguished by where they stand: an
 * item that was clicked twice has two hyperedges of its own.
 *
 * @param nodes the distinct items in the order of their first click
 * @param alias the node of each click, in click order
 * @param edges the number of hyperedges
 * @param edge the hyperedge of each incidence, ascending
 * @param node the node of each incidence; a node stands once in a hyperedge, even if its item stands twice in the run
 */
public record SessionHypergraph(int[] nodes, int[] alias, int edges, int[] edge, int[] node) {

    /**
     * The hypergraph of a session.
     *
     * @param items catalogue indices in click order, at least one
     * @param window how many clicks after its first a run has at most, at least 0
     */
    public static SessionHypergraph of(int[] items, int window) {
        if (window < 0) {
            throw new IllegalArgumentException("the window must be at least 0, but is " + window);
        }
        int[] nodes = SessionGraph.distinct(items);
        int[] alias = SessionGraph.alias(items, nodes);
        IntList edge = new IntList();
        IntList node = new IntList();
        int edges = 0;
        for (int further = 0; further <= Math.min(window, items.length - 1); further++) {
            for (int first = 0; first + further < items.length; first++) {
                for (int click = first; click <= first + further; click++) {
                    if (!stands(alias, alias[click], first, click)) {
                        edge.add(edges);
                        node.add(alias[click]);
                    }
                }
                edges++;
            }
        }
        return new SessionHypergraph(nodes, alias, edges, edge.toArray(), node.toArray());
    }

    private static boolean stands(int[] alias, int node, int from, int to) {
        for (int click = from; click < to; click++) {
            if (alias[click] == node) {
                return true;
            }
        }
        return false;
    }
}
