package io.github.dmsrec.core.intent;

import java.util.Arrays;
import java.util.List;

/**
 * The inferred intents of rows {@code 0..size-1}: for each row the explicit ones (already clicked) and the latent ones
 * (not clicked), as indices of texts in an {@link IntentVectors} table. Either side may be empty. Immutable.
 */
public final class IntentRows {

    private final int[] explicitOffsets;
    private final int[] explicitTexts;
    private final int[] latentOffsets;
    private final int[] latentTexts;

    /** The intents of one row, as text indices. */
    public record Row(int[] explicitTexts, int[] latentTexts) {

        /** A row without any intent. */
        public static final Row NONE = new Row(new int[0], new int[0]);
    }

    private IntentRows(int[] explicitOffsets, int[] explicitTexts, int[] latentOffsets, int[] latentTexts) {
        this.explicitOffsets = explicitOffsets;
        this.explicitTexts = explicitTexts;
        this.latentOffsets = latentOffsets;
        this.latentTexts = latentTexts;
    }

    /** Rows in order. */
    public IntentRows(List<Row> rows) {
        explicitOffsets = new int[rows.size() + 1];
        latentOffsets = new int[rows.size() + 1];
        for (int r = 0; r < rows.size(); r++) {
            explicitOffsets[r + 1] = explicitOffsets[r] + rows.get(r).explicitTexts().length;
            latentOffsets[r + 1] = latentOffsets[r] + rows.get(r).latentTexts().length;
        }
        explicitTexts = new int[explicitOffsets[rows.size()]];
        latentTexts = new int[latentOffsets[rows.size()]];
        for (int r = 0; r < rows.size(); r++) {
            Row row = rows.get(r);
            System.arraycopy(row.explicitTexts(), 0, explicitTexts, explicitOffsets[r], row.explicitTexts().length);
            System.arraycopy(row.latentTexts(), 0, latentTexts, latentOffsets[r], row.latentTexts().length);
        }
    }

    /** The number of rows. */
    public int size() {
        return explicitOffsets.length - 1;
    }

    /** How many explicit intents a row has. */
    public int explicitCount(int row) {
        return explicitOffsets[row + 1] - explicitOffsets[row];
    }

    /** The text index of an explicit intent of a row. */
    public int explicitText(int row, int number) {
        return explicitTexts[explicitOffsets[row] + number];
    }

    /** How many latent intents a row has. */
    public int latentCount(int row) {
        return latentOffsets[row + 1] - latentOffsets[row];
    }

    /** The text index of a latent intent of a row. */
    public int latentText(int row, int number) {
        return latentTexts[latentOffsets[row] + number];
    }

    /** These rows and then the others. */
    public IntentRows plus(IntentRows others) {
        return new IntentRows(
                joinedOffsets(explicitOffsets, others.explicitOffsets),
                joined(explicitTexts, others.explicitTexts),
                joinedOffsets(latentOffsets, others.latentOffsets),
                joined(latentTexts, others.latentTexts));
    }

    private static int[] joinedOffsets(int[] first, int[] second) {
        int[] joined = Arrays.copyOf(first, first.length + second.length - 1);
        for (int i = 1; i < second.length; i++) {
            joined[first.length - 1 + i] = first[first.length - 1] + second[i];
        }
        return joined;
    }

    private static int[] joined(int[] first, int[] second) {
        int[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IntentRows rows
                && Arrays.equals(explicitOffsets, rows.explicitOffsets)
                && Arrays.equals(explicitTexts, rows.explicitTexts)
                && Arrays.equals(latentOffsets, rows.latentOffsets)
                && Arrays.equals(latentTexts, rows.latentTexts);
    }

    /** Depends on the content alone, so that it is the same in another run. */
    @Override
    public int hashCode() {
        return Arrays.deepHashCode(new Object[] {explicitOffsets, explicitTexts, latentOffsets, latentTexts});
    }
}
