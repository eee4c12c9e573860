package io.github.dmsrec.experiment.tune;

import java.util.List;

/**
 * Stops trials that lag behind (the median stopping rule; Golovin et al., KDD 2017).
 *
 * @param after no trial stops before so many epochs, at least 1
 */
public record MedianRule(int after) {

    /** When it applies unless the file says otherwise. */
    public static final int USUAL_AFTER = 3;

    /**
     * Whether a trial stops where it is: its best value so far is below the median of what the others had reached by the
     * same epoch. One that ended earlier counts with the best that it had.
     *
     * @param curve the trial's value after each epoch
     * @param others the same of the trials that it is compared with, each of at least one epoch
     */
    public boolean stops(List<Double> curve, List<List<Double>> others) {
        int epoch = curve.size();
        if (epoch < after || others.isEmpty()) {
            return false;
        }
        double[] reached = others.stream()
                .mapToDouble(other -> best(other, epoch))
                .sorted()
                .toArray();
        int middle = reached.length / 2;
        double median = reached.length % 2 == 1 ? reached[middle] : (reached[middle - 1] + reached[middle]) / 2;
        return best(curve, epoch) < median;
    }

    private static double best(List<Double> curve, int epochs) {
        return curve.stream()
                .limit(epochs)
                .mapToDouble(Double::doubleValue)
                .max()
                .orElseThrow();
    }
}
