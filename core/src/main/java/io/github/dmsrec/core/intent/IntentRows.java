package io.github.dmsrec.core.intent;

import io.github.dmsrec.core.IntList;
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

    /** Takes rows one by one, so that they need not all be there at once. For one thread. */
    public static final class Builder {

        private final IntList explicitOffsets = new IntList();
        private final IntList explicitTexts = new IntList();
        private final IntList latentOffsets = new IntList();
        private final IntList latentTexts = new IntList();

        public Builder() {
            explicitOffsets.add(0);
            latentOffsets.add(0);
        }

        /** Adds a row. */
        public Builder add(int[] explicit, int[] latent) {
            Arrays.stream(explicit).forEach(explicitTexts::add);
            explicitOffsets.add(explicitTexts.size());
            Arrays.stream(latent).forEach(latentTexts::add);
            latentOffsets.add(latentTexts.size());
            return this;
        }

        /** The number of rows so far. */
        public int size() {
            return explicitOffsets.size() - 1;
        }

        /** The rows so far, in order. */
        public IntentRows build() {
            return new IntentRows(this);
        }
    }

    private IntentRows(int[] explicitOffsets, int[] explicitTexts, int[] latentOffsets, int[] latentTexts) {
        this.explicitOffsets = explicitOffsets;
        this.explicitTexts = explicitTexts;
        // Where both sides are alike, as in control arms of 50 texts a side, one array serves both.
        this.latentOffsets = Arrays.equals(latentOffsets, explicitOffsets) ? explicitOffsets : latentOffsets;
        this.latentTexts = Arrays.equals(latentTexts, explicitTexts) ? explicitTexts : latentTexts;
    }

    /** Rows in order. */
    public IntentRows(List<Row> rows) {
        this(builder(rows));
    }

    /** Some of the rows, in the order that is given. */
    public IntentRows select(int... rows) {
        Builder builder = new Builder();
        for (int row : rows) {
            builder.add(
                    Arrays.copyOfRange(explicitTexts, explicitOffsets[row], explicitOffsets[row + 1]),
                    Arrays.copyOfRange(latentTexts, latentOffsets[row], latentOffsets[row + 1]));
        }
        return builder.build();
    }

    private static Builder builder(List<Row> rows) {
        Builder builder = new Builder();
        rows.forEach(row -> builder.add(row.explicitTexts(), row.latentTexts()));
        return builder;
    }

    private IntentRows(Builder builder) {
        this(
                builder.explicitOffsets.toArray(),
                builder.explicitTexts.toArray(),
                builder.latentOffsets.toArray(),
                builder.latentTexts.toArray());
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
