package io.github.dmsrec.stage;

import io.github.dmsrec.core.intent.IntentVectors;

/**
 * Shortens the vectors of texts to their main directions. The mean is taken off, and the coordinates along the directions of
 * the greatest variance stay (principal components); whitened, each is divided by its standard deviation, so that a few
 * directions that all texts share do not outweigh the rest (Su et al., arXiv 2103.15316). A zero vector is that of a blank
 * text: it is not counted, and stays zero.
 */
final class TextReduction {

    /** A direction of less variance, relative to the greatest, is rounding; it becomes 0. */
    private static final double LEAST_VARIANCE = 1e-10;

    private TextReduction() {}

    /**
     * Reduces.
     *
     * @param vectors of texts
     * @param size how many coordinates stay, from 1 to the dimension of the vectors
     * @param whiten whether coordinates get a standard deviation of 1
     */
    static IntentVectors reduced(IntentVectors vectors, int size, boolean whiten) {
        int dimension = vectors.dimension();
        double[] mean = new double[dimension];
        int counted = 0;
        for (int text = 0; text < vectors.count(); text++) {
            if (!isZero(vectors, text)) {
                counted++;
                for (int i = 0; i < dimension; i++) {
                    mean[i] += vectors.values()[text * dimension + i];
                }
            }
        }
        for (int i = 0; i < dimension; i++) {
            mean[i] /= Math.max(1, counted);
        }
        SymmetricEigen eigen = SymmetricEigen.of(covariance(vectors, mean, counted));
        float[] reduced = new float[vectors.count() * size];
        for (int text = 0; text < vectors.count(); text++) {
            if (!isZero(vectors, text)) {
                for (int k = 0; k < size; k++) {
                    reduced[text * size + k] = (float) coordinate(vectors, text, mean, eigen, k, whiten);
                }
            }
        }
        return new IntentVectors(size, reduced);
    }

    private static double coordinate(
            IntentVectors vectors, int text, double[] mean, SymmetricEigen eigen, int k, boolean whiten) {
        double variance = eigen.values()[k];
        if (variance <= LEAST_VARIANCE * eigen.values()[0]) {
            return 0;
        }
        int dimension = vectors.dimension();
        double[] direction = eigen.vectors()[k];
        double sum = 0;
        for (int i = 0; i < dimension; i++) {
            sum += (vectors.values()[text * dimension + i] - mean[i]) * direction[i];
        }
        return whiten ? sum / Math.sqrt(variance) : sum;
    }

    private static double[][] covariance(IntentVectors vectors, double[] mean, int counted) {
        int dimension = vectors.dimension();
        double[][] covariance = new double[dimension][dimension];
        double[] row = new double[dimension];
        for (int text = 0; text < vectors.count(); text++) {
            if (isZero(vectors, text)) {
                continue;
            }
            for (int i = 0; i < dimension; i++) {
                row[i] = vectors.values()[text * dimension + i] - mean[i];
            }
            for (int i = 0; i < dimension; i++) {
                double[] of = covariance[i];
                for (int j = 0; j < dimension; j++) {
                    of[j] += row[i] * row[j];
                }
            }
        }
        for (double[] of : covariance) {
            for (int j = 0; j < dimension; j++) {
                of[j] /= Math.max(1, counted);
            }
        }
        return covariance;
    }

    /**
     * The same vectors of length one; zero ones stay.
     *
     * @param vectors of texts
     */
    static IntentVectors ofUnitLength(IntentVectors vectors) {
        int dimension = vectors.dimension();
        float[] unit = vectors.values().clone();
        for (int from = 0; from < unit.length; from += dimension) {
            double squares = 0;
            for (int i = from; i < from + dimension; i++) {
                squares += (double) unit[i] * unit[i];
            }
            for (int i = from; i < from + dimension && squares > 0; i++) {
                unit[i] = (float) (unit[i] / Math.sqrt(squares));
            }
        }
        return new IntentVectors(dimension, unit);
    }

    /**
     * The same vectors times a number, so that the root of the mean square of all components but those of zero vectors is as given.
     *
     * @param vectors of texts
     * @param size above 0
     */
    static IntentVectors ofComponents(IntentVectors vectors, double size) {
        double squares = 0;
        int counted = 0;
        for (int text = 0; text < vectors.count(); text++) {
            if (!isZero(vectors, text)) {
                counted += vectors.dimension();
            }
        }
        for (float value : vectors.values()) {
            squares += (double) value * value;
        }
        double factor = squares > 0 ? size / Math.sqrt(squares / counted) : 1;
        float[] scaled = vectors.values().clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (float) (scaled[i] * factor);
        }
        return new IntentVectors(vectors.dimension(), scaled);
    }

    private static boolean isZero(IntentVectors vectors, int text) {
        int from = text * vectors.dimension();
        for (int i = from; i < from + vectors.dimension(); i++) {
            if (vectors.values()[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
