package io.github.dmsrec.gnn.backbone;

import io.github.dmsrec.core.IntList;
import io.github.dmsrec.core.session.Prefixes;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A batch of sessions as their clicks, for backbones that read sessions as sequences.
 *
 * @param positions the clicks, each a node of its own
 * @param itemRows the row of the item table of each click
 */
record SessionClicks(PackedPositions positions, int[] itemRows) implements Backbone.PackedBatch {

    /** All clicks of some rows. */
    static SessionClicks of(Prefixes prefixes, int... rows) {
        return lastOf(prefixes, Integer.MAX_VALUE, rows);
    }

    /** The last clicks of some rows, at most so many of each. */
    static SessionClicks lastOf(Prefixes prefixes, int most, int... rows) {
        PackedPositions.Builder positions = new PackedPositions.Builder();
        IntList itemRows = new IntList();
        for (int row : rows) {
            int[] items = PackedPositions.itemsOf(prefixes, row);
            int[] taken = Arrays.copyOfRange(items, Math.max(0, items.length - most), items.length);
            positions.add(IntStream.range(0, taken.length).toArray(), itemRows.size());
            for (int item : taken) {
                itemRows.add(item + 1);
            }
        }
        return new SessionClicks(positions.build(), itemRows.toArray());
    }

    @Override
    public int sessions() {
        return positions.sessions();
    }
}
