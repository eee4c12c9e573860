package io.github.dmsrec.datasets.format.sessionrec;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.io.TsvReader;
import io.github.dmsrec.datasets.source.ClickTimes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file of session-rec: tab-separated, with the columns {@code SessionId}, {@code ItemId} and {@code Time} (seconds since
 * 1970, fractions allowed), a line per click; {@code UserId} may stand beside them.
 *
 * @param file where it is
 * @param sessions by id in the order of their first lines; the clicks of each by time, of equal times by line
 * @param clicks the number of lines
 * @param users the user of each session by the session's id, if the file has that column
 * @param oddTime what the first time that is before 1990 or in the future is told with, if there is one
 */
record ClickLogFile(
        Path file,
        Map<String, List<Click>> sessions,
        int clicks,
        Optional<Map<String, String>> users,
        Optional<UserMistakeException> oddTime) {

    /** A click on an item. */
    record Click(String item, double time) {}

    private static final String SESSION = "SessionId";
    private static final String ITEM = "ItemId";
    private static final String TIME = "Time";
    private static final String USER = "UserId";
    private static final double EARLIEST = ClickTimes.EARLIEST.getEpochSecond();

    /**
     * Reads a file.
     *
     * @throws UserMistakeException if it is absent, lacks a column, has no lines, a field is empty or no time, or a session
     *     has two users
     */
    static ClickLogFile read(Path file) throws IOException {
        Map<String, List<Click>> sessions = new LinkedHashMap<>();
        int clicks = 0;
        Optional<UserMistakeException> odd = Optional.empty();
        double latest = ClickTimes.latest().getEpochSecond();
        Optional<Map<String, String>> users;
        try (TsvReader reader = new TsvReader(file)) {
            int session = reader.column(SESSION);
            int item = reader.column(ITEM);
            int time = reader.column(TIME);
            int user = reader.header().indexOf(USER);
            users = user < 0 ? Optional.empty() : Optional.of(new HashMap<>());
            while (reader.next()) {
                String id = filled(reader, session);
                Click click = new Click(filled(reader, item), seconds(reader, time));
                sessions.computeIfAbsent(id, unseen -> new ArrayList<>()).add(click);
                if (odd.isEmpty() && (click.time() < EARLIEST || click.time() > latest)) {
                    odd = Optional.of(reader.mistake(
                            time,
                            "lies before 1990 or in the future, read as seconds since 1970",
                            "Write seconds since 1970, as in session-rec's files; or"
                                    + " --allow-odd-times takes them as they are."));
                }
                users.ifPresent(known -> addUser(known, id, reader, user));
                clicks++;
            }
        }
        if (sessions.isEmpty()) {
            throw new UserMistakeException(
                    "'" + file + "' has a header but no clicks.",
                    "Make or fetch the file again: it" + " may have been cut off.");
        }
        // The sort is stable.
        sessions.values().forEach(ofSession -> ofSession.sort(Comparator.comparingDouble(Click::time)));
        return new ClickLogFile(file, sessions, clicks, users, odd);
    }

    private static void addUser(Map<String, String> users, String session, TsvReader reader, int column) {
        String user = filled(reader, column);
        String earlier = users.putIfAbsent(session, user);
        if (earlier != null && !earlier.equals(user)) {
            throw reader.mistake(
                    column,
                    "is not the user of earlier clicks of session '" + session + "', who is '" + earlier + "'",
                    "Give each session an id of its own.");
        }
    }

    private static String filled(TsvReader reader, int column) {
        String text = reader.field(column).strip();
        if (text.isEmpty()) {
            throw reader.mistake(column, "is empty", "Complete the line, or remove one of two adjacent tabs.");
        }
        return text;
    }

    private static double seconds(TsvReader reader, int column) {
        String fix = "Write seconds since 1970, as in session-rec's files, e.g. 1396860669.277.";
        double time;
        try {
            time = Double.parseDouble(reader.field(column));
        } catch (NumberFormatException e) {
            throw reader.mistake(column, "is not a time in seconds since 1970", fix);
        }
        if (!Double.isFinite(time)) {
            throw reader.mistake(column, "is not a time in seconds since 1970", fix);
        }
        return time;
    }
}
