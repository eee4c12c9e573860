package io.github.dmsrec.datasets.imports;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.datasets.source.ClickTimes;
import io.github.dmsrec.datasets.source.ImportDatabase;
import io.github.dmsrec.datasets.source.Source;
import io.github.dmsrec.datasets.source.Sql;
import io.github.dmsrec.datasets.source.TimeFormat;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Whether the times of a log are those of a clock. Two units in a column, ids, durations and counters give times, too, but
 * none that people clicked at; an import that takes them sorts and splits by nonsense.
 */
final class ClockCheck {

    /** Fewer clicks may well have been made at one moment. */
    private static final int LEAST_CLICKS = 10;

    /** How many values a message shows. */
    private static final int SHOWN = 3;

    /** The days of a spreadsheet's calendar from the first plausible day on, and long after the present. */
    private static final double FIRST_SHEET_DAY = 32_874;

    private static final double LAST_SHEET_DAY = 75_000;
    private static final String GO_ON = "add --allow-odd-times to keep them as they are.";

    private final Source source;
    private final ImportDatabase database;
    private final int column;
    private final Optional<TimeFormat> format;
    private final ZoneId zone;
    private final String micros;
    private final UnaryOperator<String> kept;
    private final long earliest = micros(ClickTimes.EARLIEST);
    private final long latest = micros(ClickTimes.latest());

    /**
     * @param column of the time
     * @param format how it is written; empty if the file itself says that it is a time
     * @param zone of times without a time zone
     * @param micros SQL of the microseconds over the columns of the source
     * @param kept adds to a condition over these columns that a line is not left out
     */
    ClockCheck(
            Source source,
            ImportDatabase database,
            int column,
            Optional<TimeFormat> format,
            ZoneId zone,
            String micros,
            UnaryOperator<String> kept) {
        this.source = source;
        this.database = database;
        this.column = column;
        this.format = format;
        this.zone = zone;
        this.micros = micros;
        this.kept = kept;
    }

