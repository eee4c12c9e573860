package io.github.dmsrec.bench.serving;

import java.util.List;

/** How fast something grows. */
final class Slope {

    private Slope() {}

    /** The least-squares slope of the second half of the values, for each step from one to the next; 0 of fewer than two. */
    static double ofSecondHalf(List<Double> values) {
        List<Double> half = values.subList(values.size() / 2, values.size());
        int count = half.size();
        if (count < 2) {
            return 0;
        }
        double middle = (count - 1) / 2.0;
        double mean = half.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        double together = 0;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            together += (i - middle) * (half.get(i) - mean);
            squares += (i - middle) * (i - middle);
        }
        return together / squares;
    }
}
