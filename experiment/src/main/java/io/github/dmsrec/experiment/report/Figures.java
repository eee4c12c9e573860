package io.github.dmsrec.experiment.report;

import io.github.dmsrec.core.evaluate.PeakMemory;
import java.util.Locale;

/** How reports write numbers. */
public final class Figures {

    private Figures() {}

    /** A number of threads, in words. */
    public static String threads(int threads) {
        return threads + (threads == 1 ? " thread" : " threads");
    }

    /** A fraction in [0, 1] as per cent with two decimals, without the sign. */
    static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.2f", 100 * fraction);
    }

    /** A difference of fractions in percentage points with two decimals, always with its sign. */
    static String points(double difference) {
        return String.format(Locale.ROOT, "%+.2f", 100 * difference);
    }

    /** A difference relative to a reference, in per cent of it, always with its sign. */
    static String relative(double fraction) {
        return String.format(Locale.ROOT, "%+.1f %%", 100 * fraction);
    }

    /** A figure in the unit of its metric: per cent, milliseconds, seconds, MiB or a count. */
    static String of(String metric, double value) {
        if (isTime(metric) || metric.equals("epochs")) {
            return String.format(Locale.ROOT, "%.1f", value);
        }
        if (metric.equals("parameters") || metric.equals(StudyReport.TRAINING_TIME)) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return isMemory(metric) ? String.format(Locale.ROOT, "%.0f", value) : percent(value);
    }

    /** A difference in the unit of its metric, with its sign. */
    static String signed(String metric, double difference) {
        return (difference < 0 ? "-" : "+") + of(metric, Math.abs(difference));
    }

    /** Whether a metric is of what it costs rather than of the ranking. */
    static boolean isCost(String metric) {
        return isTime(metric) || isMemory(metric);
    }

    private static boolean isTime(String metric) {
        return metric.startsWith("ms/");
    }

    private static boolean isMemory(String metric) {
        return metric.equals(PeakMemory.NAME);
    }

    /** A mean with its standard deviation, if there are several runs. */
    static String spread(String metric, StudyReport.Spread spread) {
        return of(metric, spread.mean()) + (spread.runs() < 2 ? "" : " \u00b1 " + of(metric, spread.deviation()));
    }

    /** Four decimals. */
    static String decimals(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    /** The best of all epochs in per cent, with its epoch, e.g. {@code 50.73 (5)}. */
    static String best(Report.BestFigure figure) {
        return percent(figure.value()) + " (" + figure.epoch() + ")";
    }
}
