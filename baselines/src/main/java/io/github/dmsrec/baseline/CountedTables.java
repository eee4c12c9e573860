package io.github.dmsrec.baseline;

import io.github.dmsrec.core.io.SafetensorsFile;
import io.github.dmsrec.core.recommend.Recommender;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a counting method has learned, to be kept in a model's folder in place of the sessions: the clicks on each item, and
 * either the rows of an item-to-item table or the clicks that count for popularity.
 */
public final class CountedTables {

    private static final String CLICKS = "clicks";
    private static final String COUNTED = "counted";
    private static final String OFFSETS = "offsets";
    private static final String ITEMS = "items";
    private static final String SCORES = "scores";

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

    Map<String, SafetensorsFile.Tensor> tensors() {
        return tensors;
    }

    /** The clicks on each item. */
    static int[] clicks(SafetensorsFile file) {
        return file.ints(CLICKS);
    }

    /** The method that learned them. */
    static Recommender read(BaselineKind kind, SafetensorsFile file) {
        return file.contains(COUNTED)
                ? Popularity.of(file.ints(COUNTED))
                : ItemToItem.of(kind.name(), file.ints(OFFSETS), file.ints(ITEMS), file.floats(SCORES));
    }
}
