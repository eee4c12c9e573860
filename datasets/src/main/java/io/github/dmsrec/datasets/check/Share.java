package io.github.dmsrec.datasets.check;

import java.util.Locale;

/** Share, computed and in words. */
final class Share {

    private Share() {}

    /** A part of a whole; 0 of nothing. */
    static double of(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }

    /** A part of a whole; 0 of nothing. */
    static double of(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    /** Per cent, with the digits that tell something. */
    static String percent(double share) {
        double percent = 100 * share;
        if (percent > 0 && percent < 0.005) {
            return "below 0.01 %";
        }
        if (percent == 0 || percent >= 99.95) {
            return share == 0 || share == 1 ? String.format(Locale.ROOT, "%.0f %%", percent) : "nearly 100 %";
        }
        return String.format(Locale.ROOT, percent < 1 ? "%.2f %%" : "%.1f %%", percent);
    }

    /** A count with its share, e.g. {@code "37 of 5,979 (0.62 %)"}. */
    static String words(long part, long whole) {
        return String.format(Locale.ROOT, "%,d of %,d (%s)", part, whole, percent(of(part, whole)));
    }

    /** A count with separators. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
