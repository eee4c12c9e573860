package io.github.dmsrec.baseline;

import io.github.dmsrec.core.io.SafetensorsFile;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Sessions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a counting method has learned, to be kept in a model's folder in place of the sessions: the clicks on each item, and
 * the rows of an item-to-item table, the clicks that count for popularity, or the recent sessions of every item.
 */
public final class CountedTables {

    private static final String CLICKS = "clicks";
    private static final String COUNTED = "counted";
    private static final String OFFSETS = "offsets";
    private static final String ITEMS = "items";
    private static final String SCORES = "scores";
    private static final String SESSIONS = "sessions";
    private static final String SESSION_OFFSETS = "session_offsets";
    private static final String SESSION_ITEMS = "session_items";

    private final Map<String, SafetensorsFile.Tensor> tensors = new LinkedHashMap<>();

    private CountedTables(int[] clicks) {
        tensors.put(CLICKS, SafetensorsFile.Tensor.ofInts(clicks, clicks.length));
    }

    /**
     * Of a method that {@link ItemRowLearner} learns.
     *
     * @param clicks on each item, of all sessions {@code [N]}
     * @param rows of each item {@code [N]}; null for an item that leads to none
     */
    public static CountedTables ofRows(int[] clicks, @Nullable ItemRow[] rows) {
        int[] offsets = new int[rows.length + 1];
        for (int source = 0; source < rows.length; source++) {
            ItemRow row = rows[source];
            offsets[source + 1] = offsets[source] + (row == null ? 0 : row.items().length);
        }
        int[] items = new int[offsets[rows.length]];
        float[] scores = new float[items.length];
        for (int source = 0; source < rows.length; source++) {
            ItemRow row = rows[source];
            if (row != null) {
                System.arraycopy(row.items(), 0, items, offsets[source], row.items().length);
                System.arraycopy(row.scores(), 0, scores, offsets[source], row.items().length);
            }
        }
        CountedTables tables = new CountedTables(clicks);
        tables.tensors.put(OFFSETS, SafetensorsFile.Tensor.ofInts(offsets, offsets.length));
        tables.tensors.put(ITEMS, SafetensorsFile.Tensor.ofInts(items, items.length));
        tables.tensors.put(SCORES, SafetensorsFile.Tensor.ofFloats(scores, scores.length));
        return tables;
    }

    /**
     * Of {@code pop}.
     *
     * @param clicks on each item, of all sessions {@code [N]}
     * @param counted those within the window {@code [N]}
     */
    public static CountedTables ofPopularity(int[] clicks, int[] counted) {
        CountedTables tables = new CountedTables(clicks);
        tables.tensors.put(COUNTED, SafetensorsFile.Tensor.ofInts(counted, counted.length));
        return tables;
    }

    /**
     * Of {@code vmis-knn}.
     *
     * @param clicks on each item, of all sessions {@code [N]}
     * @param sessions how many sessions with clicks there are
     * @param recent the {@link RecentSessions}, in the order in which they ended
     */
    public static CountedTables ofRecentSessions(int[] clicks, long sessions, List<int[]> recent) {
        int[] offsets = new int[recent.size() + 1];
        for (int s = 0; s < recent.size(); s++) {
            offsets[s + 1] = Math.addExact(offsets[s], recent.get(s).length);
        }
        int[] items = recent.stream().flatMapToInt(Arrays::stream).toArray();
        CountedTables tables = new CountedTables(clicks);
        tables.tensors.put(SESSIONS, SafetensorsFile.Tensor.ofLongs(new long[] {sessions}, 1));
        tables.tensors.put(SESSION_OFFSETS, SafetensorsFile.Tensor.ofInts(offsets, offsets.length));
        tables.tensors.put(SESSION_ITEMS, SafetensorsFile.Tensor.ofInts(items, items.length));
        return tables;
    }

    Map<String, SafetensorsFile.Tensor> tensors() {
        return tensors;
    }

    /** The clicks on each item. */
    static int[] clicks(SafetensorsFile file) {
        return file.ints(CLICKS);
    }

    /** The method that learned them. */
    static Recommender read(BaselineOptions options, Catalogue catalogue, SafetensorsFile file) {
        if (file.contains(COUNTED)) {
            return Popularity.of(file.ints(COUNTED));
        }
        return file.contains(SESSIONS)
                ? VsKnn.vmis(
                        new Sessions(file.ints(SESSION_OFFSETS), file.ints(SESSION_ITEMS)),
                        NeighbourIndex.idf(clicks(file), file.longs(SESSIONS)[0]),
                        catalogue,
                        options.values())
                : ItemToItem.of(options.kind().name(), file.ints(OFFSETS), file.ints(ITEMS), file.floats(SCORES));
    }
}
