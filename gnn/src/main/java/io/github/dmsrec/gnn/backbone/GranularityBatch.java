package io.github.dmsrec.gnn.backbone;

import io.github.dmsrec.core.IntList;
import io.github.dmsrec.core.graph.GranularityGraph;
import io.github.dmsrec.core.graph.GranularityGraph.Edges;
import io.github.dmsrec.core.graph.GranularityGraph.Granularity;
import io.github.dmsrec.core.session.Prefixes;
import java.util.ArrayList;
import java.util.List;

/**
 * Sessions as MSGIFSR packs them: for each granularity all nodes in one list, session after session, and for each relation
 * all edges in one list, without padding.
 *
 * @param sessions the number of sessions B
 * @param levels the nodes of granularity 1, 2, ..., K
 * @param bySession where each node stands when the lists of all granularities are put one below the other, in the order of
 *     sessions; empty if there is one granularity, which is in that order
 * @param sessionOfNode the session of each node in that order
 */
record GranularityBatch(int sessions, List<Level> levels, int[] bySession, int[] sessionOfNode)
        implements Backbone.PackedBatch {

    /**
     * The nodes of granularity k.
     *
     * @param rows [nodes, k]: rows of the item table
     * @param session the session of each node
     * @param last the node of each session's last run
     * @param forward the relations that lead here in the graph, one for each granularity that they can start from
     * @param backward the relations that lead here in the reversed graph, likewise
     */
    record Level(int[] rows, int[] session, int[] last, List<Relation> forward, List<Relation> backward) {

        /** The number of nodes. */
        int nodes() {
            return session.length;
        }
    }

    /**
     * The edges from one granularity to another one or to itself; there may be none in this batch.
     *
     * @param source the position of the level that they start from
     * @param from the node an edge starts from
     * @param to the node it leads to, ascending
     * @param alone whether no two edges lead to the same node, so that none competes for attention
     */
    record Relation(int source, int[] from, int[] to, boolean alone) {}

    static GranularityBatch pack(Prefixes prefixes, int[] rows, int order) {
        List<Builder> builders = new ArrayList<>();
        for (int level = 0; level < order; level++) {
            builders.add(new Builder(level, order));
        }
        for (int s = 0; s < rows.length; s++) {
            List<Granularity> graph = GranularityGraph.of(PackedPositions.itemsOf(prefixes, rows[s]), order)
                    .granularities();
            int[] first = builders.stream().mapToInt(Builder::nodes).toArray();
            for (int level = 0; level < order; level++) {
                builders.get(level).add(s, graph, first);
            }
        }
        List<Level> levels = builders.stream().map(Builder::build).toList();
        if (order == 1) {
            return new GranularityBatch(rows.length, levels, new int[0], levels.get(0).session);
        }
        IntList bySession = new IntList();
        IntList sessionOfNode = new IntList();
        int[] next = new int[order];
        for (int s = 0; s < rows.length; s++) {
            int firstOfLevel = 0;
            for (int level = 0; level < order; level++) {
                int[] session = levels.get(level).session;
                while (next[level] < session.length && session[next[level]] == s) {
                    bySession.add(firstOfLevel + next[level]++);
                    sessionOfNode.add(s);
                }
                firstOfLevel += session.length;
            }
        }
        return new GranularityBatch(rows.length, levels, bySession.toArray(), sessionOfNode.toArray());
    }

    private static final class Builder {

        private final int level;
        private final IntList rows = new IntList();
        private final IntList session = new IntList();
        private final IntList last = new IntList();
        private final List<RelationBuilder> forward = new ArrayList<>();
        private final List<RelationBuilder> backward = new ArrayList<>();

        Builder(int level, int order) {
            this.level = level;
            for (int source = 0; source < order; source++) {
                if (source == level || source == 0 || level == 0) {
                    forward.add(new RelationBuilder(source));
                    backward.add(new RelationBuilder(source));
                }
            }
        }

        int nodes() {
            return session.size();
        }

        void add(int sessionNumber, List<Granularity> graph, int[] first) {
            Granularity own = graph.get(level);
            for (int item : own.items()) {
                rows.add(item + 1);
            }
            for (int node = 0; node < own.items().length / (level + 1); node++) {
                session.add(sessionNumber);
            }
            last.add(first[level] + own.last());
            for (int i = 0; i < forward.size(); i++) {
                int source = forward.get(i).source;
                Edges there;
                Edges back;
                if (source == level) {
                    there = own.intra();
                    back = own.intra();
                } else if (level == 0) {
                    there = graph.get(source).toItems();
                    back = graph.get(source).fromItems();
                } else {
                    there = own.fromItems();
                    back = own.toItems();
                }
                forward.get(i).add(there, first[source], first[level]);
                backward.get(i).add(back.reversed(), first[source], first[level]);
            }
        }

        Level build() {
            return new Level(
                    rows.toArray(),
                    session.toArray(),
                    last.toArray(),
                    forward.stream().map(RelationBuilder::build).toList(),
                    backward.stream().map(RelationBuilder::build).toList());
        }
    }

    private static final class RelationBuilder {

        private final int source;
        private final IntList from = new IntList();
        private final IntList to = new IntList();

        RelationBuilder(int source) {
            this.source = source;
        }

        void add(Edges edges, int firstOfSource, int firstOfTarget) {
            for (int e = 0; e < edges.from().length; e++) {
                from.add(firstOfSource + edges.from()[e]);
                to.add(firstOfTarget + edges.to()[e]);
            }
        }

        Relation build() {
            boolean alone = true;
            for (int e = 1; e < to.size(); e++) {
                alone &= to.get(e) != to.get(e - 1);
            }
            return new Relation(source, from.toArray(), to.toArray(), alone);
        }
    }
}
