package io.github.dmsrec.datasets.source;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Makes SQL of what comes from outside. Nothing else does, so that no column, value or path can become a command. */
public final class Sql {

    private Sql() {}

    /** A name of a column. */
    public static String name(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A text. */
    public static String text(String text) {
        return '\'' + text.replace("'", "''") + '\'';
    }

    /**
     * SQL of a text without blanks around it.
     *
     * @param value SQL of the text
     */
    static String trimmed(String value) {
        // DuckDB looks at every character to trim, which takes longer than to read the file. Where all are of one
        // byte, only the space is a blank.
        return "CASE WHEN prefix(" + value + ", ' ') OR suffix(" + value + ", ' ') OR strlen(" + value + ") <> length("
                + value + ") THEN trim(" + value + ") ELSE " + value + " END";
    }

    /** A list of texts. */
    public static String texts(List<String> texts) {
        return texts.stream().map(Sql::text).collect(Collectors.joining(", ", "(", ")"));
    }

    /** A file that is written. */
    public static String target(Path file) {
        return text(file.toAbsolutePath().toString());
    }

    /** Files that are read, as a list. DuckDB takes patterns: a class of one character stands for a wildcard in a name. */
    public static String files(List<Path> files) {
        return files.stream()
                .map(file -> text(file.toAbsolutePath().toString().replaceAll("[\\[*?]", "[$0]")))
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
