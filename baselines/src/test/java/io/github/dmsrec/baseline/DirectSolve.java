package io.github.dmsrec.baseline;

/** Gaussian elimination with pivots. */
final class DirectSolve {

    private DirectSolve() {}

    /** The X of {@code A X = B}; both are changed. */
    static double[][] solve(double[][] a, double[][] b) {
        int n = a.length;
        for (int k = 0; k < n; k++) {
            int pivot = k;
            for (int i = k; i < n; i++) {
                pivot = Math.abs(a[i][k]) > Math.abs(a[pivot][k]) ? i : pivot;
            }
            double[] swap = a[k];
            a[k] = a[pivot];
            a[pivot] = swap;
            swap = b[k];
            b[k] = b[pivot];
            b[pivot] = swap;
            for (int i = k + 1; i < n; i++) {
                double factor = a[i][k] / a[k][k];
                for (int j = 0; j < n; j++) {
                    a[i][j] -= factor * a[k][j];
                    b[i][j] -= factor * b[k][j];
                }
            }
        }
        for (int k = n - 1; k >= 0; k--) {
            for (int j = 0; j < n; j++) {
                for (int i = k + 1; i < n; i++) {
                    b[k][j] -= a[k][i] * b[i][j];
                }
                b[k][j] /= a[k][k];
            }
        }
        return b;
    }
}