    private static long micros(Instant moment) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
    }

    /**
     * Refuses what is not a time at all.
     *
     * @param missing how many clicks have no time
     */
    void requireRead(long missing) throws IOException, SQLException {
        if (missing == 0) {
            return;
        }
        String condition = kept.apply("(" + micros + ") IS NULL");
        Optional<Source.Found> found = source.first(database, condition, column);
        String value = found.map(Source.Found::value).orElse("");
        String unit = numberOf(value)
                .map(number -> readable(other -> fits(other, number * microsOf(format))))
                .orElse("");
        throw new UserMistakeException(
                found.map(Source.Found::where)
                                .orElse("'" + source.files().get(0).path() + "'") + ", column '"
                        + source.columns().get(column) + "': '" + value + "' is not " + words() + " (and so in "
                        + number(missing) + " of all lines).",
                value.isEmpty()
                        ? "Drop such lines with --drop-missing "
                                + source.columns().get(column)
                                + "; or name another column (--time); or complete the line if it was cut off."
                        : unit.isEmpty()
                                ? "Name the format with --time-format: seconds, millis, micros, iso or e.g. '%d.%m.%Y"
                                        + " %H:%M:%S'; or complete the line if it was cut off; or write one format"
                                        + " throughout the column."
                                : "Write one unit throughout, or import the parts separately: this is a time in " + unit
                                        + ".");
    }

    /** What the times of the table {@code events} are. */
    private record Census(long clicks, long early, long late, long least, long most) {}

    private Census census() throws IOException, SQLException {
        long[] counts = new long[5];
        database.query(
                "SELECT count(*), count(*) FILTER (t < " + earliest + "), count(*) FILTER (t > " + latest
                        + "), min(t), max(t) FROM events",
                row -> {
                    for (int i = 0; i < counts.length; i++) {
                        counts[i] = row.getLong(i + 1);
                    }
                });
        return new Census(counts[0], counts[1], counts[2], counts[3], counts[4]);
    }

    /**
     * Checks the table {@code events}, whose times are all known.
     *
     * @param allowed whether odd times are only reported
     * @param notes takes what is reported
     * @throws UserMistakeException if the times are those of no clock, and that is not allowed
     */
    void check(boolean allowed, List<String> notes) throws IOException, SQLException {
        Census census = census();
        long odd = census.early() + census.late();
        if (odd > 0) {
            if (!allowed) {
                throw odd == census.clicks() ? noClock(census) : mixture(census);
            }
            notes.add(String.format(
                    Locale.ROOT,
                    "%,d of %,d times are before %s or in the future, and are taken as they are (--allow-odd-times)",
                    odd,
                    census.clicks(),
                    ClickTimes.EARLIEST.toString().substring(0, 4)));
        } else if (census.clicks() >= LEAST_CLICKS) {
            checkConstant(census, allowed, notes);
        }
        if (format.filter(TimeFormat::statesZone).isEmpty() && format.isPresent()) {
            reportDoubtfulHours(census, notes);
        }
    }

    private void checkConstant(Census census, boolean allowed, List<String> notes) throws IOException, SQLException {
        String problem = "";
        if (census.least() == census.most()) {
            problem = "has the same value in all " + number(census.clicks()) + " clicks";
        } else if (followsItems()) {
            problem = "has one value per item: however often an item is clicked, its time stays the same";
        }
        if (problem.isEmpty()) {
            return;
        }
        if (allowed) {
            notes.add("the column '" + source.columns().get(column) + "' " + problem + " (--allow-odd-times)");
            return;
        }
        throw new UserMistakeException(
                "'" + source.files().get(0).path() + "', column '"
                        + source.columns().get(column) + "' " + problem + ", so it is not a clock: "
                        + examples("true") + ".",
                "Name another column (--time); or " + GO_ON);
    }

    /** Whether each item that is clicked more than once has one time in all its clicks, as its id or its price would. */
    private boolean followsItems() throws IOException, SQLException {
        long[] counts = new long[3];
        // A handful of clicks decides most logs, so that long ones are not grouped for it.
        String some = "(SELECT item, t FROM events LIMIT 100000)";
        for (String from : List.of(some, "events")) {
            database.query(
                    "SELECT count(*), count(*) FILTER (least = most), coalesce(sum(n), 0) FROM (SELECT min(t) AS least,"
                            + " max(t) AS most, count(*) AS n FROM " + from
                            + " GROUP BY item HAVING count(*) > 1)",
                    row -> {
                        for (int i = 0; i < counts.length; i++) {
                            counts[i] = row.getLong(i + 1);
                        }
                    });
            if (counts[0] != counts[1]) {
                return false;
            }
        }
        return counts[0] > 1 && counts[2] >= LEAST_CLICKS;
    }

    private UserMistakeException noClock(Census census) throws IOException, SQLException {
        String unit = readable(other -> fits(other, (double) census.least()) && fits(other, (double) census.most()));
        String fix = unit.isEmpty()
                ? sheetDays(census) + "Name another column (--time), as ids, durations and counters are not times; or "
                : "Use --time-format " + unit + "; or name another column (--time); or ";
        return new UserMistakeException(
                "'" + source.files().get(0).path() + "', column '"
                        + source.columns().get(column) + "' is not a clock: all " + number(census.clicks())
                        + " times lie between " + ClickTimes.moment(census.least()) + " and "
                        + ClickTimes.moment(census.most()) + ", "
                        + (census.early() > 0 ? "before " + ClickTimes.EARLIEST : "in the future") + ", read as "
                        + words() + ": "
                        + examples("true") + ".",
                fix + GO_ON);
    }

    private UserMistakeException mixture(Census census) throws IOException, SQLException {
        boolean early = census.early() > 0;
        String odd = "(" + micros + ") " + (early ? "< " + earliest : "> " + latest);
        String sound = "(" + micros + ") BETWEEN " + earliest + " AND " + latest;
        Source.Found found = source.first(database, kept.apply(odd), column)
                .orElseThrow(() -> new IllegalStateException("odd times have gone"));
        Optional<Source.Found> other = source.first(database, kept.apply(sound), column);
        Optional<Double> value = numberOf(found.value());
        String unit = value.map(number -> readable(unitOf -> fits(unitOf, number * microsOf(format))))
                .orElse("");
        long least = value.isPresent() && format.isPresent() ? toMicros(value.get()) : 0;
        StringBuilder problem = new StringBuilder(found.where())
                .append(", column '")
                .append(source.columns().get(column))
                .append("': '")
                .append(found.value())
                .append("' ")
                .append(early ? "lies before " + ClickTimes.EARLIEST.toString().substring(0, 4) : "lies in the future")
                .append(", read as ")
                .append(words());
        if (least != 0 && inCalendar(least)) {
            problem.append(" (").append(ClickTimes.moment(least)).append(')');
        }
        other.ifPresent(sane -> problem.append("; but ")
                .append(sane.where())
                .append(" has '")
                .append(sane.value())
                .append('\''));
        problem.append(". So do ")
                .append(number(early ? census.early() : census.late()))
                .append(" of ")
                .append(number(census.clicks()))
                .append(" clicks.");
        return new UserMistakeException(
                problem.toString(),
                (unit.isEmpty()
                                ? "Remove such lines if a missing time was written as a number or date; or correct the"
                                        + " clock; or"
                                        + " name another format with --time-format; or "
                                : "Write one unit throughout, as '" + found.value() + "' is a time in " + unit
                                        + "; or import the parts separately; or ")
                        + GO_ON);
    }

    private static boolean inCalendar(long micros) {
        return Math.abs(micros) < 253_402_300_799_000_000L;
    }

    private String words() {
        return format.map(TimeFormat::words).orElse("time");
    }

    /** The microseconds of a number in the unit that is read. */
    private long toMicros(double number) {
        return Math.round(number * microsOf(format));
    }

    private static double microsOf(Optional<TimeFormat> format) {
        return format.isPresent() && format.get() instanceof TimeFormat.Epoch epoch ? epoch.micros() : 0;
    }

    /** The other units in which times would be plausible, as one text. */
    private String readable(Predicate<TimeFormat.Epoch> plausible) {
        if (microsOf(format) == 0) {
            return "";
        }
        List<String> labels = new ArrayList<>();
        for (TimeFormat.Epoch unit : TimeFormat.Epoch.values()) {
            if (unit != format.get() && plausible.test(unit)) {
                labels.add(unit.label());
            }
        }
        return String.join(" or ", labels);
    }

    /** Whether what was read as a moment is a plausible one in another unit. */
    private boolean fits(TimeFormat.Epoch unit, double readMicros) {
        double moment = readMicros / microsOf(format) * unit.micros();
        return moment >= earliest && moment <= latest;
    }

    private String sheetDays(Census census) {
        double unit = microsOf(format);
        boolean days = unit > 0
                && census.least() / unit >= FIRST_SHEET_DAY
                && census.most() / unit <= LAST_SHEET_DAY
                && census.most() - census.least() < LAST_SHEET_DAY * unit;
        return days ? "Write the cells as dates if these are days as a spreadsheet counts them. Or: " : "";
    }

    private static Optional<Double> numberOf(String text) {
        return text.matches(TimeFormat.NUMBER) ? Optional.of(Double.parseDouble(text)) : Optional.empty();
    }

    /** Some values with their lines. */
    private String examples(String condition) throws IOException, SQLException {
        List<String> shown = new ArrayList<>();
        StringBuilder others = new StringBuilder(condition);
        for (int i = 0; i < SHOWN; i++) {
            Optional<Source.Found> found = source.first(database, kept.apply(others.toString()), column);
            if (found.isEmpty()) {
                break;
            }
            shown.add(found.get().where().replaceFirst("^'.*' ", "") + " '"
                    + found.get().value() + "'");
            others.append(" AND ")
                    .append(source.text(column))
                    .append(" <> ")
                    .append(Sql.text(found.get().value()));
        }
        return shown.stream().collect(Collectors.joining(", "));
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** Where clocks are set back, an hour comes twice, and a time without its offset may be either. */
    private void reportDoubtfulHours(Census census, List<String> notes) throws IOException, SQLException {
        Instant begin = Instant.EPOCH.plus(census.least(), ChronoUnit.MICROS).minus(ClickTimes.AHEAD);
        Instant end = Instant.EPOCH.plus(census.most(), ChronoUnit.MICROS);
        List<String> ranges = new ArrayList<>();
        List<String> moments = new ArrayList<>();
        ZoneOffsetTransition next = zone.getRules().nextTransition(begin);
        for (int i = 0; next != null && next.getInstant().isBefore(end) && i < 200; i++) {
            if (next.isOverlap()) {
                long at = micros(next.getInstant());
                long hour = -next.getDuration().toNanos() / 1000;
                ranges.add("t BETWEEN " + (at - hour) + " AND " + (at + hour - 1));
                moments.add(next.getDateTimeAfter().toString());
            }
            next = zone.getRules().nextTransition(next.getInstant());
        }
        long doubtful = ranges.isEmpty()
                ? 0
                : database.number("SELECT count(*) FROM events WHERE " + String.join(" OR ", ranges));
        if (doubtful > 0) {
            notes.add(String.format(
                    Locale.ROOT,
                    "%,d clicks lie in an hour that comes twice in %s, as clocks are set back (%s): without an offset they may"
                            + " be an hour off",
                    doubtful,
                    zone.getId(),
                    String.join(", ", moments.subList(0, Math.min(SHOWN, moments.size())))));
        }
    }
}
