package io.github.dmsrec.datasets.imports;

import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.split.DividedSessions;
import io.github.dmsrec.core.split.SplitBoundaries;
import io.github.dmsrec.core.split.SplitLeaks;
import io.github.dmsrec.datasets.source.ImportDatabase;
import io.github.dmsrec.datasets.split.ClickFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;

/**
 * The sessions of the tables {@code heads} and {@code ordered_clicks} ({@link SessionTables}), cut at some of them. Clicks
 * are kept in temporary files when they are first walked over. For one thread.
 */
final class CutTables implements DividedSessions<IOException>, AutoCloseable {

    private static final double MICROS = 1e6;

    private final ImportDatabase database;
    private final SplitBoundaries cut;
    private final boolean timed;
    private final boolean owned;
    private final Map<Split, Path> files = new EnumMap<>(Split.class);

    CutTables(ImportDatabase database, SplitBoundaries cut, boolean timed, boolean owned) {
        this.database = database;
        this.cut = cut;
        this.timed = timed;
        this.owned = owned;
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
    public boolean sameSessions() {
        return false;
    }

    @Override
    public int sessionCount(Split split) {
        return cut.end(split) - cut.begin(split);
    }

    @Override
    public long rowCount(Split split) throws IOException {
        return number("SELECT coalesce(sum(n - 1), 0)" + heads(split));
    }

    @Override
    public double earliestEnd(Split split) throws IOException {
        return number("SELECT min(last)" + heads(split)) / MICROS;
    }

    @Override
    public double latestEnd(Split split) throws IOException {
        return number("SELECT max(last)" + heads(split)) / MICROS;
    }

    @Override
    public long endingAfter(Split split, double moment) throws IOException {
        return number("SELECT count(*)" + heads(split) + " AND last > " + Math.round(moment * MICROS));
    }

    @Override
    public long beginningBefore(Split split, double moment) throws IOException {
        return number("SELECT count(*)" + heads(split) + " AND begun < " + Math.round(moment * MICROS));
    }

    @Override
    public SplitLeaks.Users usersOfTest() throws IOException {
        String ofTest = "SELECT DISTINCT owner" + heads(Split.TEST);
        return new SplitLeaks.Users(
                number("SELECT count(*) FROM (" + ofTest + ")"),
                number("SELECT count(*) FROM (" + ofTest + ") SEMI JOIN (SELECT owner FROM heads WHERE "
                        + between(cut.from(), cut.test()) + ") USING (owner)"));
    }

    @Override
    public long itemsOfTestAlone() throws IOException {
        return number("SELECT count(*) FROM (SELECT item FROM ordered_clicks WHERE " + between(cut.from(), cut.end())
                + " GROUP BY item HAVING min(number) >= " + cut.test() + ")");
    }

    @Override
    public void clicks(Split split, ClickReader reader) throws IOException {
        Path known = files.get(split);
        if (known != null) {
            new ClickFile(known).read(reader);
        } else if (sessionCount(split) > 0) {
            Path file = database.folder().resolve("clicks-" + UUID.randomUUID());
            files.put(split, file);
            write(split, new ClickFile(file), reader);
        }
    }

    /** DuckDB hands rows out some twenty times slower than a file does, so they are read once. */
    private void write(Split split, ClickFile file, ClickReader reader) throws IOException {
        int[] before = {-1};
        try (ClickFile.Writer writer = file.writer()) {
            database.query(
                    "SELECT number, item FROM ordered_clicks WHERE " + between(cut.begin(split), cut.end(split)),
                    row -> {
                        int session = row.getInt(1) - cut.begin(split);
                        int item = row.getInt(2);
                        writer.write(session, item);
                        reader.next(session, item, session == before[0] ? 1 : 0);
                        before[0] = session;
                    });
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private String heads(Split split) {
        return " FROM heads WHERE " + between(cut.begin(split), cut.end(split));
    }

    private static String between(int from, int end) {
        return "number >= " + from + " AND number < " + end;
    }

    private long number(String query) throws IOException {
        try {
            return database.number(query);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static IOException failed(SQLException cause) {
        return new IOException("DuckDB cannot count the sessions: " + cause.getMessage(), cause);
    }

    @Override
    public void close() throws IOException {
        for (Path file : files.values()) {
            Files.deleteIfExists(file);
        }
    }
}
