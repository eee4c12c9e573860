package io.github.dmsrec.datasets.source;

import io.github.dmsrec.core.UserMistakeException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A table in files, as DuckDB sees it. Columns count from 0. */
public sealed interface Source permits CsvSource, JsonSource, ParquetSource {

    /** The longest id or other value that is taken for one, in characters. */
    int LONGEST = 10_000;

    /**
     * Looks at files: whether they can be read, and what columns they have.
     *
     * @throws UserMistakeException if one is missing, damaged, empty or of another kind, or they do not have the same columns
     */
    static Source open(LogFiles files, ImportDatabase database) throws IOException, SQLException {
        List<FileScan> scans = new ArrayList<>();
        for (Path file : InputFiles.of(files)) {
            scans.add(FileScan.of(database.spooled(file), files.kind()));
        }
        return switch (files.kind()) {
            case CSV -> CsvSource.open(files, scans, database);
            case JSON -> JsonSource.open(scans, database);
            case PARQUET -> ParquetSource.open(scans, database);
        };
    }

    /** The files and their fingerprints. */
    List<FileScan> files();

    /** What the user gave: the files, or the one that they were made of. */
    static List<FileScan> inputs(TableMaker maker, Source source) throws IOException {
        return maker instanceof ConvertedTable converted
                ? List.of(FileScan.of(converted.original(), LogFiles.Kind.CSV))
                : source.files();
    }

    /** The names of the columns. */
    List<String> columns();

    /** How it is read, in words; empty if there was nothing to find out. */
    Optional<String> found();

    /** SQL for a table of some of the files, to stand after FROM. */
    String table(List<FileScan> files);

    /** SQL of a column's value as text. */
    String text(int column);

    /** SQL of a column's value as a list of texts. */
    default String list(int column) {
        return "list_filter(string_split_regex(" + text(column) + ", '[\\s,;|()\\[\\]''\"]+'), part -> part <> '')";
    }

    /** What a column holds where that is not a single value, e.g. {@code a list}. */
    default Optional<String> structure(int column) {
        return Optional.empty();
    }

    /** SQL of a column's value in microseconds since 1970, if the file itself says that it is a time. */
    Optional<String> micros(int column);

    /** Where the record of a number from 1 stands, e.g. {@code line 7}. */
    String place(FileScan file, long record) throws IOException;

    /**
     * How the lines of the files have become so many records.
     *
     * @param multiline whether values may go over many lines
     * @throws UserMistakeException if lines were swallowed by quotes, and that is not allowed
     */
    default LineCounts lines(ImportDatabase database, long records, boolean multiline)
            throws IOException, SQLException {
        return LineCounts.of("records of the files", records);
    }

    /** What the reader left out although it should not. */
    default void refuseRejected(ImportDatabase database) throws IOException, SQLException {}

    /**
     * The column that an option means: of that name, or of that number from 1, or of that name before a type, as in {@code
     * item_id:token}.
     *
     * @param option names the option in messages
     * @throws UserMistakeException if there is none
     */
    default int column(String option, String name) {
        int named = columns().indexOf(name);
        if (named >= 0) {
            return named;
        }
        if (name.matches("[1-9][0-9]{0,4}")
                && Integer.parseInt(name) <= columns().size()) {
            return Integer.parseInt(name) - 1;
        }
        List<String> typed = columns().stream()
                .filter(column -> column.startsWith(name + ":"))
                .toList();
        if (typed.size() == 1) {
            return columns().indexOf(typed.get(0));
        }
        String all =
                columns().stream().map(column -> "'" + shortened(column) + "'").collect(Collectors.joining(", "));
        throw new UserMistakeException(
                "'" + files().get(0).path() + "' has no column '" + name + "' (" + option + "); its columns: " + all
                        + ".",
                this instanceof CsvSource
                        ? columns().size() == 1
                                ? "Name the separator with --delimiter."
                                : "Use one of them; or name the columns with --columns if the first line is data."
                        : "Use one of them.");
    }

    /**
     * A value of a file.
     *
     * @param where file and line, e.g. {@code 'log.csv' line 7}
     * @param value as a message shows it
     */
    record Found(String where, String value) {}

    /**
     * The first record for which a condition holds, file by file.
     *
     * @param condition SQL over the columns
     * @param column whose value is shown
     */
    default Optional<Found> first(ImportDatabase database, String condition, int column)
            throws IOException, SQLException {
        for (FileScan file : files()) {
            long[] record = {0};
            String[] value = {""};
            database.inOrder(1);
            database.query(
                    "SELECT record, shown FROM (SELECT row_number() OVER () AS record, left(coalesce(" + text(column)
                            + ", ''), 100) AS shown, (" + condition + ") AS wrong FROM " + table(List.of(file))
                            + ") WHERE wrong LIMIT 1",
                    row -> {
                        record[0] = row.getLong(1);
                        value[0] = row.getString(2);
                    });
            if (record[0] > 0) {
                return Optional.of(new Found("'" + file.path() + "' " + place(file, record[0]), shortened(value[0])));
            }
        }
        return Optional.empty();
    }

    /**
     * The first record for which a condition holds, file by file: a mistake that names it.
     *
     * @param condition SQL over the columns
     * @param column what is wrong there
     * @param problem what is wrong, after the value, e.g. {@code is not a time}
     */
    default UserMistakeException mistake(
            ImportDatabase database, String condition, int column, String problem, String fix)
            throws IOException, SQLException {
        Optional<Found> found = first(database, condition, column);
        return found.isEmpty()
                ? new UserMistakeException(
                        "'" + files().get(0).path() + "', column '" + columns().get(column) + "': a value " + problem
                                + ".",
                        fix)
                : new UserMistakeException(
                        found.get().where() + ", column '" + columns().get(column) + "': '"
                                + found.get().value() + "' " + problem + ".",
                        fix);
    }

    /** A failure of DuckDB to read, as a mistake that names the file. */
    default UserMistakeException unreadable(SQLException failure) {
        String message = ImportDatabase.firstLine(String.valueOf(failure.getMessage()));
        String file = files().stream()
                .map(scan -> scan.path().toString())
                .filter(message::contains)
                .findFirst()
                .orElseGet(() ->
                        files().stream().map(scan -> scan.path().toString()).collect(Collectors.joining("', '")));
        return new UserMistakeException(
                "'" + file + "' cannot be read: " + shortened(message) + ".",
                "Check its format and encoding, or fetch it again if it was cut off.",
                failure);
    }

    /** A value as a message shows it: the beginning, without control characters. */
    static String shortened(String value) {
        String clean = value.replaceAll("\\p{Cntrl}", "?");
        return clean.length() > 200 ? clean.substring(0, 60) + "..." : clean;
    }
}
