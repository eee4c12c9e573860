package io.github.dmsrec.core.progress;

import java.util.Locale;

/** Durations in words. */
public final class Durations {

    private Durations() {}

    /** E.g. {@code 4.2 s}, {@code 3 min 20 s}, {@code 2 h 5 min}. */
    public static String words(double seconds) {
        if (seconds < 59.95) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        if (whole < 3600) {
            return whole / 60 + " min " + whole % 60 + " s";
        }
        return whole / 3600 + " h " + whole % 3600 / 60 + " min";
    }
}
