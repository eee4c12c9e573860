package io.github.dmsrec.stage;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The eigenvalues and eigenvectors of a small symmetric matrix, by Jacobi's rotations (Golub and Van Loan, Matrix
 * Computations, 8.5): slower than other ways, but exact to the last bits and the same on every machine.
 *
 * @param values the greatest first
 * @param vectors one for each value, of length one; the component that is greatest by amount is positive
 */
record SymmetricEigen(double[] values, double[][] vectors) {

    private static final int MOST_SWEEPS = 50;

    /** Rotations that would change less than this, relative to the diagonal, are not made. */
    private static final double LEAST = 1e-15;

    /**
     * Decomposes.
     *
     * @param a [n, n], symmetric; is changed
     */
    static SymmetricEigen of(double[][] a) {
        int n = a.length;
        double[][] vectors = new double[n][n];
        for (int i = 0; i < n; i++) {
            vectors[i][i] = 1;
        }
        boolean rotated = true;
        for (int sweep = 0; sweep < MOST_SWEEPS && rotated; sweep++) {
            rotated = false;
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    rotated |= rotate(a, vectors, p, q);
                }
            }
        }
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -a[i][i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] values = new double[n];
        double[][] sorted = new double[n][];
        for (int i = 0; i < n; i++) {
            values[i] = a[order[i]][order[i]];
            sorted[i] = positive(vectors[order[i]]);
        }
        return new SymmetricEigen(values, sorted);
    }

    /** Makes the entry in row p and column q zero; false if it is already, but for rounding. */
    private static boolean rotate(double[][] a, double[][] vectors, int p, int q) {
        double off = a[p][q];
        if (Math.abs(off) <= LEAST * Math.sqrt(Math.abs(a[p][p] * a[q][q])) || Math.abs(off) < Double.MIN_NORMAL) {
            return false;
        }
        double theta = (a[q][q] - a[p][p]) / (2 * off);
        double tangent = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double cosine = 1 / Math.sqrt(tangent * tangent + 1);
        double sine = tangent * cosine;
        double atP = a[p][p];
        double atQ = a[q][q];
        for (int k = 0; k < a.length; k++) {
            double ofP = a[p][k];
            double ofQ = a[q][k];
            a[p][k] = cosine * ofP - sine * ofQ;
            a[q][k] = sine * ofP + cosine * ofQ;
            a[k][p] = a[p][k];
            a[k][q] = a[q][k];
            double vectorP = vectors[p][k];
            double vectorQ = vectors[q][k];
            vectors[p][k] = cosine * vectorP - sine * vectorQ;
            vectors[q][k] = sine * vectorP + cosine * vectorQ;
        }
        a[p][p] = atP - tangent * off;
        a[q][q] = atQ + tangent * off;
        a[p][q] = 0;
        a[q][p] = 0;
        return true;
    }

    private static double[] positive(double[] vector) {
        double greatest = 0;
        for (double component : vector) {
            greatest = Math.abs(component) > Math.abs(greatest) ? component : greatest;
        }
        for (int i = 0; i < vector.length && greatest < 0; i++) {
            vector[i] = -vector[i];
        }
        return vector;
    }
}
