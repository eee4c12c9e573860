package io.github.dmsrec.core.recommend;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.io.ParquetFiles;
import io.github.dmsrec.core.io.TsvReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The formats of recommendations made elsewhere, detected from the ending of the file. */
enum ExternalFormat {
    /** Lines as {@code dmsrec predict} writes them. */
    TSV(".tsv", "session", "position", "items", "scores") {
        @Override
        void read(Path file, Consumer<Row> rows) throws IOException {
            readLines(file, "\t", rows);
        }
    },
    /** The same columns, items and scores as lists. */
    PARQUET(".parquet", "session", "position", "items", "scores") {
        @Override
        void read(Path file, Consumer<Row> rows) {
            readParquet(file, rows);
        }
    },
    /** What session-rec (Ludewig et al., UMUAI 2020) saves. */
    SESSION_REC(".csv", "SessionId", "Position", "Recommendations", "Scores") {
        @Override
        void read(Path file, Consumer<Row> rows) throws IOException {
            readLines(file, ";", rows);
        }
    };

    /**
     * The recommendations for one row, as they stand in the file.
     *
     * @param place the file and the line or row, for messages
     * @param session the external id
     * @param position a number, if the file is right
     * @param items external ids, best first
     * @param scores as many numbers, if the file is right
     */
    record Row(String place, String session, String position, List<String> items, List<String> scores) {}

    private final String ending;
    private final String session;
    private final String position;
    private final String items;
    private final String scores;

    ExternalFormat(String ending, String session, String position, String items, String scores) {
        this.ending = ending;
        this.session = session;
        this.position = position;
        this.items = items;
        this.scores = scores;
    }

    /**
     * The format of a file.
     *
     * @throws UserMistakeException if it has another ending
     */
    static ExternalFormat of(Path file) {
        return Arrays.stream(values())
                .filter(format -> String.valueOf(file.getFileName()).endsWith(format.ending))
                .findFirst()
                .orElseThrow(() -> new UserMistakeException(
                        "'" + file + "' ends in none of "
                                + Arrays.stream(values())
                                        .map(format -> format.ending)
                                        .collect(Collectors.joining(", "))
                                + ".",
                        "Check that it is the right file, and that its name shows its format: .csv is for the files of"
                                + " session-rec."));
    }

    /**
     * Reads a file from its first line to its last.
     *
     * @throws UserMistakeException if it is absent or empty, or lacks a column
     */
    abstract void read(Path file, Consumer<Row> rows) throws IOException;

    void readLines(Path file, String separator, Consumer<Row> rows) throws IOException {
        try (TsvReader reader = new TsvReader(file, separator)) {
            int sessions = reader.column(session);
            int positions = reader.column(position);
            int lists = reader.column(items);
            int scoreLists = reader.column(scores);
            while (reader.next()) {
                rows.accept(new Row(
                        reader.place(),
                        reader.field(sessions),
                        reader.field(positions),
                        parts(reader.field(lists)),
                        parts(reader.field(scoreLists))));
            }
        }
    }

    void readParquet(Path file, Consumer<Row> rows) {
        requireColumns(file);
        // As texts, so that ids may be numbers, and numbers are checked as those of the other formats.
        String query = String.format(
                Locale.ROOT,
                "SELECT \"%s\"::VARCHAR, \"%s\"::VARCHAR, \"%s\"::VARCHAR[], \"%s\"::VARCHAR[] FROM content",
                session,
                position,
                items,
                scores);
        int[] count = {0};
        ParquetFiles.query(file, query, row -> {
            String place = "'" + file + "' row " + ++count[0];
            Row read;
            try {
                read = new Row(place, row.text(0), row.text(1), row.texts(2), row.texts(3));
            } catch (SQLException e) {
                throw new UserMistakeException(
                        place + " is not complete: " + e.getMessage() + " (columns count from 0: " + columns() + ").",
                        "Check whether the file was joined with another one, which leaves gaps.",
                        e);
            }
            rows.accept(read);
        });
    }

    private void requireColumns(Path file) {
        Map<String, String> types = new LinkedHashMap<>();
        ParquetFiles.query(
                file,
                "SELECT column_name, column_type FROM (DESCRIBE content)",
                row -> types.put(row.text(0), row.text(1)));
        for (String column : columns()) {
            if (!types.containsKey(column)) {
                throw new UserMistakeException(
                        "'" + file + "' has no column '" + column + "'; it has " + types.keySet() + ".",
                        "Rename the column, or check that it is the right file.");
            }
        }
        for (String column : List.of(items, scores)) {
            String type = types.getOrDefault(column, "");
            if (!type.endsWith("[]")) {
                throw new UserMistakeException(
                        "'" + file + "' has no lists in its column '" + column + "', but " + type + ".",
                        "Write lists instead of texts, which are for .tsv files.");
            }
        }
    }

    private List<String> columns() {
        return List.of(session, position, items, scores);
    }

    private static List<String> parts(String field) {
        return field.isBlank()
                ? List.of()
                : Arrays.stream(field.split(",", -1)).map(String::strip).toList();
    }
}
