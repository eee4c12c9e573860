package io.github.dmsrec.core.dataset;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.io.ParquetColumn;
import io.github.dmsrec.core.io.ParquetFiles;
import io.github.dmsrec.core.io.ParquetRow;
import io.github.dmsrec.core.session.SessionLog;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Sessions as a Parquet file: {@code split}, {@code session} (number within the split), {@code items} (indices in click
 * order); where the data has them, also {@code id} (external), {@code place} (in the source, from 0) and {@code times} (of
 * the clicks, in seconds since 1970); where the data knows users, also {@code user} (external id).
 */
public final class SessionsFile {

    private static final String TIMES = "times";
    private static final String USER = "user";

    private SessionsFile() {}

    /**
     * Writes sessions.
     *
     * @param sessions of some or all splits; all with ids and times, or none; all with users, or none
     */
    public static void write(Path file, Map<Split, Sessions> sessions) throws IOException {
        boolean logged = sessions.values().stream().allMatch(Sessions::isLogged);
        List<ParquetColumn> columns = new ArrayList<>(List.of(
                new ParquetColumn("split", ParquetColumn.Type.TEXT),
                new ParquetColumn("session", ParquetColumn.Type.INTEGER),
                new ParquetColumn("items", ParquetColumn.Type.INTEGERS)));
        if (logged) {
            columns.add(new ParquetColumn("id", ParquetColumn.Type.TEXT));
            columns.add(new ParquetColumn("place", ParquetColumn.Type.INTEGER));
            columns.add(new ParquetColumn(TIMES, ParquetColumn.Type.DOUBLES));
        }
        boolean withUsers = logged
                && sessions.values().stream()
                        .allMatch(ofSplit -> ofSplit.log().orElseThrow().users().isPresent());
        if (withUsers) {
            columns.add(new ParquetColumn(USER, ParquetColumn.Type.TEXT));
        }
        ParquetFiles.write(file, columns, writer -> {
            for (Map.Entry<Split, Sessions> entry : new EnumMap<>(sessions).entrySet()) {
                Split split = entry.getKey();
                Sessions ofSplit = entry.getValue();
                int click = 0;
                List<SessionLog> logs = logged ? ofSplit.log().stream().toList() : List.of();
                for (int s = 0; s < ofSplit.size(); s++) {
                    writer.beginRow().text(split.label()).integer(s).integers(ofSplit.items(s));
                    for (SessionLog log : logs) {
                        int end = click + ofSplit.length(s);
                        writer.text(log.ids().get(s))
                                .integer(log.places()[s])
                                .doubles(Arrays.copyOfRange(log.times(), click, end));
                        click = end;
                        if (withUsers) {
                            writer.text(log.users().orElseThrow().get(s));
                        }
                    }
                    writer.endRow();
                }
            }
        });
    }

    /**
     * Reads sessions. Nothing but their clicks is read now: ids, places, times and users when they are first asked for. The
     * file must stay as it is until then.
     *
     * @param items the number of items N, above every item of the sessions
     * @return the sessions of every split, of some perhaps none
     * @throws io.github.dmsrec.core.UserMistakeException if the file is missing, cut off or inconsistent; also from the
     *     sessions, when what they fetch later is no longer there
     */
    public static Map<Split, Sessions> read(Path file, int items) {
        List<String> columns = ParquetFiles.columns(file);
        SessionLogFile log = new SessionLogFile(file);
        Map<Split, int[]> offsets = readOffsets(file);
        Map<Split, int[]> clicks = readClicks(file, offsets, items);
        Map<Split, Sessions> sessions = new EnumMap<>(Split.class);
        offsets.forEach((split, ofSplit) -> {
            int[] clicksOfSplit = clicks.getOrDefault(split, new int[0]);
            int count = ofSplit.length - 1;
            boolean withUsers = columns.contains(USER);
            sessions.put(
                    split,
                    columns.contains(TIMES)
                            ? Sessions.withLogFrom(
                                    ofSplit,
                                    clicksOfSplit,
                                    () -> log.read(split, count, clicksOfSplit.length, withUsers))
                            : new Sessions(ofSplit, clicksOfSplit));
        });
        return sessions;
    }

    /** Where the sessions of each split begin. Counted first, so that nothing is copied while it grows. */
    private static Map<Split, int[]> readOffsets(Path file) {
        Map<Split, int[]> offsets = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            offsets.put(split, new int[1]);
        }
        ParquetFiles.query(
                file,
                "SELECT split, count(*)::INTEGER, coalesce(sum(len(items)), 0)::DOUBLE FROM content GROUP BY split",
                row -> {
                    if (row.doubleNumber(2) > Integer.MAX_VALUE) {
                        throw new UserMistakeException(
                                String.format(
                                        Locale.ROOT,
                                        "'%s' has %,.0f clicks in the split '%s'; one split can have %,d.",
                                        file,
                                        row.doubleNumber(2),
                                        row.text(0),
                                        Integer.MAX_VALUE),
                                "Use a part of the data.");
                    }
                    offsets.put(SplitRows.split(file, row.text(0)), new int[row.integer(1) + 1]);
                });
        SplitRows order = new SplitRows(file);
        String query = "SELECT " + SplitRows.SPLIT_NUMBER + ", session, len(items)::INTEGER FROM content";
        ParquetFiles.query(file, query, row -> {
            int session = row.integer(1);
            int[] ofSplit = Objects.requireNonNull(offsets.get(order.next(row.integer(0), session)));
            ofSplit[session + 1] = ofSplit[session] + row.integer(2);
        });
        return offsets;
    }

    /** The clicks of each split. One number per row of the query is several times faster than one array per row. */
    private static Map<Split, int[]> readClicks(Path file, Map<Split, int[]> offsets, int items) {
        Map<Split, int[]> clicks = new EnumMap<>(Split.class);
        offsets.forEach((split, ofSplit) -> clicks.put(split, new int[ofSplit[ofSplit.length - 1]]));
        ParquetRow.Reader reader = new ParquetRow.Reader() {
            private final Iterator<int[]> splits = clicks.values().iterator();
            private int[] current = splits.next();
            private int next;

            @Override
            public void read(ParquetRow row) throws SQLException {
                while (next == current.length) {
                    current = splits.next();
                    next = 0;
                }
                int item = row.integer(0);
                if (item < 0 || item >= items) {
                    throw DatasetFolder.damaged(file, "a session has the item " + item + " of " + items);
                }
                current[next++] = item;
            }
        };
        ParquetFiles.query(file, "SELECT unnest(items) FROM content", reader);
        return clicks;
    }
}
