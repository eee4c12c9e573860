package io.github.dmsrec.datasets.imports;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.dataset.DatasetStatistics;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.split.OrderedSessions;
import io.github.dmsrec.core.split.SplitBoundaries;
import io.github.dmsrec.datasets.session.FilterCount;
import io.github.dmsrec.datasets.source.ImportDatabase;
import io.github.dmsrec.datasets.source.Sql;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.Function;

/**
 * Where an import ends: undivided sessions in time order, as the tables {@code catalogue} ({@code item}, {@code id}),
 * {@code texts}, {@code heads} ({@code number}, {@code place}, {@code n}, {@code begun}, {@code last}, {@code id}, {@code
 * owner} where users are known) and {@code ordered_clicks} ({@code number}, {@code item}, {@code t}). What a split cuts out
 * of them becomes a data set folder, as {@link DatasetFolder} describes it.
 */
final class SessionTables implements OrderedSessions<IOException> {

    private static final int CLICKS_AT_ONCE = 2_000_000;
    private static final int ROWS_OF_GROUP = 122_880;
    private static final int BITS_OF_STEP = 17;
    private static final long MICROS_OF_DAY = 86_400_000_000L;

    private final ImportDatabase database;
    private final ItemTable texts;
    private final boolean timed;
    private final boolean owned;
    private final int threads;

    SessionTables(ImportDatabase database, ItemTable texts, boolean timed, boolean owned, int threads) {
        this.database = database;
        this.texts = texts;
        this.timed = timed;
        this.owned = owned;
        this.threads = threads;
    }

    @Override
    public boolean isLogged() {
        return timed;
    }

    @Override
    public boolean hasUsers() {
        return owned;
    }

    @Override
    public int size() throws IOException {
        return Math.toIntExact(number("SELECT count(*) FROM heads"));
    }

    @Override
    public int endedBefore(int days) throws IOException {
        return Math.toIntExact(number(
                "SELECT count(*) FROM heads WHERE last <= (SELECT max(last) FROM heads) - " + days * MICROS_OF_DAY));
    }

    private long number(String query) throws IOException {
        try {
            return database.number(query);
        } catch (SQLException e) {
            throw new IOException("DuckDB cannot count the sessions: " + e.getMessage(), e);
        }
    }

    /** The sessions, cut. Must be closed before the database. */
    CutTables at(SplitBoundaries cut) {
        return new CutTables(database, cut, timed, owned);
    }

    /** All sessions in memory, as those of training. */
    SessionDataset inMemory(Origin origin) throws IOException {
        Path whole = database.folder().resolve("whole");
        write(whole, SplitBoundaries.undivided(size()), origin, Map.of());
        return DatasetFolder.read(whole);
    }

    /**
     * Drops test clicks on items that no earlier split has, then test sessions of one click, as session-rec does.
     *
     * @return where the sessions that are left are cut
     */
    SplitBoundaries dropUnseen(SplitBoundaries cut) throws IOException {
        try {
            return withoutUnseen(cut);
        } catch (SQLException e) {
            throw new IOException("DuckDB cannot drop the unseen items: " + e.getMessage(), e);
        }
    }

    private SplitBoundaries withoutUnseen(SplitBoundaries cut) throws IOException, SQLException {
        String unseen = "SELECT item FROM ordered_clicks GROUP BY item HAVING min(number) >= " + cut.test();
        database.replace(
                "ordered_clicks",
                "SELECT o.* FROM ordered_clicks o ANTI JOIN (" + unseen + ") u ON o.item = u.item ORDER BY o.rowid");
        database.run("CREATE TABLE left_over AS SELECT number, count(*) AS n, min(t) AS begun, max(t) AS last FROM"
                + " ordered_clicks GROUP BY number HAVING number < "
                + cut.test() + " OR count(*) > 1");
        database.run("ALTER TABLE catalogue RENAME TO whole");
        database.run(
                "CREATE TABLE kept AS SELECT (row_number() OVER (ORDER BY w.item) - 1)::INTEGER AS item, w.id, w.item AS"
                        + " before FROM whole w SEMI JOIN (SELECT item FROM ordered_clicks WHERE number < " + cut.test()
                        + ") o ON w.item = o.item ORDER BY 1");
        database.run("ALTER TABLE kept RENAME TO catalogue");
        database.run("DROP TABLE whole");
        database.run(
                "CREATE TABLE renumbered AS SELECT number AS before, n, begun, last, (row_number() OVER (ORDER BY number) -"
                        + " 1)::INTEGER AS"
                        + " number FROM left_over");
        database.replace(
                "heads",
                "SELECT h.* REPLACE (r.number AS number, r.n AS n, r.begun AS begun, r.last AS last) FROM heads h JOIN"
                        + " renumbered r ON h.number ="
                        + " r.before ORDER BY r.number");
        database.run("ALTER TABLE ordered_clicks RENAME TO unordered");
        database.run(
                "CREATE TABLE ordered_clicks AS SELECT r.number, c.item, o.t FROM (SELECT *, rowid AS seq FROM unordered) o"
                        + " JOIN renumbered r ON o.number = r.before JOIN catalogue c ON o.item = c.before ORDER BY"
                        + " r.number, o.seq");
        database.run("DROP TABLE unordered");
        database.run("DROP TABLE renumbered");
        database.run("DROP TABLE left_over");
        return new SplitBoundaries(cut.from(), cut.validation(), cut.test(), size());
    }

