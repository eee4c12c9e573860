package io.github.dmsrec.datasets.source;

import io.github.dmsrec.core.UserMistakeException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Finds the values of CSV files that hold line breaks, as the reader sees them. A quote that is part of a text swallows all
 * lines up to the next one, and nothing else tells.
 */
final class QuotedLines {

    /** A text of more lines is rather a quote that does not end where it should. */
    static final int HANDFUL = 5;

    private final CsvSource source;
    private final ImportDatabase database;

    QuotedLines(CsvSource source, ImportDatabase database) {
        this.source = source;
        this.database = database;
    }

    /**
     * Refuses files in which quotes swallow more than a handful of lines: one value of so many, or values that together hold
     * so many lines which have the fields of a record.
     */
    void refuseSwallowed() throws IOException, SQLException {
        long[] like = {0};
        String[] firstLike = {""};
        for (FileScan file : source.files()) {
            long[] row = new long[4];
            database.inOrder(1);
            database.query(query(file), found -> {
                for (int i = 0; i < row.length; i++) {
                    row[i] = found.getLong(i + 1);
                }
            });
            if (row[0] > 0) {
                throw swallowed(where(file, row[0]), number(row[1]));
            }
            if (row[2] > 0 && like[0] == 0) {
                firstLike[0] = where(file, row[3]);
            }
            like[0] += row[2];
        }
        if (like[0] > HANDFUL) {
            throw new UserMistakeException(
                    firstLike[0]
                            + ": a value in double quotes begins there and holds whole lines of the file, and with others "
                            + number(like[0]) + " lines that have all "
                            + source.columns().size() + " fields.",
                    fix());
        }
        database.inOrder(database.threads());
    }

    private String where(FileScan file, long record) throws IOException {
        return "'" + file.path() + "' " + source.place(file, record);
    }

    private UserMistakeException swallowed(String where, String breaks) {
        return new UserMistakeException(
                where + ": a value in double quotes begins there and spans " + breaks
                        + " line breaks, so that these lines are not clicks.",
                fix());
    }

    private static String fix() {
        return "Add --no-quotes if quotes mean nothing in this file; or close or double the quote on that line; or"
                + " add --multiline to allow values of many lines.";
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** The first record with a value of many lines, and its breaks; lines that look like records, and the first such. */
    private String query(FileScan file) {
        int n = source.columns().size();
        List<String> breaks = new ArrayList<>();
        List<String> like = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            String value = "replace(replace(coalesce(c" + i + ", ''), chr(13) || chr(10), chr(10)), chr(13), chr(10))";
            String count = "(length(" + value + ") - length(replace(" + value + ", chr(10), '')))";
            breaks.add(count);
            if (n > 2) {
                String lines = "string_split(" + value + ", chr(10))";
                like.add("CASE WHEN " + count + " > 0 AND " + separators(lines + "[1]") + " = " + (n - 1 - i) + " AND "
                        + separators(lines + "[-1]") + " = " + i + " AND " + separators(value) + " = " + (n - 1) + " * "
                        + count + " THEN " + count + " ELSE 0 END");
            }
        }
        return "SELECT coalesce(min(record) FILTER (breaks > " + HANDFUL
                + "), 0), coalesce(arg_min(breaks, record) FILTER (breaks > " + HANDFUL
                + "), 0), coalesce(sum(alike), 0), coalesce(min(record) FILTER (alike > 0), 0) FROM (SELECT"
                + " row_number() OVER ()"
                + " AS record, greatest(" + String.join(", ", breaks) + ") AS breaks, "
                + (like.isEmpty() ? "0" : like.stream().collect(Collectors.joining(" + "))) + " AS alike FROM "
                + source.table(List.of(file)) + ")";
    }

    private String separators(String text) {
        String delimiter = Sql.text(source.delimiter());
        return "((length(" + text + ") - length(replace(" + text + ", " + delimiter + ", ''))) // "
                + source.delimiter().length() + ")";
    }
}
