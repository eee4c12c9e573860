package io.github.dmsrec.datasets.imports;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.datasets.session.FilterCount;
import io.github.dmsrec.datasets.session.Filters;
import io.github.dmsrec.datasets.source.ImportDatabase;
import io.github.dmsrec.datasets.source.Sql;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Applies the filters in their order, and counts after each. */
final class ClickFilters {

    private final Filters filters;
    private final ImportDatabase database;
    private final List<FilterCount> counts;

    ClickFilters(Filters filters, ImportDatabase database, List<FilterCount> counts) {
        this.filters = filters;
        this.database = database;
        this.counts = counts;
    }

    /** Whether there is a filter of single clicks. */
    boolean filtersEvents() {
        return !filters.events().isEmpty()
                || filters.from().isPresent()
                || filters.to().isPresent()
                || filters.dropDuplicates();
    }

    /** Filters single clicks: the table {@code events}. Items are counted, sessions not yet. */
    void filterEvents() throws IOException, SQLException {
        if (!filters.events().isEmpty()) {
            keepEvents("event IN " + Sql.texts(filters.events()), "clicks of other kinds");
        }
        if (filters.from().isPresent() || filters.to().isPresent()) {
            String from = filters.from()
                    .map(ClickFilters::micros)
                    .map(at -> "t >= " + at)
                    .orElse("true");
            String to = filters.to()
                    .map(ClickFilters::micros)
                    .map(at -> "t < " + at)
                    .orElse("true");
            keepEvents(from + " AND " + to, "clicks outside the time range");
        }
        if (filters.dropDuplicates()) {
            keepEvents(
                    "rowid IN (SELECT min(rowid) FROM events GROUP BY key, item, t)", "repetitions of the same click");
        }
    }

