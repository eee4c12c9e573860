package io.github.dmsrec.core.data;

import io.github.dmsrec.core.UserMistakeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of session-rec: tab-separated, with the columns {@code SessionId}, {@code ItemId} and {@code Time} (seconds since
 * 1970, fractions allowed), a line per click.
 *
 * @param file where it is
 * @param sessions by id in the order of their first lines; the clicks of each by time, of equal times by line
 * @param clicks the number of lines
 */
record ClickLogFile(Path file, Map<String, List<Click>> sessions, int clicks) {

    /** A click on an item. */
    record Click(String item, double time) {}

    private static final String SESSION = "SessionId";
    private static final String ITEM = "ItemId";
    private static final String TIME = "Time";

    /**
     * Reads a file.
     *
     * @throws UserMistakeException if it is absent, lacks a column, has no lines, or a field is empty or no time
     */
    static ClickLogFile read(Path file) throws IOException {
        Map<String, List<Click>> sessions = new LinkedHashMap<>();
        int clicks = 0;
        try (TsvReader reader = new TsvReader(file)) {
            int session = reader.column(SESSION);
            int item = reader.column(ITEM);
            int time = reader.column(TIME);
            while (reader.next()) {
                sessions.computeIfAbsent(filled(reader, session), id -> new ArrayList<>())
                        .add(new Click(filled(reader, item), seconds(reader, time)));
                clicks++;
            }
        }
        if (sessions.isEmpty()) {
            throw new UserMistakeException("'" + file + "' has a header but no clicks.", "it was cut off.");
        }
        // The sort is stable.
        sessions.values().forEach(ofSession -> ofSession.sort(Comparator.comparingDouble(Click::time)));
        return new ClickLogFile(file, sessions, clicks);
    }

    private static String filled(TsvReader reader, int column) {
        String text = reader.field(column).strip();
        if (text.isEmpty()) {
            throw reader.mistake(column, "is empty", "the line was cut off, or two tabs stand side by side.");
        }
        return text;
    }

    private static double seconds(TsvReader reader, int column) {
        String fix = "it is a date; session-rec's files hold seconds since 1970, as 1396860669.277.";
        double time;
        try {
            time = Double.parseDouble(reader.field(column));
        } catch (NumberFormatException e) {
            throw reader.mistake(column, "is no time in seconds since 1970", fix);
        }
        if (!Double.isFinite(time)) {
            throw reader.mistake(column, "is no time in seconds since 1970", fix);
        }
        return time;
    }
}
