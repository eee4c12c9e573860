package io.github.dmsrec.experiment.report;

import io.github.dmsrec.core.evaluate.PeakMemory;
import java.util.Locale;

/** How reports write numbers. */
public final class Figures {

    /** The name, among the costs, of the seconds that training took. */
    static final String TRAINING_TIME = "train-s";

    private Figures() {}

    /** A number of threads, in words. */
    public static String threads(int threads) {
        return threads + (threads == 1 ? " thread" : " threads");
    }

    /** A count with separators. */
    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
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
        if (metric.startsWith("ms/") || metric.equals("epochs")) {
            return decimals(value, 1);
        }
        if (metric.equals("parameters") || metric.equals(TRAINING_TIME)) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return metric.equals(PeakMemory.NAME) ? decimals(value, 0) : percent(value);
    }

    /** A mean with its standard deviation, if there are several runs. */
    static String spread(String metric, Report.Spread spread) {
        return of(metric, spread.mean()) + (spread.runs() < 2 ? "" : " \u00b1 " + of(metric, spread.deviation()));
    }

    /** A number with some decimals. */
    static String decimals(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** The best of all epochs in per cent, with its epoch, e.g. {@code 50.73 (5)}. */
    static String best(Report.BestFigure figure) {
        return percent(figure.value()) + " (" + figure.epoch() + ")";
    }

    /** The start of a fingerprint, enough to tell folders apart. */
    static String shortened(String fingerprint) {
        return fingerprint.length() <= 12 ? fingerprint : fingerprint.substring(0, 12);
    }
}