    /** What is left, as the last filter leaves it. */
    FilterCount left(String name, FilterCount before) throws IOException {
        long clicks = number("SELECT count(*) FROM ordered_clicks");
        int sessions = size();
        return new FilterCount(
                name,
                before.clicksLeft() - clicks,
                before.sessionsLeft() - sessions,
                clicks,
                sessions,
                number("SELECT count(*) FROM catalogue"));
    }

    /** Writes a data set of the sessions of a cut. */
    ArtefactFolder write(Path target, SplitBoundaries cut, Origin origin, Map<String, ? extends Object> facts)
            throws IOException {
        return DatasetFolder.write(target, origin, facts, (items, sessions, rows) -> {
            try {
                writeItems(items);
                return writeAndCount(sessions, cut);
            } catch (SQLException e) {
                throw new IOException("DuckDB cannot write the data set: " + e.getMessage(), e);
            }
        });
    }

    private DatasetStatistics writeAndCount(Path sessions, SplitBoundaries cut) throws IOException, SQLException {
        int items = Math.toIntExact(number("SELECT count(*) FROM catalogue"));
        int untitled = Math.toIntExact(number("SELECT count(*) FROM catalogue c LEFT JOIN texts x ON c.id = x.id"
                + " WHERE coalesce(x.title, '') = ''"));
        if (threads == 1) {
            writeSessions(sessions, cut);
            return count(database, cut, items, untitled);
        }
        // Writing takes one thread, so another counts.
        try (ImportDatabase other = database.beside();
                BackgroundTask<DatasetStatistics> counting =
                        new BackgroundTask<>("counting", () -> count(other, cut, items, untitled))) {
            writeSessions(sessions, cut);
            return counting.result();
        }
    }

    private DatasetStatistics count(ImportDatabase from, SplitBoundaries cut, int items, int untitled)
            throws IOException {
        try (CutTables divided = new CutTables(from, cut, timed, owned)) {
            return DatasetStatistics.of(divided, items, untitled);
        }
    }

    private void writeItems(Path file) throws SQLException {
        copy(
                "SELECT c.item, c.id, " + texts.columns()
                        + " FROM catalogue c LEFT JOIN texts x ON c.id = x.id ORDER BY c.item",
                file);
    }

    private void writeSessions(Path file, SplitBoundaries cut) throws IOException, SQLException {
        String columns = "split VARCHAR, session INTEGER, items INTEGER[]"
                + (timed ? ", id VARCHAR, place INTEGER, times DOUBLE[]" : "")
                + (timed && owned ? ", \"user\" VARCHAR" : "");
        database.run("CREATE OR REPLACE TABLE lists (" + columns + ")");
        long clicks = database.number(
                "SELECT count(*) FROM ordered_clicks WHERE number >= " + cut.from() + " AND number < " + cut.end());
        int step = sessionsAtOnce(clicks, (long) cut.end() - cut.from());
        String head = bySplit(cut, split -> "'" + split.label() + "'") + ", a.number - "
                + bySplit(cut, split -> Integer.toString(cut.begin(split))) + ", a.items"
                + (timed ? ", h.id, h.place, a.times" : "") + (timed && owned ? ", h.owner" : "");
        // DuckDB gathers lists in memory only, so sessions are gathered some at a time; one thread keeps the clicks'
        // order. Groups by a number of few bits need no hashing.
        database.run("SET threads = 1");
        database.run("SET perfect_ht_threshold = " + BITS_OF_STEP);
        for (long from = cut.from(); from < cut.end(); from += step) {
            String range = "number >= " + from + " AND number < " + Math.min(cut.end(), from + step);
            database.run("INSERT INTO lists SELECT " + head + " FROM (SELECT number, list(item) AS items"
                    + (timed ? ", list(t / 1e6) AS times" : "") + " FROM ordered_clicks WHERE " + range
                    + " GROUP BY number) a JOIN (SELECT * FROM heads WHERE " + range
                    + ") h ON a.number = h.number ORDER BY a.number");
        }
        database.run("RESET perfect_ht_threshold");
        long wrong = database.number(
                "SELECT count(*) FROM (SELECT unnest(items) AS listed FROM lists) POSITIONAL JOIN (SELECT"
                        + " item FROM ordered_clicks WHERE number >= " + cut.from() + " AND number < " + cut.end()
                        + ") WHERE listed IS DISTINCT FROM item");
        if (wrong > 0) {
            throw new IllegalStateException("DuckDB gathered " + wrong + " clicks in another order than that of time");
        }
        database.run("SET threads = " + threads);
        copy("SELECT * FROM lists", file);
        database.run("DROP TABLE lists");
    }

    private static String bySplit(SplitBoundaries cut, Function<Split, String> value) {
        return "CASE WHEN a.number < " + cut.end(Split.TRAIN) + " THEN " + value.apply(Split.TRAIN)
                + " WHEN a.number < " + cut.end(Split.VALIDATION) + " THEN " + value.apply(Split.VALIDATION) + " ELSE "
                + value.apply(Split.TEST) + " END";
    }

    // DuckDB appends a group of its tables' rows far faster as a whole than in pieces.
    private static int sessionsAtOnce(long clicks, long sessions) {
        int step = ROWS_OF_GROUP;
        while (step > 1 && clicks / sessions * step > CLICKS_AT_ONCE) {
            step /= 2;
        }
        return step;
    }

    // One thread: the row groups, and with them the bytes, do not depend on the machine.
    private void copy(String query, Path file) throws SQLException {
        database.inOrder(threads, "COPY (" + query + ") TO " + Sql.target(file) + " (FORMAT parquet)");
    }
}
