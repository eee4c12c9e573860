package io.github.dmsrec.gnn.backbone;

import io.github.dmsrec.core.IntList;
import io.github.dmsrec.core.session.Prefixes;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Sessions in windows of at most so many clicks, for backbones that read no more at once and predict at every click. A
 * session that fits is one window. Of a longer one, windows overlap by half, and clicks in the overlap predict in the
 * earlier window alone: each click predicts once, and all but the first ones see at least half a window.
 *
 * @param clicks those of the windows, each of which counts as a session
 * @param predicting the packed positions of the clicks that predict: one for each click of the sessions, in their order
 */
record ClickWindows(SessionClicks clicks, int[] predicting) {

    /**
     * The windows of some rows.
     *
     * @param most the clicks of a window, at least 1
     */
    static ClickWindows of(Prefixes prefixes, int most, int... rows) {
        PackedPositions.Builder positions = new PackedPositions.Builder();
        IntList itemRows = new IntList();
        IntList predicting = new IntList();
        int step = (most + 1) / 2;
        for (int row : rows) {
            int[] items = PackedPositions.itemsOf(prefixes, row);
            int done = 0;
            while (done < items.length) {
                int end = Math.min(items.length, done == 0 ? most : done + step);
                int[] taken = Arrays.copyOfRange(items, Math.max(0, end - most), end);
                int first = itemRows.size();
                positions.add(IntStream.range(0, taken.length).toArray(), first);
                for (int item : taken) {
                    itemRows.add(item + 1);
                }
                for (int back = end - done; back > 0; back--) {
                    predicting.add(first + taken.length - back);
                }
                done = end;
            }
        }
        return new ClickWindows(new SessionClicks(positions.build(), itemRows.toArray()), predicting.toArray());
    }
}
