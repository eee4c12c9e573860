package io.github.dmsrec.gnn.model;

import io.github.dmsrec.core.IntIndex;
import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.gnn.engine.ParameterSpec;
import io.github.dmsrec.gnn.engine.ParameterSpec.Role;
import io.github.dmsrec.gnn.engine.ParameterSpec.Start;
import io.github.dmsrec.gnn.engine.Tensor;
import io.github.dmsrec.gnn.loss.ItemPlaces;
import java.util.Arrays;

/**
 * The different items of each session of a batch, and what is added to their scores.
 *
 * @param items of each session, the latest first
 * @param offsets [{@value #AGES}], by how many other items were clicked since: 0, 1, 2 to 3, 4 to 7, more
 */
record ClickedItems(int[][] items, Tensor offsets) {

    /** How many offsets there are. */
    static final int AGES = 5;

    /** The name of {@link #parameter}. */
    static final String PARAMETER = "seen_offset";

    /** The offsets before they are multiplied, 0 at the start: then clicked items compete as all others do. */
    static ParameterSpec parameter() {
        return ParameterSpec.uniform(PARAMETER, 0, AGES, 1)
                .startingAs(new Start.Constant(0))
                .as(Role.TRAINED_WITHOUT_DECAY);
    }

    /** The different items of rows, the latest first. */
    static int[][] latestFirst(Prefixes prefixes, int... rows) {
        IntIndex different = new IntIndex();
        int[][] items = new int[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            different.clear();
            int[] clicks = prefixes.items(rows[i]);
            for (int position = clicks.length - 1; position >= 0; position--) {
                different.add(clicks[position]);
            }
            items[i] = new int[different.size()];
            for (int place = 0; place < items[i].length; place++) {
                items[i][place] = different.value(place);
            }
        }
        return items;
    }

    /** Which offset an item has after so many others. */
    static int age(int others) {
        return Math.min(AGES - 1, Integer.SIZE - Integer.numberOfLeadingZeros(others));
    }

    /** Adds the offsets to scores of all items. */
    Tensor addedTo(Tensor logits, int firstItem) {
        return added(logits, ItemPlaces.amongAll(items, firstItem, Math.toIntExact(logits.size(1))));
    }

    /** Adds the offsets to scores of some items. */
    Tensor addedTo(Tensor scores, int... chosen) {
        return added(scores, ItemPlaces.among(items, chosen));
    }

    /** The offsets of a session's items. */
    float[] offsetsOf(int session) {
        float[] byAge = offsets.floats();
        float[] added = new float[items[session].length];
        for (int i = 0; i < added.length; i++) {
            added[i] = byAge[age(i)];
        }
        return added;
    }

    private Tensor added(Tensor scores, ItemPlaces clicked) {
        int[] ages = Arrays.stream(clicked.order()).map(ClickedItems::age).toArray();
        return scores.adding(offsets.gather(Tensor.indices(ages)), clicked.places());
    }
}
