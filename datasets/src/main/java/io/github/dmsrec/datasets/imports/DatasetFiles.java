package io.github.dmsrec.datasets.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.dataset.DatasetStatistics;
import io.github.dmsrec.datasets.source.ImportDatabase;
import io.github.dmsrec.datasets.source.Sql;
import io.github.dmsrec.datasets.split.SplitBoundaries;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;

/**
 * Writes a data set folder, as {@link DatasetFolder} describes it, from the tables {@code
 * catalogue} ({@code item}, {@code id}), {@code texts}, {@code heads} ({@code number}, {@code place}, {@code n}, {@code id},
 * {@code owner} where users are known) and {@code ordered_clicks} ({@code number}, {@code item}, {@code t}).
 */
final class DatasetFiles {

    private static final int CLICKS_AT_ONCE = 2_000_000;
    private static final int ROWS_OF_GROUP = 122_880;
    private static final int BITS_OF_STEP = 17;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ImportDatabase database;
    private final ItemTable texts;
    private final boolean timed;
    private final boolean owned;
    private final int threads;

    DatasetFiles(ImportDatabase database, ItemTable texts, boolean timed, boolean owned, int threads) {
        this.database = database;
        this.texts = texts;
        this.timed = timed;
        this.owned = owned;
        this.threads = threads;
    }

    /** Writes a data set of the sessions of a cut. */
    ArtefactFolder write(Path target, SplitBoundaries cut, Origin origin, Map<String, ? extends Object> facts)
            throws IOException {
        return ArtefactFolder.write(target, ArtefactKind.DATASET, origin, folder -> {
            try {
                return writeFiles(folder, cut, facts);
            } catch (SQLException e) {
                throw new IOException("DuckDB cannot write the data set: " + e.getMessage(), e);
            }
        });
    }

    private JsonNode writeFiles(Path folder, SplitBoundaries cut, Map<String, ? extends Object> facts)
            throws IOException, SQLException {
        writeItems(folder.resolve("items.parquet"));
        int items = Math.toIntExact(database.number("SELECT count(*) FROM catalogue"));
        int untitled =
                Math.toIntExact(database.number("SELECT count(*) FROM catalogue c LEFT JOIN texts x ON c.id = x.id"
                        + " WHERE coalesce(x.title, '') = ''"));
        Path sessions = folder.resolve("sessions.parquet");
        DatasetStatistics statistics;
        if (threads == 1) {
            writeSessions(sessions, cut);
            statistics = new StatisticsPass(database, cut, items).count(untitled);
        } else {
            // Writing takes one thread, so another counts.
            try (ImportDatabase other = database.beside();
                    BackgroundTask<DatasetStatistics> counting = new BackgroundTask<>(
                            "counting", () -> new StatisticsPass(other, cut, items).count(untitled))) {
                writeSessions(sessions, cut);
                statistics = counting.result();
            }
        }
        ObjectNode all = JSON.createObjectNode();
        all.put(DatasetFolder.ROWS, DatasetFolder.EVERY_PREFIX);
        all.set("statistics", JSON.valueToTree(statistics));
        facts.forEach((key, value) -> all.set(key, JSON.valueToTree(value)));
        return all;
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
        String head = cut.choose("a.number", "'train'", "'validation'", "'test'") + ", a.number - "
                + cut.choose("a.number", "" + cut.from(), "" + cut.validation(), "" + cut.test()) + ", a.items"
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
