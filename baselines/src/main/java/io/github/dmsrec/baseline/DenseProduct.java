package io.github.dmsrec.baseline;

import io.github.dmsrec.core.progress.Progress;
import java.util.Optional;

/**
 * The solution of a ridge regression, {@code B = P C}, from the inverse P of its symmetric matrix and a dense right side C, with the
 * entries of B's diagonal limited if that is wanted. N^3 multiplications are made in single precision, by all processors; the
 * result does not depend on how many there are.
 */
final class DenseProduct {

    /** So many columns of a few rows stay in a processor's cache. */
    private static final int TILE = 1024;

    private DenseProduct() {}

    /**
     * Solves. Where an entry of the diagonal would be above the limit it is the limit, and its column is the optimum
     * under this condition: with d the diagonal of P C, {@code b_ij = (P C)_ij - P_ij max(0, d_j - limit) / P_jj}.
     *
     * @param inverse P's lower triangle, row i with i + 1 numbers; positive definite
     * @param right C, row by row
     * @param limit of the entries of B's diagonal
     * @param entries how many of each row of B are kept, the greatest by amount; of equal ones the lower items
     * @param stage counts rows
     */
    static SparseRows of(
            double[][] inverse, float[][] right, Optional<Double> limit, int entries, Progress.Stage stage) {
        int n = inverse.length;
        double[] excess = limit.map(most -> excess(inverse, right, most)).orElseGet(() -> new double[n]);
        SparseRows.Greatest greatest = new SparseRows.Greatest(n, entries);
        RowParts.run(n, stage, (first, last) -> {
            float[][] factors = new float[last - first][n];
            for (int k = 0; k < n; k++) {
                for (int i = first; i < last; i++) {
                    factors[i - first][k] = (float) SymmetricInverse.at(inverse, i, k);
                }
            }
            float[][] sums = new float[last - first][n];
            for (int tile = 0; tile < n; tile += TILE) {
                for (int k = 0; k < n; k += 4) {
                    for (int i = 0; i < sums.length; i++) {
                        add(sums[i], factors[i], right, k, tile, Math.min(tile + TILE, n));
                    }
                }
            }
            double[] row = new double[n];
            for (int i = first; i < last; i++) {
                for (int j = 0; j < n; j++) {
                    row[j] = sums[i - first][j] - (excess[j] == 0 ? 0 : SymmetricInverse.at(inverse, i, j) * excess[j]);
                }
                greatest.set(i, row);
            }
        });
        return greatest.build();
    }

    /** What is taken of each column of P, in multiples of it. */
    private static double[] excess(double[][] inverse, float[][] right, double limit) {
        int n = inverse.length;
        double[] excess = new double[n];
        RowParts.run(n, (first, last) -> {
            for (int k = 0; k < n; k++) {
                for (int j = first; j < last; j++) {
                    excess[j] += SymmetricInverse.at(inverse, j, k) * right[k][j];
                }
            }
            for (int j = first; j < last; j++) {
                excess[j] = Math.max(0, excess[j] - limit) / inverse[j][j];
            }
        });
        return excess;
    }

    /** {@code sums[j] += factors[p] rows[p][j]}, summed over p from k to k + 3. */
    private static void add(float[] sums, float[] factors, float[][] rows, int k, int from, int to) {
        if (k + 4 > rows.length) {
            for (int p = k; p < rows.length; p++) {
                float factor = factors[p];
                float[] row = rows[p];
                for (int j = from; j < to; j++) {
                    sums[j] += factor * row[j];
                }
            }
            return;
        }
        float f0 = factors[k];
        float f1 = factors[k + 1];
        float f2 = factors[k + 2];
        float f3 = factors[k + 3];
        float[] r0 = rows[k];
        float[] r1 = rows[k + 1];
        float[] r2 = rows[k + 2];
        float[] r3 = rows[k + 3];
        for (int j = from; j < to; j++) {
            sums[j] += f0 * r0[j] + f1 * r1[j] + f2 * r2[j] + f3 * r3[j];
        }
    }
}
