package io.github.dmsrec.core.data;

import io.github.dmsrec.core.IntList;
import io.github.dmsrec.core.session.SessionLog;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        boolean logged =
                sessions.values().stream().allMatch(ofSplit -> ofSplit.log().isPresent());
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
                for (int s = 0; s < ofSplit.size(); s++) {
                    writer.beginRow().text(split.label()).integer(s).integers(ofSplit.items(s));
                    if (logged) {
                        SessionLog log = ofSplit.log().orElseThrow();
                        int end = click + ofSplit.length(s);
                        writer.text(log.ids()[s])
                                .integer(log.places()[s])
                                .doubles(Arrays.copyOfRange(log.times(), click, end));
                        click = end;
                        if (withUsers) {
                            writer.text(log.users().orElseThrow()[s]);
                        }
                    }
                    writer.endRow();
                }
            }
        });
    }

    /**
     * Reads sessions.
     *
     * @param items the number of items N, above every item of the sessions
     * @return the sessions of every split, of some perhaps none
     * @throws io.github.dmsrec.core.UserMistakeException if the file is missing, cut off or inconsistent
     */
    public static Map<Split, Sessions> read(Path file, int items) {
        SplitRows order = new SplitRows(file);
        IntList lengths = new IntList();
        ParquetFiles.query(file, "SELECT split, session, len(items) FROM content", row -> {
            order.next(row.text(0), row.integer(1));
            lengths.add(row.integer(2));
        });
        IntList clicks = new IntList();
        // One number per row is several times faster than one array per row.
        ParquetFiles.query(file, "SELECT unnest(items) FROM content", row -> {
            int item = row.integer(0);
            if (item < 0 || item >= items) {
                throw DatasetFolder.damaged(file, "click " + clicks.size() + " is item " + item + " of " + items);
            }
            clicks.add(item);
        });
        List<String> columns = ParquetFiles.columns(file);
        Optional<SessionLog> log = columns.contains(TIMES)
                ? Optional.of(readLog(file, lengths.size(), clicks.size(), columns.contains(USER)))
                : Optional.empty();
        Map<Split, Sessions> sessions = new EnumMap<>(Split.class);
        int firstSession = 0;
        int firstClick = 0;
        for (Split split : Split.values()) {
            int[] ofSplit = lengths.range(firstSession, firstSession + order.count(split));
            int[] offsets = new int[ofSplit.length + 1];
            for (int s = 0; s < ofSplit.length; s++) {
                offsets[s + 1] = offsets[s] + ofSplit[s];
            }
            int from = firstSession;
            int end = firstSession + ofSplit.length;
            int fromClick = firstClick;
            int endClick = firstClick + offsets[ofSplit.length];
            sessions.put(
                    split,
                    new Sessions(
                            offsets,
                            clicks.range(fromClick, endClick),
                            log.map(all -> all.range(from, end, fromClick, endClick))));
            firstSession = end;
            firstClick = endClick;
        }
        return sessions;
    }

    private static SessionLog readLog(Path file, int sessions, int clicks, boolean withUsers) {
        String[] ids = new String[sessions];
        int[] places = new int[sessions];
        int[] next = {0};
        ParquetFiles.query(file, "SELECT id, place FROM content", row -> {
            ids[next[0]] = row.text(0);
            places[next[0]++] = row.integer(1);
        });
        double[] times = new double[clicks];
        int[] click = {0};
        ParquetFiles.query(file, "SELECT unnest(times) FROM content", row -> {
            if (click[0] < clicks) {
                times[click[0]] = row.doubleNumber(0);
            }
            click[0]++;
        });
        if (click[0] != clicks) {
            throw DatasetFolder.damaged(file, "it has " + click[0] + " times for " + clicks + " clicks");
        }
        return new SessionLog(
                ids, places, times, withUsers ? Optional.of(readUsers(file, sessions)) : Optional.empty());
    }

    private static String[] readUsers(Path file, int sessions) {
        String[] users = new String[sessions];
        int[] next = {0};
        ParquetFiles.query(file, "SELECT \"user\" FROM content", row -> users[next[0]++] = row.text(0));
        return users;
    }
}
