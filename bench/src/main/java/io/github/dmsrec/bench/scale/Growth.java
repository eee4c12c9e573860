package io.github.dmsrec.bench.scale;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * How a cost grows: {@code cost ~ clicks^a x items^b}, by least squares of the logarithms.
 *
 * @param clicks the exponent a; null where all cells have as many clicks, or clicks and items only grow together
 * @param items the exponent b; null where all cells have as many items, or clicks and items only grow together
 * @param cells of how many cells
 */
record Growth(@Nullable Double clicks, @Nullable Double items, int cells) {

    /** Below this share of the product of the variances, clicks and items cannot be told apart. */
    private static final double INDEPENDENT = 1e-6;

    /**
     * Fits the exponents.
     *
     * @param figures of one stage, each of another cell
     * @param cost a positive number
     */
    static Growth of(List<ScaleFigure.Measured> figures, ToDoubleFunction<ScaleFigure.Measured> cost) {
        double[] clicks = logarithms(figures, figure -> figure.cell().clicks());
        double[] items = logarithms(figures, figure -> figure.cell().items());
        double[] costs = logarithms(figures, cost);
        double ofClicks = product(clicks, clicks);
        double ofItems = product(items, items);
        double both = product(clicks, items);
        double determinant = ofClicks * ofItems - both * both;
        if (ofClicks > 0 && ofItems > 0) {
            return determinant > INDEPENDENT * ofClicks * ofItems
                    ? new Growth(
                            (product(clicks, costs) * ofItems - product(items, costs) * both) / determinant,
                            (product(items, costs) * ofClicks - product(clicks, costs) * both) / determinant,
                            figures.size())
                    : new Growth(null, null, figures.size());
        }
        return new Growth(
                ofClicks > 0 ? product(clicks, costs) / ofClicks : null,
                ofItems > 0 ? product(items, costs) / ofItems : null,
                figures.size());
    }

    /** Their mean is taken off. */
    private static double[] logarithms(
            List<ScaleFigure.Measured> figures, ToDoubleFunction<ScaleFigure.Measured> value) {
        double[] logarithms = figures.stream().mapToDouble(value).map(Math::log).toArray();
        double mean = 0;
        for (double logarithm : logarithms) {
            mean += logarithm / logarithms.length;
        }
        for (int i = 0; i < logarithms.length; i++) {
            // Equal values give 0, not what rounding leaves of the mean.
            double deviation = logarithms[i] - mean;
            logarithms[i] = Math.abs(deviation) < 1e-9 ? 0 : deviation;
        }
        return logarithms;
    }

    private static double product(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