    private static String micros(Instant moment) {
        return Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, moment));
    }

    private void keepEvents(String condition, String name) throws IOException, SQLException {
        long before = database.number("SELECT count(*) FROM events");
        database.replace("events", "SELECT * FROM events WHERE " + condition + " ORDER BY rowid");
        long left = database.number("SELECT count(*) FROM events");
        add(new FilterCount(
                name, before - left, 0, left, 0, database.number("SELECT count(DISTINCT item) FROM events")));
    }

    /**
     * Filters clicks of sessions: the table or view {@code clicks}, and makes {@code lengths} (session, n, last, first) and
     * {@code used} (the items that are left, and their clicks).
     *
     * @param before what was counted before the sessions were made
     * @param allItems whether making the sessions dropped nothing
     */
    void filterSessions(FilterCount before, boolean allItems) throws IOException, SQLException {
        measure();
        if (allItems) {
            database.run("CREATE TABLE used AS SELECT item, n FROM items WHERE n >= " + filters.minItemSupport());
        } else {
            countUsed();
        }
        FilterCount last = add(census(allItems ? "sessions made" : "days of a user with a single click", before));
        if (filters.dropRepeats()) {
            replaceClicks("SELECT * FROM clicks ORDER BY session, t, seq");
            replaceClicks(
                    "SELECT * FROM clicks QUALIFY (session = lag(session) OVER () AND item = lag(item) OVER ()) IS NOT TRUE");
            measure();
            countUsed();
            last = add(census("clicks on the item of the click before", last));
        }
        if (filters.minSessionLength() > 1) {
            last = keepSessions(
                    "n >= " + filters.minSessionLength(),
                    "sessions of less than " + filters.minSessionLength() + " clicks",
                    last);
        }
        if (filters.maxSessionLength().isPresent()) {
            int most = filters.maxSessionLength().getAsInt();
            last = keepSessions("n <= " + most, "sessions of more than " + most + " clicks", last);
        }
        if (filters.maxClicks().isPresent()) {
            last = keepLastClicks(filters.maxClicks().getAsInt(), last);
        }
        if (filters.core() > 1) {
            reduceToCore(last);
        }
    }

    /** Cuts the beginnings of long sessions off, without sorting the others. */
    private FilterCount keepLastClicks(int most, FilterCount before) throws IOException, SQLException {
        String name = "clicks before the last " + most + " of a session";
        if (database.number("SELECT count(*) FROM lengths WHERE n > " + most) == 0) {
            return add(new FilterCount(name, 0, 0, before.clicksLeft(), before.sessionsLeft(), before.itemsLeft()));
        }
        replaceClicks("SELECT c.* FROM clicks c SEMI JOIN (SELECT session FROM lengths WHERE n <= " + most
                + ") s ON c.session = s.session UNION ALL SELECT c.* FROM clicks c SEMI JOIN (SELECT session FROM lengths"
                + " WHERE n > " + most + ") s ON c.session = s.session QUALIFY row_number() OVER (PARTITION BY session"
                + " ORDER BY t DESC, seq DESC) <= " + most);
        measure();
        countUsed();
        return add(census(name, before));
    }

    private void reduceToCore(FilterCount before) throws IOException, SQLException {
        int core = filters.core();
        String rare = "SELECT item FROM clicks GROUP BY item HAVING count(*) < " + core;
        replaceClicks("SELECT clicks.* FROM clicks SEMI JOIN lengths USING (session)");
        while (true) {
            boolean rareItems = database.number("SELECT count(*) FROM (" + rare + ")") > 0;
            if (rareItems) {
                replaceClicks("SELECT clicks.* FROM clicks ANTI JOIN (" + rare + ") USING (item)");
                measure();
            }
            boolean shortSessions = database.number("SELECT count(*) FROM lengths WHERE n < " + core) > 0;
            if (shortSessions) {
                database.replace("lengths", "SELECT * FROM lengths WHERE n >= " + core);
                replaceClicks("SELECT clicks.* FROM clicks SEMI JOIN lengths USING (session)");
            }
            if (!rareItems && !shortSessions) {
                break;
            }
        }
        countUsed();
        add(census("items and sessions outside the core of " + core, before));
    }

    private void replaceClicks(String query) throws IOException, SQLException {
        database.replace("clicks", query);
        // They may have been a view of these.
        database.run("DROP TABLE IF EXISTS events");
    }

    private void measure() throws SQLException {
        database.run(
                "CREATE OR REPLACE TABLE lengths AS SELECT session, count(*) AS n, max(t) AS last, min(t) AS begun,"
                        + " min(seq) AS first FROM clicks"
                        + " GROUP BY session");
    }

    private void countUsed() throws SQLException {
        database.run("CREATE OR REPLACE TABLE used AS SELECT item, count(*) AS n FROM clicks GROUP BY item");
    }

    private FilterCount keepSessions(String condition, String name, FilterCount before)
            throws IOException, SQLException {
        database.run("CREATE OR REPLACE TABLE dropped AS SELECT session FROM lengths WHERE NOT (" + condition + ")");
        if (database.number("SELECT count(*) FROM dropped") == 0) {
            return add(new FilterCount(name, 0, 0, before.clicksLeft(), before.sessionsLeft(), before.itemsLeft()));
        }
        database.replace("lengths", "SELECT * FROM lengths WHERE " + condition);
        // What is dropped is less than what is left, mostly.
        database.replace(
                "used",
                "SELECT u.item, u.n - coalesce(d.n, 0) AS n FROM used u LEFT JOIN (SELECT item, count(*) AS n FROM clicks"
                        + " SEMI JOIN dropped USING (session) GROUP BY item) d ON u.item = d.item WHERE u.n >"
                        + " coalesce(d.n, 0)");
        return add(census(name, before));
    }

    /** What is left, by the lengths of the sessions. */
    private FilterCount census(String name, FilterCount before) throws IOException, SQLException {
        long left = database.number("SELECT coalesce(sum(n), 0) FROM lengths");
        long sessions = database.number("SELECT count(*) FROM lengths");
        long gone = before.sessionsLeft() == 0 ? 0 : before.sessionsLeft() - sessions;
        return new FilterCount(
                name, before.clicksLeft() - left, gone, left, sessions, database.number("SELECT count(*) FROM used"));
    }

    /** The choices of which the last dropped what was left. */
    private String wayOut(FilterCount last) {
        List<String> ways = new ArrayList<>();
        if (!filters.events().isEmpty()) {
            ways.add("Name kinds that the log has with --events; they are case-sensitive");
        }
        if (filters.from().isPresent() || filters.to().isPresent()) {
            ways.add("Name times of the log with --from and --to");
        }
        if (filters.minItemSupport() > 1) {
            ways.add("Use a --min-item-support below " + filters.minItemSupport());
        }
        if (filters.minSessionLength() > 1) {
            ways.add("Use a --min-session-length below " + filters.minSessionLength());
        }
        if (filters.maxSessionLength().isPresent()) {
            ways.add("Use a --max-session-length above "
                    + filters.maxSessionLength().getAsInt());
        }
        if (filters.core() > 1) {
            ways.add("Use a --k-core below " + filters.core());
        }
        // The filter that dropped the last clicks is named first.
        ways.sort(Comparator.comparing(way -> !fits(way, last.name())));
        return ways.isEmpty() ? "Give a log that has clicks." : joined(ways);
    }

    private static String joined(List<String> ways) {
        List<String> others = ways.subList(1, ways.size()).stream()
                .map(way -> way.substring(0, 1).toLowerCase(Locale.ROOT) + way.substring(1))
                .toList();
        return others.isEmpty() ? ways.get(0) + "." : ways.get(0) + "; or " + String.join("; or ", others) + ".";
    }

    private static boolean fits(String way, String filter) {
        return (way.contains("--events") && filter.startsWith("clicks of other kinds"))
                || (way.contains("--from") && filter.startsWith("clicks outside"))
                || (way.contains("--min-item-support") && filter.startsWith("items of less"))
                || (way.contains("--min-session-length") && filter.startsWith("sessions of less"))
                || (way.contains("--max-session-length") && filter.startsWith("sessions of more"))
                || (way.contains("--k-core") && filter.startsWith("items and sessions outside"));
    }

    /** Notes a count; an empty log is an error. */
    FilterCount add(FilterCount count) {
        counts.add(count);
        if (count.clicksLeft() == 0) {
            StringBuilder steps = new StringBuilder();
            counts.forEach(
                    step -> steps.append(System.lineSeparator()).append("  ").append(step.line()));
            throw new UserMistakeException(
                    "Nothing is left of the log after the filter '" + count.name() + "':" + steps, wayOut(count));
        }
        return count;
    }
}
