package io.github.dmsrec.datasets.imports;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.datasets.source.ClickTimes;
import io.github.dmsrec.datasets.source.ConvertedTable;
import io.github.dmsrec.datasets.source.ImportDatabase;
import io.github.dmsrec.datasets.source.ItemTexts;
import io.github.dmsrec.datasets.source.LineCounts;
import io.github.dmsrec.datasets.source.LogColumns;
import io.github.dmsrec.datasets.source.Source;
import io.github.dmsrec.datasets.source.Sql;
import io.github.dmsrec.datasets.source.TimeFormat;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Reads a log into the table {@code events}: {@code key} (session or user), {@code item}, {@code t} (microseconds, 0 without
 * times), and where they are needed {@code owner} (the session's user), {@code title}, {@code event}; rows in the order of
 * the files. Every value is checked.
 */
final class EventTable {

    private static final int EXAMPLES = 1000;

    /** Clicks of one minute have an order that a model should learn. */
    private static final double COARSE = 60;

    private final ImportPlan plan;
    private final Source source;
    private final ImportDatabase database;
    private final List<String> notes;
    private final List<Integer> dropped;
    private Optional<ClickTimes> times = Optional.empty();
    private LineCounts lines = LineCounts.of("lines of the files", 0);

    EventTable(ImportPlan plan, Source source, ImportDatabase database, List<String> notes) {
        this.plan = plan;
        this.source = source;
        this.database = database;
        this.notes = notes;
        this.dropped = plan.dropMissing().stream()
                .map(column -> source.column("--drop-missing", column))
                .toList();
    }

    /** Makes the table, before any filter. */
    void load() throws IOException, SQLException {
        LogColumns columns = plan.columns();
        boolean given = columns.session().isPresent();
        // Where a line lists its items, it is a session.
        OptionalInt key = given
                ? OptionalInt.of(source.column("--session", columns.session().get()))
                : optional("--user", columns.user());
        int item = source.column("--item", columns.item());
        refuseListed(item);
        String named = key.isPresent() ? source.text(key.getAsInt()) : "(row_number() OVER ())::VARCHAR";
        List<String> values = new ArrayList<>(List.of(named + " AS key"));
        values.add((plan.itemList() ? "unnest(" + source.list(item) + ")" : source.text(item)) + " AS item");
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
        if (needsEvents()) {
            event.ifPresent(column -> values.add(source.text(column) + " AS event"));
        }
        List<String> gaps =
                dropped.stream().map(column -> missing(source.text(column))).toList();
        for (int i = 0; i < gaps.size(); i++) {
            values.add(gaps.get(i) + " AS gap" + i);
        }
        String query =
                "CREATE TABLE events AS SELECT " + String.join(", ", values) + " FROM " + source.table(source.files());
        try {
            database.run(query);
        } catch (SQLException e) {
            throw source.unreadable(e);
        }
        source.refuseRejected(database);
        countLines();
        check(key, item, time, format, micros, owner);
    }

    /** Whether the kind of each click matters: as a filter, or because items have texts for each. */
    private boolean needsEvents() {
        return !plan.filters().events().isEmpty()
                || plan.items().flatMap(ItemTexts::kind).isPresent();
    }

    /** A list is not an item, and neither is an object. */
    private void refuseListed(int item) throws IOException, SQLException {
        if (!plan.itemList()) {
            source.structure(item).ifPresent(structure -> {
                throw new UserMistakeException(
                        "'" + source.files().get(0).path() + "', column '"
                                + source.columns().get(item) + "' holds " + structure
                                + ", which is not an id (--item).",
                        "Add --item-list if it holds lists of items; or name another column (--item).");
            });
        }
    }

    /** SQL that says whether a value is missing, as programs write it. */
    private static String missing(String text) {
        return "(coalesce(lower(" + text + "), '') IN ('', 'null', 'nan', 'none', 'na', 'n/a', '<na>', '\\n'))";
    }

    /** Counts what the lines have become, and leaves out those that are to be dropped. */
    private void countLines() throws IOException, SQLException {
        long loaded = database.number("SELECT count(*) FROM events");
        long records =
                plan.itemList() ? database.number("SELECT count(*) FROM " + source.table(source.files())) : loaded;
        lines = plan.log() instanceof ConvertedTable converted
                ? LineCounts.of("clicks in " + converted.original().getFileName(), records)
                : source.lines(database, records, plan.multiline());
        lines = lines.then("clicks that lines list, beyond one each", loaded - records);
        if (dropped.isEmpty()) {
            return;
        }
        StringBuilder earlier = new StringBuilder("true");
        for (int i = 0; i < dropped.size(); i++) {
            long without = database.number("SELECT count(*) FROM events WHERE gap" + i + " AND " + earlier);
            lines = lines.then("without a value of '" + source.columns().get(dropped.get(i)) + "'", -without);
            earlier.append(" AND NOT gap").append(i);
        }
        List<String> gaps =
                IntStream.range(0, dropped.size()).mapToObj(i -> "gap" + i).toList();
        database.replace(
                "events",
                "SELECT * EXCLUDE (" + String.join(", ", gaps) + ") FROM events WHERE " + earlier + " ORDER BY rowid");
        if (lines.records() == 0) {
            throw new UserMistakeException(
                    "'" + source.files().get(0).path() + "': no line is left that has a value of "
                            + String.join(" and ", plan.dropMissing()) + " (--drop-missing).",
                    "Name another column.");
        }
    }

    /** How the lines became clicks, once they are loaded. */
    LineCounts lines() {
        return lines;
    }

    /** A condition, for the lines that are not dropped. */
    private String kept(String condition) {
        StringBuilder all = new StringBuilder("(" + condition + ")");
        dropped.forEach(column -> all.append(" AND NOT ").append(missing(source.text(column))));
        return all.toString();
    }

    /** When the clicks were made, once they are loaded; empty without times. */
    Optional<ClickTimes> times() {
        return times;
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
                            + source.table(source.files().subList(0, 1)) + " WHERE " + kept("true") + " LIMIT "
                            + EXAMPLES,
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
                    kept(source.text(column) + " IS NULL OR " + source.text(column) + " = ''"),
                    column,
                    "is not a time",
                    "Drop such lines with --drop-missing; or complete lines that were cut off; or name another column"
                            + " (--time).");
        }
        TimeFormat format = TimeFormat.sniff(examples)
                .orElseThrow(() -> new UserMistakeException(
                        "'" + source.files().get(0).path() + "', column '"
                                + source.columns().get(column) + "': '" + Source.shortened(examples.get(0))
                                + "' is neither a number of seconds, milliseconds or microseconds since 1970 nor"
                                + " ISO 8601.",
                        "Name the format with --time-format, e.g. '%d.%m.%Y %H:%M:%S'; or name another column"
                                + " (--time)."));
        notes.add("times are read as " + format.words() + ", e.g. '" + Source.shortened(examples.get(0)) + "'");
        reportCoarseTimes(format, examples);
        return format;
    }

    /** A number with an exponent may have lost digits: 1.56989e+09 is known to ten thousand seconds. */
    private void reportCoarseTimes(TimeFormat format, List<String> examples) {
        if (!(format instanceof TimeFormat.Epoch unit)) {
            return;
        }
        double finest = examples.stream()
                .filter(example -> example.matches(TimeFormat.NUMBER))
                .mapToDouble(example -> example.matches(".*[eE].*")
                        ? Math.pow(10, -new BigDecimal(example).scale()) * unit.micros() / 1e6
                        : 0)
                .min()
                .orElse(0);
        if (finest >= COARSE) {
            notes.add(String.format(
                    Locale.ROOT,
                    "times are written with too few digits, e.g. '%s': clicks within %,.0f s have one time, and keep the order"
                            + " of the file",
                    examples.get(0),
                    finest));
        }
    }

    private void check(
            OptionalInt key, int item, OptionalInt time, Optional<TimeFormat> format, String micros, OptionalInt owner)
            throws IOException, SQLException {
        long[] counts = new long[8];
        database.query(
                "SELECT count(*), count(*) FILTER (key IS NULL OR key = ''), count(*) FILTER (item IS NULL OR item = ''),"
                        + " count(*) FILTER (t IS NULL), count(*) FILTER (length(key) > " + Source.LONGEST
                        + "), count(*) FILTER (length(item) > " + Source.LONGEST + "), min(t), max(t) FROM events",
                row -> {
                    for (int i = 0; i < counts.length; i++) {
                        counts[i] = row.getLong(i + 1);
                    }
                });
        if (counts[0] == 0) {
            throw new UserMistakeException(
                    "'" + source.files().get(0).path() + "' line 1 is a header without clicks.",
                    "Run the export that makes it again.");
        }
        if (key.isPresent()) {
            refuseEmpty(counts[1], key.getAsInt());
        }
        refuseEmpty(counts[2], item);
        if (owner.isPresent()) {
            refuseEmpty(
                    database.number("SELECT count(*) FROM events WHERE owner IS NULL OR owner = ''"), owner.getAsInt());
        }
        if (key.isPresent()) {
            refuseLong(counts[4], key.getAsInt());
        }
        reportOddIds();
        refuseLong(counts[5], item);
        if (time.isPresent()) {
            ClockCheck clock =
                    new ClockCheck(source, database, time.getAsInt(), format, plan.zone(), micros, this::kept);
            clock.requireRead(counts[3]);
            clock.check(plan.allowOddTimes(), notes);
            times = Optional.of(
                    ClickTimes.between(counts[6] / 1e6, counts[7] / 1e6, zoneWords(format), readAs(format)));
        }
    }

    private String zoneWords(Optional<TimeFormat> format) {
        boolean told = format.isEmpty() || format.get().statesZone();
        return told || plan.zone().normalized().equals(ZoneOffset.UTC)
                ? "UTC"
                : plan.zone().getId() + ", where a time has none of its own";
    }

    private String readAs(Optional<TimeFormat> format) {
        return format.map(known -> known.words()
                        + (plan.time().isPresent() ? ", as given" : ", as detected from the" + " first lines"))
                .orElse("the file's own times");
    }

    /** Ids that programs made of something else are reported, not refused: they are ids all the same. */
    private void reportOddIds() throws IOException, SQLException {
        String[] found = new String[2];
        database.query(
                "SELECT min(item) FILTER (suffix(item, '0') AND regexp_full_match(item, '[0-9]+[.]0+')), min(key) FILTER (key IN ('nan', 'NaN',"
                        + " 'null', 'NULL', 'None', 'undefined', 'NA', 'N/A', '\\N')) FROM events",
                row -> {
                    found[0] = row.getString(1);
                    found[1] = row.getString(2);
                });
        if (found[0] != null) {
            notes.add("item ids end in '.0', as programs write numbers with missing values: '"
                    + Source.shortened(found[0]) + "' is another item than '"
                    + Source.shortened(found[0].replaceFirst("\\.0+$", "")) + "'");
        }
        if (found[1] != null) {
            notes.add(String.format(
                    Locale.ROOT,
                    "%,d clicks have the session or user '%s', which looks like a missing value (--drop-missing leaves"
                            + " them out)",
                    database.number("SELECT count(*) FROM events WHERE key = " + Sql.text(found[1])),
                    found[1]));
        }
    }

    private void refuseEmpty(long count, int column) throws IOException, SQLException {
        if (count > 0) {
            throw source.mistake(
                    database,
                    kept(source.text(column) + " IS NULL OR " + source.text(column) + " = ''"),
                    column,
                    "is empty (and so in " + String.format(Locale.ROOT, "%,d", count) + " of all lines)",
                    "Drop such lines with --drop-missing " + source.columns().get(column)
                            + "; or name another column; or complete lines that were cut off.");
        }
    }

    private void refuseLong(long count, int column) throws IOException, SQLException {
        if (count > 0) {
            throw source.mistake(
                    database,
                    kept("length(" + source.text(column) + ") > " + Source.LONGEST),
                    column,
                    "is longer than " + Source.LONGEST + " characters",
                    "Close the quotes, or name another column.");
        }
    }
}
