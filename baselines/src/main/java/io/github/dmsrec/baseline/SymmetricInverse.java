package io.github.dmsrec.baseline;

import io.github.dmsrec.core.progress.Progress;
import java.util.Arrays;

/**
 * The inverse of a symmetric positive definite matrix of size N, in place: the sweep operator (Goodnight, The American
 * Statistician 1979), {@value #BLOCK} rows and columns at a time. Only the lower triangle is held, 4 N^2 bytes, and N^3 / 2
 * multiplications are made, by all processors; the result does not depend on how many there are. A library was measured
 * first: EJML 0.44 takes four times as long for N = 1500, and four times the memory.
 */
final class SymmetricInverse {

    private static final int BLOCK = 64;

    /** So many columns of a block stay in a processor's cache. */
    private static final int TILE = 512;

    private SymmetricInverse() {}

    /** An empty lower triangle: row i has the columns 0 to i. */
    static double[][] triangle(int n) {
        double[][] rows = new double[n][];
        for (int i = 0; i < n; i++) {
            rows[i] = new double[i + 1];
        }
        return rows;
    }

    /** An entry of a symmetric matrix of which the lower triangle is held. */
    static double at(double[][] triangle, int i, int j) {
        return i >= j ? triangle[i][j] : triangle[j][i];
    }

    /** What {@link #invert} and the triangle take together, in bytes. */
    static long bytes(int n) {
        return 8L * n * (n + 1) / 2 + 2L * 8 * BLOCK * n + 24L * n;
    }

    /** Adds a number to each entry of the diagonal. */
    static void addToDiagonal(double[][] a, double number) {
        for (int i = 0; i < a.length; i++) {
            a[i][i] += number;
        }
    }

    /**
     * Inverts.
     *
     * @param a the lower triangle, row i with i + 1 numbers; becomes that of the inverse
     * @throws ArithmeticException if it is not positive definite
     */
    static void invert(double[][] a) {
        invert(a, Progress.Stage.NONE);
    }

    /**
     * As {@link #invert(double[][])}.
     *
     * @param stage counts rows
     */
    static void invert(double[][] a, Progress.Stage stage) {
        int n = a.length;
        // Column by column of the block, so that the inner loop runs over neighbouring numbers.
        double[][] columns = new double[BLOCK][n];
        double[][] products = new double[n][BLOCK];
        for (int from = 0; from < n; from += BLOCK) {
            int to = Math.min(from + BLOCK, n);
            sweep(a, from, to, columns, products);
            stage.advance(to - from);
        }
        for (double[] row : a) {
            for (int j = 0; j < row.length; j++) {
                row[j] = -row[j];
            }
        }
    }

    /** With W the columns of the block and D the inverse of its diagonal part: A -= W D W^T, W := W D, the diagonal part := -D. */
    private static void sweep(double[][] a, int from, int to, double[][] columns, double[][] products) {
        int n = a.length;
        int size = to - from;
        double[][] diagonal = new double[size][size];
        for (int p = 0; p < size; p++) {
            for (int q = 0; q <= p; q++) {
                diagonal[p][q] = a[from + p][from + q];
                diagonal[q][p] = a[from + p][from + q];
            }
        }
        double[][] inverse = invertSmall(diagonal);
        for (int p = 0; p < size; p++) {
            for (int i = 0; i < n; i++) {
                columns[p][i] = at(a, i, from + p);
            }
        }
        RowParts.run(n, (first, last) -> {
            for (int i = first; i < last; i++) {
                double[] product = products[i];
                Arrays.fill(product, 0);
                for (int p = 0; p < size; p++) {
                    double factor = columns[p][i];
                    double[] row = inverse[p];
                    for (int q = 0; q < size; q++) {
                        product[q] += factor * row[q];
                    }
                }
            }
        });
        RowParts.run(n, (first, last) -> {
            for (int tile = 0; tile < last; tile += TILE) {
                for (int i = Math.max(first, tile); i < last; i++) {
                    // Rows and columns of the block itself are set below.
                    subtract(a[i], products[i], columns, size, tile, Math.min(tile + TILE, i + 1));
                }
            }
        });
        for (int i = 0; i < n; i++) {
            for (int q = 0; q < size; q++) {
                int j = from + q;
                if (i < from) {
                    a[j][i] = products[i][q];
                } else if (i >= to) {
                    a[i][j] = products[i][q];
                } else if (j <= i) {
                    a[i][j] = -inverse[i - from][q];
                }
            }
        }
    }

    /** {@code row[j] -= sum over p of factors[p] columns[p][j]}. */
    private static void subtract(double[] row, double[] factors, double[][] columns, int size, int from, int to) {
        int p = 0;
        for (; p + 4 <= size; p += 4) {
            subtractFour(row, factors, p, columns[p], columns[p + 1], columns[p + 2], columns[p + 3], from, to);
        }
        for (; p < size; p++) {
            double factor = factors[p];
            double[] column = columns[p];
            for (int j = from; j < to; j++) {
                row[j] -= factor * column[j];
            }
        }
    }

    /** Four columns at once: each number of the row is read and written once for all. The compiler makes no vector instructions
     * of eight. */
    private static void subtractFour(
            double[] row,
            double[] factors,
            int at,
            double[] c0,
            double[] c1,
            double[] c2,
            double[] c3,
            int from,
            int to) {
        double f0 = factors[at];
        double f1 = factors[at + 1];
        double f2 = factors[at + 2];
        double f3 = factors[at + 3];
        for (int j = from; j < to; j++) {
            row[j] -= f0 * c0[j] + f1 * c1[j] + f2 * c2[j] + f3 * c3[j];
        }
    }

    /** By Gauss and Jordan, without pivots: a positive definite matrix needs none. */
    private static double[][] invertSmall(double[][] a) {
        int n = a.length;
        for (int k = 0; k < n; k++) {
            double pivot = a[k][k];
            if (!(pivot > 0)) {
                throw new ArithmeticException("the matrix is not positive definite");
            }
            a[k][k] = 1;
            for (int j = 0; j < n; j++) {
                a[k][j] /= pivot;
            }
            for (int i = 0; i < n; i++) {
                if (i != k) {
                    double factor = a[i][k];
                    a[i][k] = 0;
                    for (int j = 0; j < n; j++) {
                        a[i][j] -= factor * a[k][j];
                    }
                }
            }
        }
        return a;
    }
}
