package io.github.dmsrec.core.io;

import io.github.dmsrec.core.UserMistakeException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of values in UTF-8 that tabs, or another character, separate: a header, then lines with exactly as many
 * fields. There is no quoting.
 * For one thread.
 */
public final class TsvReader implements AutoCloseable {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Path file;
    private final BufferedReader lines;
    private final Pattern separator;
    private final List<String> header;
    private String[] fields = {};
    private int line;

    /**
     * Opens a file of tab-separated values and reads its header.
     *
     * @throws UserMistakeException if the file is absent, empty, or names a column twice
     */
    public TsvReader(Path file) throws IOException {
        this(file, "\t");
    }

    /**
     * Opens a file and reads its header.
     *
     * @param separator what stands between two values
     * @throws UserMistakeException if the file is absent, empty, or names a column twice
     */
    public TsvReader(Path file, String separator) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new UserMistakeException(
                    "'" + file + "' does not exist.",
                    "Check the path; relative paths start at the" + " current directory.");
        }
        this.file = file;
        this.separator = Pattern.compile(separator, Pattern.LITERAL);
        this.lines = Files.newBufferedReader(file);
        try {
            this.header = readHeader();
        } catch (IOException | RuntimeException e) {
            lines.close();
            throw e;
        }
    }

    /** The names of the columns. */
    public List<String> header() {
        return header;
    }

    /**
     * The number of a column.
     *
     * @throws UserMistakeException if the header does not have it
     */
    public int column(String name) {
        int column = header.indexOf(name);
        if (column < 0) {
            throw new UserMistakeException(
                    "'" + file + "' line 1 has no column '" + name + "'; it has " + header + ".",
                    "Check that the file has a header line and a column of this name.");
        }
        return column;
    }

    /**
     * Goes to the next line.
     *
     * @return false after the last one
     * @throws UserMistakeException if the line has not as many fields as the header
     */
    public boolean next() throws IOException {
        @Nullable String text = readLine();
        if (text == null) {
            return false;
        }
        fields = separator.split(text, -1);
        if (fields.length != header.size()) {
            throw new UserMistakeException(
                    place() + " has " + fields.length + " fields, but the header has " + header.size() + ".",
                    "Remove from the values "
                            + (separator.pattern().equals("\t") ? "a tab" : "'" + separator.pattern() + "'")
                            + " or a line break, or that was cut off.");
        }
        return true;
    }

    /** The field of the current line in a column. */
    public String field(int column) {
        return fields[column];
    }

    /** The file and the number of the current line, for messages. */
    public String place() {
        return "'" + file + "' line " + line;
    }

    /** A mistake in a field of the current line. */
    public UserMistakeException mistake(int column, String problem, String fix) {
        return new UserMistakeException(
                place() + ", column '" + header.get(column) + "': '" + fields[column] + "' " + problem, fix);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private List<String> readHeader() throws IOException {
        @Nullable String text = readLine();
        if (text == null) {
            throw new UserMistakeException("'" + file + "' is empty.", "Check that it is the right file.");
        }
        String names = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        List<String> columns = Arrays.asList(separator.split(names, -1));
        Set<String> seen = new HashSet<>();
        for (String column : columns) {
            if (!seen.add(column)) {
                throw new UserMistakeException(
                        "'" + file + "' line 1 has two columns '" + column + "'.", "Rename one of them.");
            }
        }
        return List.copyOf(columns);
    }

    private @Nullable String readLine() throws IOException {
        try {
            line++;
            return lines.readLine();
        } catch (CharacterCodingException e) {
            throw new UserMistakeException(
                    "'" + file + "' is not in UTF-8; the first bytes that are not come after line " + (line - 1) + ".",
                    "Convert it to UTF-8, e.g. from Latin-1 by 'iconv -f latin1 -t utf-8'.",
                    e);
        }
    }
}
