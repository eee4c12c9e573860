package io.github.dmsrec.datasets.imports;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.datasets.session.SessionRule;
import io.github.dmsrec.datasets.source.ImportDatabase;
import io.github.dmsrec.datasets.source.Sql;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * Makes sessions of users: turns the table {@code visits} ({@code key}, {@code item}, {@code t}, {@code seq}; keys are numbers
 * of {@code keys}) into {@code clicks} ({@code session}, {@code item}, {@code t}, {@code seq}) and {@code names} ({@code
 * session}, {@code id}, {@code owner}).
 */
final class SessionMaker {

    private static final long DAY = 86_400_000_000L;

    private final SessionRule rule;
    private final ImportDatabase database;

    SessionMaker(SessionRule rule, ImportDatabase database) {
        this.rule = rule;
        this.database = database;
    }

    void make() throws IOException, SQLException {
        if (rule instanceof SessionRule.Gap gap) {
            cut(new Pauses(gap.longest().toNanos() / 1000));
        } else if (rule instanceof SessionRule.GivenGap gap) {
            cut(new Pauses(gap.longest().toNanos() / 1000));
        } else if (rule instanceof SessionRule.DayWindow day) {
            cut(new Windows(day.window().toNanos() / 1000));
        } else {
            database.run("ALTER TABLE visits RENAME key TO session");
            database.run("ALTER TABLE visits RENAME TO clicks");
            database.run("CREATE TABLE names AS SELECT key AS session, id, owner FROM keys");
        }
        database.run("DROP TABLE keys");
    }

    /** Decides where a session opens. */
    private interface Opening {

        /** Whether a click opens a session although the click before is of the same user. */
        boolean opens(long start, long before, long now);

        /** Whether the session of a day with so many clicks is kept. */
        boolean keeps(long clicksOfDay);

        /** Whether two moments are of the same day, if that matters. */
        boolean sameDay(long before, long now);
    }

    private record Pauses(long longest) implements Opening {
        @Override
        public boolean opens(long start, long before, long now) {
            return now - before > longest;
        }

        @Override
        public boolean keeps(long clicksOfDay) {
            return true;
        }

        @Override
        public boolean sameDay(long before, long now) {
            return true;
        }
    }

    private record Windows(long longest) implements Opening {
        @Override
        public boolean opens(long start, long before, long now) {
            return now - start > longest || !sameDay(before, now);
        }

        @Override
        public boolean keeps(long clicksOfDay) {
            return clicksOfDay > 1;
        }

        @Override
        public boolean sameDay(long before, long now) {
            return Math.floorDiv(before, DAY) == Math.floorDiv(now, DAY);
        }
    }

    private void cut(Opening opening) throws IOException, SQLException {
        database.run("CREATE TABLE ordered AS SELECT key, item, t, seq FROM visits ORDER BY key, t, seq");
        database.run("DROP TABLE visits");
        // A window that counts from a session's start needs the sessions before it: that is no window function of SQL.
        Path file = database.folder().resolve("sessions.csv");
        try (BufferedWriter lines = Files.newBufferedWriter(file)) {
            Cutter cutter = new Cutter(opening, lines);
            database.query("SELECT key, t FROM ordered", row -> cutter.next(row.getInt(1), row.getLong(2)));
            cutter.close(false);
        }
        database.run(
                "CREATE TABLE cuts AS SELECT (row_number() OVER () - 1)::INTEGER AS session, key, ordinal, clicks FROM"
                        + " read_csv("
                        + Sql.files(java.util.List.of(file))
                        + ", auto_detect=false, header=false, delim=',', columns={'key': 'INTEGER', 'ordinal': 'INTEGER',"
                        + " 'clicks':"
                        + " 'INTEGER'})");
        Files.delete(file);
        database.run("CREATE TABLE clicks AS SELECT c.session, o.item, o.t, o.seq FROM ordered o POSITIONAL JOIN"
                + " (SELECT session, ordinal, unnest(range(clicks)) FROM cuts) c WHERE c.ordinal > 0");
        database.run("DROP TABLE ordered");
        database.run(
                "CREATE TABLE names AS SELECT c.session, CASE WHEN k.owner = k.id THEN k.id ELSE k.owner || '-' || k.id END"
                        + " || '-' ||"
                        + " c.ordinal AS id, k.owner FROM cuts c JOIN keys k"
                        + " ON c.key = k.key WHERE c.ordinal > 0");
        database.run("DROP TABLE cuts");
    }

    /** Writes a line per session: user, its ordinal among the user's (0 if it is dropped), and its clicks. */
    private static final class Cutter {

        private final Opening opening;
        private final BufferedWriter lines;
        private int user = -1;
        private long start;
        private long before;
        private long clicks;
        private long clicksOfDay;
        private int ordinal;

        Cutter(Opening opening, BufferedWriter lines) {
            this.opening = opening;
            this.lines = lines;
        }

        void next(int key, long time) throws IOException {
            boolean sameUser = key == user;
            if (!sameUser || opening.opens(start, before, time)) {
                close(sameUser && opening.sameDay(before, time));
                start = time;
                clicks = 0;
            }
            if (!sameUser || !opening.sameDay(before, time)) {
                clicksOfDay = 0;
            }
            if (!sameUser) {
                ordinal = 0;
                user = key;
            }
            before = time;
            clicks++;
            clicksOfDay++;
        }

        /** Closes the session, if one is open. */
        void close(boolean dayGoesOn) throws IOException {
            if (clicks > Integer.MAX_VALUE) {
                throw new UserMistakeException(
                        "A session has " + clicks + " clicks.", "Use a session rule that fits the log.");
            }
            if (clicks > 0) {
                boolean kept = opening.keeps(clicksOfDay + (dayGoesOn ? 1 : 0));
                ordinal += kept ? 1 : 0;
                lines.write(user + "," + (kept ? ordinal : 0) + "," + clicks + "\n");
            }
        }
    }
}
