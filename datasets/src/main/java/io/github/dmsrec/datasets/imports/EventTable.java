package io.github.dmsrec.datasets.imports;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.datasets.source.ImportDatabase;
import io.github.dmsrec.datasets.source.LogColumns;
import io.github.dmsrec.datasets.source.Source;
import io.github.dmsrec.datasets.source.TimeFormat;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads a log into the table {@code events}: {@code key} (session or user), {@code item}, {@code t} (microseconds, 0 without
 * times), and where they are needed {@code owner} (the session's user), {@code title}, {@code event}; rows in the order of
 * the files. Every value is checked.
 */
final class EventTable {

    private static final int EXAMPLES = 1000;
    private static final Duration AHEAD = Duration.ofDays(1);

    private final ImportPlan plan;
    private final Source source;
    private final ImportDatabase database;
    private final List<String> notes;

    EventTable(ImportPlan plan, Source source, ImportDatabase database, List<String> notes) {
        this.plan = plan;
        this.source = source;
        this.database = database;
        this.notes = notes;
    }

    /** Makes the table, before any filter. */
    void load() throws IOException, SQLException {
        LogColumns columns = plan.columns();
        boolean given = columns.session().isPresent();
        int key = given
                ? source.column("--session", columns.session().get())
                : source.column("--user", columns.user().orElseThrow());
        int item = source.column("--item", columns.item());
        List<String> values = new ArrayList<>(List.of(source.text(key) + " AS key", source.text(item) + " AS item"));
        OptionalInt time = optional("--time", columns.time());
        Optional<TimeFormat> format = Optional.empty();
        String micros = "0::BIGINT";
        if (time.isPresent()) {
            Optional<String> typed = source.micros(time.getAsInt());
            format = typed.isPresent() ? Optional.empty() : Optional.of(timeFormat(time.getAsInt()));
            micros = typed.orElse(format.map(known -> known.sql(source.text(time.getAsInt()), plan.zone()))
                    .orElse("0::BIGINT"));
        }
        values.add(micros + " AS t");
        OptionalInt owner = given ? optional("--user", columns.user()) : OptionalInt.empty();
        owner.ifPresent(column -> values.add(source.text(column) + " AS owner"));
        optional("--title", columns.title()).ifPresent(column -> values.add(source.text(column) + " AS title"));
        OptionalInt event = optional("--event", columns.event());
        if (!plan.filters().events().isEmpty()) {
            event.ifPresent(column -> values.add(source.text(column) + " AS event"));
        }
        String query =
                "CREATE TABLE events AS SELECT " + String.join(", ", values) + " FROM " + source.table(source.files());
        try {
            database.run(query);
        } catch (SQLException e) {
            throw source.unreadable(e);
        }
        source.refuseRejected(database);
        check(key, item, time, format, micros, owner);
    }

    private OptionalInt optional(String option, Optional<String> name) {
        return name.isPresent() ? OptionalInt.of(source.column(option, name.get())) : OptionalInt.empty();
    }

    private TimeFormat timeFormat(int column) throws IOException, SQLException {
        if (plan.time().isPresent()) {
            return plan.time().get();
        }
        List<String> examples = new ArrayList<>();
        try {
            database.query(
                    "SELECT " + source.text(column) + " FROM "
                            + source.table(source.files().subList(0, 1)) + " LIMIT " + EXAMPLES,
                    row -> {
                        String value = row.getString(1);
                        if (value != null && !value.isEmpty()) {
                            examples.add(value);
                        }
                    });
        } catch (SQLException e) {
            throw source.unreadable(e);
        }
        source.refuseRejected(database);
        if (examples.isEmpty()) {
            throw source.mistake(
                    database,
                    source.text(column) + " IS NULL OR " + source.text(column) + " = ''",
                    column,
                    "is no time",
                    "the" + " lines were cut off, or another column was meant (--time).");
        }
        TimeFormat format = TimeFormat.sniff(examples)
                .orElseThrow(
                        () -> new UserMistakeException(
                                "'" + source.files().get(0).path() + "', column '"
                                        + source.columns().get(column) + "': '" + Source.shortened(examples.get(0))
                                        + "' is neither a number of seconds, milliseconds or microseconds since 1970 nor ISO 8601.",
                                "--time-format tells the form, e.g. '%d.%m.%Y %H:%M:%S', or another column was meant (--time)."));
        notes.add("times are taken for " + format.words() + ", e.g. '" + Source.shortened(examples.get(0)) + "'");
        return format;
    }

    private void check(
            int key, int item, OptionalInt time, Optional<TimeFormat> format, String micros, OptionalInt owner)
            throws IOException, SQLException {
        long now = Instant.now().plus(AHEAD).toEpochMilli() * 1000;
        long[] counts = new long[8];
        database.query(
                "SELECT count(*), count(*) FILTER (key IS NULL OR key = ''), count(*) FILTER (item IS NULL OR item = ''),"
                        + " count(*) FILTER (t IS NULL), count(*) FILTER (t < 0), count(*) FILTER (t > " + now
                        + "), count(*) FILTER (length(key) > " + Source.LONGEST + "), count(*) FILTER (length(item) > "
                        + Source.LONGEST + ") FROM events",
                row -> {
                    for (int i = 0; i < counts.length; i++) {
                        counts[i] = row.getLong(i + 1);
                    }
                });
        if (counts[0] == 0) {
            throw new UserMistakeException(
                    "'" + source.files().get(0).path() + "' line 1 is a header without clicks.",
                    "the export that makes it failed.");
        }
        refuseEmpty(counts[1], key);
        refuseEmpty(counts[2], item);
        if (owner.isPresent()) {
            refuseEmpty(
                    database.number("SELECT count(*) FROM events WHERE owner IS NULL OR owner = ''"), owner.getAsInt());
        }
        if (time.isPresent()) {
            checkTimes(counts, time.getAsInt(), format, micros, now);
        }
        refuseLong(counts[6], key);
        refuseLong(counts[7], item);
    }

    private void checkTimes(long[] counts, int column, Optional<TimeFormat> format, String micros, long now)
            throws IOException, SQLException {
        if (counts[3] > 0) {
            String words = format.map(TimeFormat::words).orElse("time");
            throw source.mistake(
                    database,
                    "(" + micros + ") IS NULL",
                    column,
                    "is no " + words,
                    "--time-format tells another form: seconds, millis, micros, iso or e.g. '%d.%m.%Y %H:%M:%S'; or the line"
                            + " was cut off.");
        }
        if (counts[4] > 0) {
            throw source.mistake(
                    database,
                    "(" + micros + ") < 0",
                    column,
                    "is before 1970",
                    "a missing time was written as a number; such" + " lines should be left out.");
        }
        if (counts[5] > 0) {
            throw source.mistake(
                    database,
                    "(" + micros + ") > " + now,
                    column,
                    "lies in the future, read as "
                            + format.map(TimeFormat::words).orElse("time"),
                    "--time-format names another unit (seconds, millis, micros), or the clock was wrong.");
        }
    }

    private void refuseEmpty(long count, int column) throws IOException, SQLException {
        if (count > 0) {
            throw source.mistake(
                    database,
                    source.text(column) + " IS NULL OR " + source.text(column) + " = ''",
                    column,
                    "is empty (and so in " + String.format(Locale.ROOT, "%,d", count) + " of all lines)",
                    "the lines were cut off, or another column was meant.");
        }
    }

    private void refuseLong(long count, int column) throws IOException, SQLException {
        if (count > 0) {
            throw source.mistake(
                    database,
                    "length(" + source.text(column) + ") > " + Source.LONGEST,
                    column,
                    "is longer than " + Source.LONGEST + " characters",
                    "a quote that does not end swallows what follows, or another column was meant.");
        }
    }
}
