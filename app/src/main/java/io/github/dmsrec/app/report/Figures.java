package io.github.dmsrec.app.report;

import java.util.Locale;

/** How reports write numbers. */
final class Figures {

    private Figures() {}

    /** A fraction in [0, 1] as per cent with two decimals, without the sign. */
    static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.2f", 100 * fraction);
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
