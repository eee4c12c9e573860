package io.github.dmsrec.datasets.source;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * When the clicks of a log were made, as it was read, before any filter; the fact {@value #FACT} of the manifest.
 *
 * @param first the first click, in ISO 8601
 * @param last the last click
 * @param spanDays the days between them
 * @param zone of times without a time zone
 * @param readAs how the times are written, and who said so
 */
public record ClickTimes(String first, String last, double spanDays, String zone, String readAs) {

    /** The name of the fact. */
    public static final String FACT = "times";

    /** Nobody clicked on a page before: what is earlier was read in a wrong unit, stands for nothing, or is not a time. */
    public static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");

    /** Clocks may be wrong by a zone. */
    public static final Duration AHEAD = Duration.ofDays(1);

    private static final double DAY = 86_400;

    /** The latest moment at which a click can have been made by now. */
    public static Instant latest() {
        return Instant.now().plus(AHEAD);
    }

    /** Times between two moments in seconds since 1970. */
    public static ClickTimes between(double first, double last, String zone, String readAs) {
        return new ClickTimes(
                moment(Math.round(first * 1e6)),
                moment(Math.round(last * 1e6)),
                Math.round((last - first) / DAY * 1000) / 1000.0,
                zone,
                readAs);
    }

    /** A moment in microseconds since 1970, in ISO 8601. */
    public static String moment(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }

    /** The times as a line to print. */
    public String line() {
        return String.format(
                Locale.ROOT, "times: %s to %s, %s; read as %s; zone: %s", first, last, span(), readAs, zone);
    }

    private String span() {
        return spanDays >= 2
                ? String.format(Locale.ROOT, "%,.1f days", spanDays)
                : String.format(Locale.ROOT, "%,.1f hours", spanDays * 24);
    }
}
