package io.github.dmsrec.bench.load;

/** Finds the exponent of a power law from counts. */
final class Exponents {

    private Exponents() {}

    /**
     * The exponent of greatest likelihood.
     *
     * @param counts how often {@code first + i} was drawn
     */
    static double ofCounts(long[] counts, int first) {
        double low = 0;
        double high = 6;
        while (high - low > 1e-4) {
            double a = low + (high - low) / 3;
            double b = high - (high - low) / 3;
            if (logLikelihood(counts, first, a) < logLikelihood(counts, first, b)) {
                low = a;
            } else {
                high = b;
            }
        }
        return (low + high) / 2;
    }

    private static double logLikelihood(long[] counts, int first, double exponent) {
        double weights = 0;
        double logs = 0;
        double all = 0;
        for (int i = 0; i < counts.length; i++) {
            weights += Math.pow(first + i, -exponent);
            logs += counts[i] * Math.log(first + i);
            all += counts[i];
        }
        return -exponent * logs - all * Math.log(weights);
    }
}
