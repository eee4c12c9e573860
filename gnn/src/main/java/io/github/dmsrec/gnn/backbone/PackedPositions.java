package io.github.dmsrec.gnn.backbone;

import io.github.dmsrec.core.IntList;
import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.engine.Segments;
import io.github.dmsrec.gnn.engine.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The clicks of a batch of sessions in one list, session after session, without padding.
 *
 * @param sessions the number of sessions B
 * @param session the session of each click
 * @param node the packed node of each click
 * @param last the packed position of each session's last click
 */
record PackedPositions(int sessions, int[] session, int[] node, int[] last) {

    /** Collects positions while a batch is packed. */
    static final class Builder {

        private final IntList session = new IntList();
        private final IntList node = new IntList();
        private final IntList last = new IntList();

        /**
         * Adds a session.
         *
         * @param alias the node of each click, counted from 0 within the session
         * @param firstNode the packed number of the session's first node
         */
        void add(int[] alias, int firstNode) {
            for (int local : alias) {
                session.add(last.size());
                node.add(firstNode + local);
            }
            last.add(session.size() - 1);
        }

        PackedPositions build() {
            return new PackedPositions(last.size(), session.toArray(), node.toArray(), last.toArray());
        }
    }

    /** The items of a row, refusing an empty one. */
    static int[] itemsOf(Prefixes prefixes, int row) {
        int[] items = prefixes.items(row);
        if (items.length == 0) {
            throw new IllegalArgumentException("row " + row + " has no clicks; a session needs at least one");
        }
        return items;
    }

    /** The clicks of each session as segments, inside the caller's scope. */
    Segments segments() {
        return new Segments(session, sessions);
    }

    /**
     * The vector of each click, from those of the nodes.
     *
     * @param nodes [nodes, d]
     */
    Tensor clicks(Tensor nodes) {
        // Without repeats, clicks and nodes are the same rows.
        boolean same =
                node.length == nodes.size(0) && IntStream.range(0, node.length).allMatch(i -> node[i] == i);
        return same ? nodes : nodes.gather(Tensor.indices(node));
    }

    /** How many clicks of its session come before each click. */
    int[] countedFromStart() {
        int[] position = new int[session.length];
        for (int click = 1; click < position.length; click++) {
            position[click] = session[click] == session[click - 1] ? position[click - 1] + 1 : 0;
        }
        return position;
    }

    /** How many clicks of its session come after each click. */
    int[] countedFromEnd() {
        int[] position = new int[session.length];
        for (int click = 0; click < position.length; click++) {
            position[click] = last[session[click]] - click;
        }
        return position;
    }

    /** What each click's share in the mean of its session is, [clicks, 1]: one over the number of clicks. */
    Tensor shares(Precision precision) {
        float[] shares = new float[session.length];
        int first = 0;
        for (int end : last) {
            Arrays.fill(shares, first, end + 1, 1f / (end + 1 - first));
            first = end + 1;
        }
        return Tensor.of(precision, shares, shares.length, 1);
    }
}
