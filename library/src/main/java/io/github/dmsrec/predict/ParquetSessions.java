package io.github.dmsrec.predict;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.io.ParquetFiles;
import io.github.dmsrec.core.io.ParquetRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A Parquet file of clicks, or of lists of clicks. Ids are texts or integers. */
final class ParquetSessions extends SessionFile {

    private static final String LIST = "[]";
    private static final Set<String> ID_TYPES = Set.of(
            "VARCHAR",
            "TINYINT",
            "SMALLINT",
            "INTEGER",
            "BIGINT",
            "HUGEINT",
            "UTINYINT",
            "USMALLINT",
            "UINTEGER",
            "UBIGINT");

    private final boolean lists;
    private final String item;
    private final long total;
    private long done;

    ParquetSessions(Path path, SessionColumns columns, int mostClicks) {
        super(path, columns, mostClicks);
        Map<String, String> types = types(path);
        List<String> header = new ArrayList<>(types.keySet());
        if (!types.containsKey(columns.session())) {
            throw missing(columns.session(), header, "--session");
        }
        item = columns.item() == null && types.containsKey(SessionColumns.ITEMS)
                ? SessionColumns.ITEMS
                : columns.ofRows();
        String type = types.get(item);
        if (type == null) {
            throw missing(item, header, "--item");
        }
        lists = type.endsWith(LIST);
        requireIds(columns.session(), types.getOrDefault(columns.session(), ""));
        requireIds(item, lists ? type.substring(0, type.length() - LIST.length()) : type);
        long[] rows = new long[1];
        ParquetFiles.query(path, "SELECT count(*)::VARCHAR FROM content", row -> rows[0] = Long.parseLong(row.text(0)));
        total = rows[0];
    }

    private static Map<String, String> types(Path path) {
        Map<String, String> types = new LinkedHashMap<>();
        try {
            ParquetFiles.query(
                    path,
                    "SELECT column_name, column_type FROM (DESCRIBE content)",
                    row -> types.put(row.text(0), row.text(1)));
        } catch (UserMistakeException e) {
            throw new UserMistakeException(
                    "'" + path + "' is not a complete Parquet file. Write it again, or rename it if it is text.", e);
        }
        return types;
    }

    private void requireIds(String column, String type) {
        if (!ID_TYPES.contains(type)) {
            throw new UserMistakeException("'" + path + "': column '" + column + "' has the type " + type
                    + ", but ids are texts or integers. Convert it, or name another column.");
        }
    }

    @Override
    public void read(Sink sink) throws IOException {
        try {
            if (lists) {
                readLists(sink);
            } else {
                readClicks(sink);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void readClicks(Sink sink) throws IOException {
        SessionRows rows = new SessionRows(this, "row", sink);
        query("CAST(" + quoted(item) + " AS VARCHAR)", row -> {
            rows.add(done, row.optionalText(0).orElse(""), row.optionalText(1).orElse(""));
        });
        rows.end();
    }

    private void readLists(Sink sink) {
        String column = quoted(item);
        // A list is looked at only when it is known to be short enough and to have no gaps.
        query(
                "CASE WHEN len(" + column + ") <= " + mostClicks + " AND list_count(" + column + ") = len(" + column
                        + ") THEN CAST(" + column + " AS VARCHAR[]) END, coalesce(len(" + column + "), 0)::VARCHAR",
                row -> {
                    String id = row.optionalText(0).orElse("");
                    long length = Long.parseLong(row.text(2));
                    if (id.isBlank()) {
                        throw mistake("row " + done, "the id of the session is empty. Fill it in, or delete the row.");
                    }
                    if (length == 0) {
                        throw mistake(
                                "row " + done,
                                "session '" + id + "' has no items. Delete the row, or add the clicked items.");
                    }
                    if (length > mostClicks) {
                        throw tooLong("row " + done, id);
                    }
                    List<String> items = row.isNull(1) ? List.of("") : row.texts(1);
                    if (items.stream().anyMatch(String::isBlank)) {
                        throw mistake(
                                "row " + done, "session '" + id + "' has an empty item. Fill it in, or remove it.");
                    }
                    sink.accept(new GivenSession(id, items));
                });
    }

    /** Takes a row; {@code done} is its number, from 1. */
    @FunctionalInterface
    private interface RowReader {
        void read(ParquetRow row) throws SQLException, IOException;
    }

    private void query(String values, RowReader reader) {
        ParquetFiles.query(
                path, "SELECT CAST(" + quoted(columns.session()) + " AS VARCHAR), " + values + " FROM content", row -> {
                    done++;
                    try {
                        reader.read(row);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    private static String quoted(String column) {
        return '"' + column.replace("\"", "\"\"") + '"';
    }

    @Override
    public String unit() {
        return "rows";
    }

    @Override
    public long total() {
        return total;
    }

    @Override
    public long done() {
        return done;
    }

    @Override
    public void close() {}
}
