package io.github.dmsrec.gnn.train;

import io.github.dmsrec.core.intent.IntentVectors;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Ridge regression from the encoder's title vectors of known items to their rows of a table, as it tells the rows of items
 * that are known by their titles alone: {@code row = y + (t - m) W}, with m the mean title vector and y the mean row of the
 * known items, and {@code W = (C'C + l I)^-1 C'Y} over their differences from the means. Its expectation of a row is also
 * its expectation of the row's inner products, so such items compete fairly.
 *
 * <p>The penalty l is a multiple, the strength, of the mean squared length of a column of C. Immutable.
 */
final class TitleProjection {

    /** Known items with titles that a regression needs at least. */
    static final int FEWEST_ITEMS = 10;

    /** The most clicked of the known items are taken: with some hundred unknowns, more tell no more. */
    private static final int MOST_ITEMS = 10_000;

    private static final double[] STRENGTHS = {0.01, 0.1, 1, 10, 100};
    private static final int FOLDS = 5;

    private final IntentVectors titles;
    private final int[] known;
    private final double[] meanTitle;
    private final double[][] factor;

    /**
     * How the strength was found.
     *
     * @param strength the one whose regression tells held-out rows best
     * @param explained the share of the held-out rows' variance that it tells, at most 1; about 0 if titles tell nothing
     */
    record Choice(double strength, double explained) {}

    /**
     * @param titles vector {@code i} is that of item {@code i}'s title, zero for an empty one
     * @param known the items to learn from, as of {@link #learnable}
     * @param strength of the penalty, above 0
     */
    TitleProjection(IntentVectors titles, int[] known, double strength) {
        this.titles = titles;
        this.known = known.clone();
        int t = titles.dimension();
        meanTitle = new double[t];
        for (int item : known) {
            for (int c = 0; c < t; c++) {
                meanTitle[c] += titles.values()[item * t + c] / (double) known.length;
            }
        }
        double[][] gram = new double[t][t];
        for (int item : known) {
            double[] difference = difference(item);
            for (int a = 0; a < t; a++) {
                double value = difference[a];
                for (int b = 0; b <= a; b++) {
                    gram[a][b] += value * difference[b];
                }
            }
        }
        double trace = IntStream.range(0, t).mapToDouble(c -> gram[c][c]).sum();
        for (int c = 0; c < t; c++) {
            // Titles that are all equal have no spread; any penalty then gives the mean row.
            gram[c][c] += trace > 0 ? strength * trace / t : 1;
        }
        factor = cholesky(gram);
    }

    /** Whether an item has a title that tells anything. */
    static boolean hasTitle(IntentVectors titles, int item) {
        int t = titles.dimension();
        return IntStream.range(item * t, (item + 1) * t).anyMatch(i -> titles.values()[i] != 0);
    }

    /** The items with clicks and titles, the most clicked ones if there are many; ascending. */
    static int[] learnable(IntentVectors titles, long... clicks) {
        List<Integer> items = IntStream.range(0, clicks.length)
                .filter(item -> clicks[item] > 0 && hasTitle(titles, item))
                .boxed()
                .sorted(Comparator.comparingLong(item -> -clicks[item]))
                .limit(MOST_ITEMS)
                .toList();
        return items.stream().mapToInt(Integer::intValue).sorted().toArray();
    }

    /**
     * Finds the strength by regressions that see four of five known items and are measured on the fifth.
     *
     * @param table row {@code item + 1} is that of an item
     * @param width the length of a row
     */
    static Choice choose(IntentVectors titles, int[] known, float[] table, int width) {
        Choice best = new Choice(STRENGTHS[STRENGTHS.length - 1], Double.NEGATIVE_INFINITY);
        for (double strength : STRENGTHS) {
            double missed = 0;
            double spread = 0;
            for (int fold = 0; fold < FOLDS; fold++) {
                int part = fold;
                int[] held = IntStream.range(0, known.length)
                        .filter(k -> k % FOLDS == part)
                        .map(k -> known[k])
                        .toArray();
                int[] others = IntStream.range(0, known.length)
                        .filter(k -> k % FOLDS != part)
                        .map(k -> known[k])
                        .toArray();
                TitleProjection projection = new TitleProjection(titles, others, strength);
                float[] told = projection.rows(table, width, held);
                double[] mean = meanRow(others, table, width);
                for (int h = 0; h < held.length; h++) {
                    for (int c = 0; c < width; c++) {
                        double actual = table[(held[h] + 1) * width + c];
                        missed += square(actual - told[h * width + c]);
                        spread += square(actual - mean[c]);
                    }
                }
            }
            double explained = spread > 0 ? 1 - missed / spread : 0;
            if (explained > best.explained()) {
                best = new Choice(strength, explained);
            }
        }
        return best;
    }

    /** The mean of the items' rows of a table whose row {@code item + 1} is that of an item. */
    static double[] meanRow(int[] items, float[] table, int width) {
        double[] mean = new double[width];
        for (int item : items) {
            for (int c = 0; c < width; c++) {
                mean[c] += table[(item + 1) * width + c] / (double) items.length;
            }
        }
        return mean;
    }

    /**
     * The rows that the titles tell; the mean row for an item without a title.
     *
     * @param table row {@code item + 1} is that of an item; those of the known items are learned from
     * @param width the length of a row
     * @param items whose rows are wanted
     * @return one row for each, row-major
     */
    float[] rows(float[] table, int width, int... items) {
        int t = titles.dimension();
        double[] meanRow = meanRow(known, table, width);
        double[][] weights = new double[t][width];
        for (int item : known) {
            double[] difference = difference(item);
            for (int a = 0; a < t; a++) {
                for (int c = 0; c < width; c++) {
                    weights[a][c] += difference[a] * (table[(item + 1) * width + c] - meanRow[c]);
                }
            }
        }
        solve(weights, width);
        float[] rows = new float[items.length * width];
        for (int i = 0; i < items.length; i++) {
            double[] row = meanRow.clone();
            if (hasTitle(titles, items[i])) {
                double[] difference = difference(items[i]);
                for (int a = 0; a < t; a++) {
                    for (int c = 0; c < width; c++) {
                        row[c] += difference[a] * weights[a][c];
                    }
                }
            }
            for (int c = 0; c < width; c++) {
                rows[i * width + c] = (float) row[c];
            }
        }
        return rows;
    }

    private double[] difference(int item) {
        int t = titles.dimension();
        double[] difference = new double[t];
        Arrays.setAll(difference, c -> titles.values()[item * t + c] - meanTitle[c]);
        return difference;
    }

    /** The lower triangle L of a positive definite matrix {@code A = L L'}, whose own lower triangle is read. */
    private static double[][] cholesky(double[][] matrix) {
        int n = matrix.length;
        double[][] lower = new double[n][n];
        for (int row = 0; row < n; row++) {
            for (int column = 0; column <= row; column++) {
                double sum = matrix[row][column];
                for (int k = 0; k < column; k++) {
                    sum -= lower[row][k] * lower[column][k];
                }
                lower[row][column] = row == column ? Math.sqrt(sum) : sum / lower[column][column];
            }
        }
        return lower;
    }

    /** Replaces right-hand sides by the solutions, one for each column. */
    private void solve(double[][] sides, int width) {
        int n = factor.length;
        for (int row = 0; row < n; row++) {
            for (int k = 0; k < row; k++) {
                subtract(sides[row], factor[row][k], sides[k], width);
            }
            divide(sides[row], factor[row][row], width);
        }
        for (int row = n - 1; row >= 0; row--) {
            for (int k = row + 1; k < n; k++) {
                subtract(sides[row], factor[k][row], sides[k], width);
            }
            divide(sides[row], factor[row][row], width);
        }
    }

    private static void subtract(double[] from, double times, double[] row, int width) {
        for (int c = 0; c < width; c++) {
            from[c] -= times * row[c];
        }
    }

    private static void divide(double[] row, double by, int width) {
        for (int c = 0; c < width; c++) {
            row[c] /= by;
        }
    }

    private static double square(double value) {
        return value * value;
    }
}
