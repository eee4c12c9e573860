package io.github.dmsrec.baseline;

import io.github.dmsrec.core.FloatList;
import io.github.dmsrec.core.IntList;
import io.github.dmsrec.core.progress.Progress;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A matrix of items by items of which most entries are 0.
 *
 * @param offsets where each row's entries begin, and the end of the last
 * @param items the column of each entry
 * @param values one for each entry
 */
record SparseRows(int[] offsets, int[] items, float[] values) {

    /** So many rows of a product are made at once, so that each entry is read once for them. */
    private static final int PRODUCT_ROWS = 4;

    /** Sums of one row. For one thread. */
    static final class Accumulator {

        private final double[] sums;
        private final boolean[] there;
        private final IntList items = new IntList();

        Accumulator(int n) {
            sums = new double[n];
            there = new boolean[n];
        }

        void add(int item, double value) {
            if (!there[item]) {
                there[item] = true;
                items.add(item);
            }
            sums[item] += value;
        }

        /** Adds the sums of the items up to one to a dense row. */
        void addTo(double[] row, int last) {
            for (int i = 0; i < items.size(); i++) {
                if (items.get(i) <= last) {
                    row[items.get(i)] += sums[items.get(i)];
                }
            }
        }

        void clear() {
            for (int i = 0; i < items.size(); i++) {
                sums[items.get(i)] = 0;
                there[items.get(i)] = false;
            }
            items.clear();
        }
    }

    /** Takes rows in order. For one thread. */
    static final class Builder {

        private final IntList offsets = new IntList();
        private final IntList items = new IntList();
        private final FloatList values = new FloatList();

        Builder() {
            offsets.add(0);
        }

        void add(Accumulator row) {
            for (int i = 0; i < row.items.size(); i++) {
                add(row.items.get(i), (float) row.sums[row.items.get(i)]);
            }
            endRow();
        }

        void add(int item, float value) {
            items.add(item);
            values.add(value);
        }

        void endRow() {
            offsets.add(items.size());
        }

        SparseRows build() {
            return new SparseRows(offsets.toArray(), items.toArray(), values.toArray());
        }
    }

    /**
     * The product of a symmetric matrix and this kind of one.
     *
     * @param symmetric its lower triangle
     * @param right as many rows
     * @param entries how many of each row are kept, the greatest by amount; of equal ones the lower items
     * @param stage counts rows
     */
    static SparseRows product(double[][] symmetric, SparseRows right, int entries, Progress.Stage stage) {
        int n = symmetric.length;
        Greatest greatest = new Greatest(n, entries);
        RowParts.run(n, stage, (first, last) -> {
            double[] sums = new double[PRODUCT_ROWS * n];
            double[] factors = new double[PRODUCT_ROWS];
            double[] rowSums = new double[n];
            for (int row = first; row < last; row += PRODUCT_ROWS) {
                int rows = Math.min(PRODUCT_ROWS, last - row);
                Arrays.fill(sums, 0);
                for (int k = 0; k < n; k++) {
                    for (int r = 0; r < rows; r++) {
                        factors[r] = SymmetricInverse.at(symmetric, row + r, k);
                    }
                    right.addRow(k, factors, sums);
                }
                for (int r = 0; r < rows; r++) {
                    for (int j = 0; j < n; j++) {
                        rowSums[j] = sums[PRODUCT_ROWS * j + r];
                    }
                    greatest.set(row + r, rowSums);
                }
            }
        });
        return greatest.build();
    }

    /** Adds a row to {@value #PRODUCT_ROWS} rows of sums, the numbers of one column side by side, times a factor for each. */
    private void addRow(int row, double[] factors, double[] sums) {
        double f0 = factors[0];
        double f1 = factors[1];
        double f2 = factors[2];
        double f3 = factors[3];
        for (int i = offsets[row]; i < offsets[row + 1]; i++) {
            double value = values[i];
            int at = PRODUCT_ROWS * items[i];
            sums[at] += f0 * value;
            sums[at + 1] += f1 * value;
            sums[at + 2] += f2 * value;
            sums[at + 3] += f3 * value;
        }
    }

    /** The greatest entries of rows that are made in any order. Safe for use by several threads, each with rows of its own. */
    static final class Greatest {

        private final int most;
        private final int[][] items;
        private final float[][] values;

        /**
         * @param rows how many there are
         * @param most how many of each row are kept, the greatest by amount; of equal ones the lower items
         */
        Greatest(int rows, int most) {
            this.most = most;
            this.items = new int[rows][];
            this.values = new float[rows][];
        }

        /** Keeps the greatest entries of a row. */
        void set(int row, double[] sums) {
            keep(row, greatest(sums, most), sums);
        }

        /** Keeps the greatest sums of a row. */
        void set(int row, Accumulator sums) {
            int[] columns = IntStream.of(sums.items.toArray()).sorted().toArray();
            double[] amounts = IntStream.of(columns)
                    .mapToDouble(column -> sums.sums[column])
                    .toArray();
            keep(row, IntStream.of(greatest(amounts, most)).map(i -> columns[i]).toArray(), sums.sums);
        }

        private void keep(int row, int[] columns, double[] sums) {
            values[row] = new float[columns.length];
            for (int i = 0; i < columns.length; i++) {
                values[row][i] = (float) sums[columns[i]];
            }
            items[row] = columns;
        }

        /** All rows, each of which has been set. */
        SparseRows build() {
            Builder rows = new Builder();
            for (int row = 0; row < items.length; row++) {
                for (int i = 0; i < items[row].length; i++) {
                    rows.add(items[row][i], values[row][i]);
                }
                rows.endRow();
            }
            return rows.build();
        }
    }

    /** Adds the entries to a dense matrix of the same size. */
    void addTo(float[][] dense) {
        for (int row = 0; row < dense.length; row++) {
            for (int i = offsets[row]; i < offsets[row + 1]; i++) {
                dense[row][items[i]] += values[i];
            }
        }
    }

    /**
     * The same rows and columns among more, which are empty.
     *
     * @param n how many there are
     * @param places where each of these is among them, ascending
     */
    SparseRows among(int n, int[] places) {
        int[] more = new int[n + 1];
        for (int row = 0; row < places.length; row++) {
            more[places[row] + 1] = offsets[row + 1] - offsets[row];
        }
        for (int row = 0; row < n; row++) {
            more[row + 1] += more[row];
        }
        return new SparseRows(
                more, Arrays.stream(items).map(item -> places[item]).toArray(), values);
    }

    /** The columns of the greatest amounts, ascending; of equal ones the lower; none whose amount is 0. */
    static int[] greatest(double[] sums, int most) {
        int[] columns =
                IntStream.range(0, sums.length).filter(i -> sums[i] != 0).toArray();
        if (columns.length <= most) {
            return columns;
        }
        double[] amounts = Arrays.stream(columns)
                .mapToDouble(i -> Math.abs(sums[i]))
                .sorted()
                .toArray();
        double least = amounts[amounts.length - most];
        int above = (int)
                Arrays.stream(columns).filter(i -> Math.abs(sums[i]) > least).count();
        int[] chosen = new int[most];
        int size = 0;
        int equal = most - above;
        for (int column : columns) {
            double amount = Math.abs(sums[column]);
            if (amount > least || (amount == least && equal-- > 0)) {
                chosen[size++] = column;
            }
        }
        return chosen;
    }
}
