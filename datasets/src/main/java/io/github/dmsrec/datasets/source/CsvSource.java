package io.github.dmsrec.datasets.source;

import io.github.dmsrec.core.UserMistakeException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * CSV files. DuckDB calls the columns by number and reads them as texts, so that nothing in a file becomes SQL and values are
 * checked here.
 *
 * @param told whether a line before the header names the separator, as Excel writes it
 */
record CsvSource(List<FileScan> files, List<String> columns, String delimiter, LogFiles options, boolean told)
        implements Source {

    /** How Excel names the separator on a line before the header. */
    private static final Pattern TOLD = Pattern.compile("\"?sep=(.|\\\\t)\"?[,;\t]*", Pattern.CASE_INSENSITIVE);

    private static final List<String> DELIMITERS = List.of("::", "\t", ",", ";", "|");
    private static final int SAMPLE = 200;
    private static final Pattern FOUND = Pattern.compile("Found: (\\d+)");

    static CsvSource open(LogFiles options, List<FileScan> files, ImportDatabase database)
            throws IOException, SQLException {
        List<String> columns = List.of();
        String delimiter = options.delimiter().orElse("");
        boolean told = false;
        for (FileScan file : files) {
            List<String> lines = firstLines(options, file, database);
            if (lines.isEmpty()) {
                throw new UserMistakeException(
                        "'" + file.path() + "' has no line with text.", "Run the export that makes it again.");
            }
            Matcher separator = TOLD.matcher(lines.get(0).strip());
            boolean names = separator.matches();
            if (names) {
                lines.remove(0);
                if (delimiter.isEmpty()) {
                    delimiter = separator.group(1).equals("\\t") ? "\t" : separator.group(1);
                }
            }
            if (!columns.isEmpty() && names != told) {
                throw new UserMistakeException(
                        "'" + file.path() + "' line 1 " + (names ? "names" : "does not name")
                                + " the separator (sep=), but '" + files.get(0).path() + "' "
                                + (names ? "does not." : "does."),
                        "Save them alike, or import them separately.");
            }
            told = names;
            if (lines.isEmpty()) {
                throw new UserMistakeException(
                        "'" + file.path() + "' line 1 names the separator, and nothing follows.",
                        "Run the export that makes it again.");
            }
            if (delimiter.isEmpty()) {
                delimiter = sniff(lines, options.quoted());
            }
            List<String> header = fields(lines.get(0), delimiter, options.quoted());
            if (options.header().isPresent()) {
                requireWidth(file, header.size(), options.header().get());
                header = options.header().get();
            } else if (lines.size() == 1 && options.header().isEmpty()) {
                throw new UserMistakeException(
                        "'" + file.path() + "' line 1 is the header, and nothing follows.",
                        "Add a header line, or name the columns with --columns if the line is data.");
            }
            requireOwnNames(file, header);
            if (columns.isEmpty()) {
                columns = header;
            } else if (!columns.equals(header)) {
                throw new UserMistakeException(
                        "'" + file.path() + "' line 1 has the columns " + header + ", but '"
                                + files.get(0).path() + "' has " + columns + ".",
                        "Import them separately if they are exports of different tables.");
            }
        }
        requireOneCompression(files);
        return new CsvSource(files, columns, delimiter, options, told);
    }

    /** SQL of a file's lines, as one column. */
    private static String whole(LogFiles options, FileScan file) {
        return "read_csv(" + Sql.files(List.of(file.path()))
                + ", auto_detect=false, header=false, delim=chr(1), quote='', escape='', strict_mode=false, "
                + "ignore_errors=true, encoding="
                + Sql.text(options.encoding().label())
                + ", compression=" + Sql.text(file.compression().label()) + ", columns={'line': 'VARCHAR'})";
    }

    private static List<String> firstLines(LogFiles options, FileScan file, ImportDatabase database)
            throws IOException, SQLException {
        List<String> lines = new ArrayList<>();
        String whole = whole(options, file);
        try {
            database.query("SELECT left(line, 100000) FROM " + whole + " LIMIT " + SAMPLE, row -> {
                String line = row.getString(1);
                if (line != null && !line.isBlank()) {
                    lines.add(line.startsWith("\ufeff") ? line.substring(1) : line);
                }
            });
        } catch (SQLException e) {
            throw new UserMistakeException(
                    "'" + file.path() + "' line 1 cannot be read: "
                            + Source.shortened(ImportDatabase.firstLine(String.valueOf(e.getMessage()))) + ".",
                    "Fetch it again if it is damaged, or name its encoding if" + " it is not "
                            + options.encoding().label() + " (--encoding).",
                    e);
        }
        return lines;
    }

    /** The delimiter that most lines have as often as the first; the earlier of the list, if several are equally good. */
    private static String sniff(List<String> lines, boolean quoted) {
        String best = ",";
        long bestLines = 0;
        for (String candidate : DELIMITERS) {
            int width = fields(lines.get(0), candidate, quoted).size();
            long same = width == 1
                    ? 0
                    : lines.stream()
                            .filter(line -> fields(line, candidate, quoted).size() == width)
                            .count();
            if (same > bestLines) {
                best = candidate;
                bestLines = same;
            }
        }
        return best;
    }

    private static List<String> fields(String line, String delimiter, boolean quoted) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean inQuotes = false;
        for (int i = 0; i < line.length(); i++) {
            char next = line.charAt(i);
            if (quoted && next == '"') {
                inQuotes = !inQuotes;
            } else if (!inQuotes && line.startsWith(delimiter, i)) {
                fields.add(field.toString().strip());
                field.setLength(0);
                i += delimiter.length() - 1;
            } else {
                field.append(next);
            }
        }
        fields.add(field.toString().strip());
        return fields;
    }

    private static void requireWidth(FileScan file, int found, List<String> names) {
        if (found != names.size()) {
            throw new UserMistakeException(
                    "'" + file.path() + "' line 1 has " + found + " fields, but " + names.size()
                            + " columns are named: " + String.join(",", names) + ".",
                    "Add the missing column to --columns, or name the separator (--delimiter).");
        }
    }

    private static void requireOwnNames(FileScan file, List<String> header) {
        Set<String> seen = new HashSet<>();
        for (String name : header) {
            if (!name.isEmpty() && !seen.add(name)) {
                throw new UserMistakeException(
                        "'" + file.path() + "' line 1 has the column '" + Source.shortened(name) + "' twice.",
                        "Rename one of them, or name the columns with --columns if the first line is data.");
            }
        }
    }

    private static void requireOneCompression(List<FileScan> files) {
        for (FileScan file : files) {
            if (file.compression() != files.get(0).compression()) {
                throw new UserMistakeException(
                        "'" + file.path() + "' and '" + files.get(0).path() + "' are not packed in the same way.",
                        "Unpack one of them, or compress it like the other.");
            }
        }
    }

    @Override
    public Optional<String> found() {
        String shown = delimiter.equals("\t") ? "tab" : "'" + delimiter + "'";
        return Optional.of("separator " + shown + "; columns " + String.join(", ", columns));
    }

    @Override
    public String table(List<FileScan> some) {
        boolean mixed = some.stream().anyMatch(FileScan::mixedLineEnds);
        String types = IntStream.range(0, columns.size())
                .mapToObj(i -> "'c" + i + "': 'VARCHAR'")
                .collect(Collectors.joining(", ", "{", "}"));
        String quote = options.quoted() ? "'\"'" : "''";
        return "read_csv(" + Sql.files(some.stream().map(FileScan::path).toList())
                + ", auto_detect=false, header=" + options.header().isEmpty() + ", skip=" + (told ? 1 : 0) + ", delim="
                + Sql.text(delimiter)
                + ", quote=" + quote + ", escape=" + quote
                // Strictly, DuckDB refuses lines that end in different ways.
                + ", strict_mode=" + !mixed
                + ", encoding=" + Sql.text(options.encoding().label())
                + ", compression=" + Sql.text(some.get(0).compression().label())
                + ", store_rejects=true, rejects_limit=100, columns=" + types + ")";
    }

    @Override
    public String text(int column) {
        return Sql.trimmed("c" + column);
    }

    @Override
    public Optional<String> micros(int column) {
        return Optional.empty();
    }

    @Override
    public String place(FileScan file, long record) throws IOException {
        long withHeader = record + (options.header().isEmpty() ? 1 : 0) + (told ? 1 : 0);
        return file.compression() == FileScan.Compression.ZSTD
                ? "record " + record
                : "line " + RecordLine.of(file.path(), withHeader, options.quoted());
    }

    @Override
    public LineCounts lines(ImportDatabase database, long records, boolean multiline) throws IOException, SQLException {
        long total = 0;
        long blank = 0;
        for (FileScan file : files) {
            boolean scanned = file.compression() != FileScan.Compression.ZSTD;
            total += scanned ? file.lines() : database.number("SELECT count(*) FROM " + whole(options, file));
            blank += file.blankLines();
        }
        long headers = ((options.header().isEmpty() ? 1L : 0) + (told ? 1 : 0)) * files.size();
        long within = total - blank - headers - records;
        if (within > 0 && options.quoted() && !multiline) {
            new QuotedLines(this, database).refuseSwallowed();
        }
        return LineCounts.of("lines of the files", total)
                .then("headers", -headers)
                .then("blank lines", -blank)
                .then("line breaks within quoted values", -within);
    }

    @Override
    public void refuseRejected(ImportDatabase database) throws IOException, SQLException {
        // Mostly there are none, and to count them takes less than to find the first.
        if (database.number("SELECT count(*) FROM reject_errors") > 0) {
            throw firstRejected(database);
        }
        database.run("DROP TABLE reject_errors");
        database.run("DROP TABLE reject_scans");
    }

    private UserMistakeException firstRejected(ImportDatabase database) throws IOException, SQLException {
        String[] text = new String[5];
        database.query(
                "SELECT file_path, line, column_idx, error_type::VARCHAR, error_message, left(csv_line, 200) FROM reject_errors"
                        + " JOIN reject_scans USING (scan_id, file_id) ORDER BY scan_id, file_id, line, column_idx LIMIT 1",
                row -> {
                    long column = row.getLong(3);
                    boolean known = !row.wasNull() && column >= 1 && column <= columns.size();
                    text[0] = row.getString(1);
                    text[1] = row.getString(2);
                    text[2] = known ? columns.get((int) column - 1) : columns.get(columns.size() - 1);
                    text[3] = row.getString(4) + "\n" + row.getString(5);
                    text[4] = String.valueOf(row.getString(6));
                });
        return rejected("'" + text[0] + "' line " + text[1], text[2], text[3], Source.shortened(text[4]));
    }

    private UserMistakeException rejected(String where, String column, String error, String line) {
        Matcher count = FOUND.matcher(error);
        String number = count.find() ? count.group(1) : "another number of";
        String shown = ": '" + line + "'.";
        if (error.startsWith("MISSING COLUMNS") || error.startsWith("TOO MANY COLUMNS")) {
            return new UserMistakeException(
                    where + " has " + number + " fields, but " + columns.size() + " columns are known, the last is '"
                            + columns.get(columns.size() - 1) + "'" + shown,
                    "Check for a missing separator or line break, and put values that contain one in double quotes; or"
                            + " fetch the file again if it was cut off.");
        }
        if (error.startsWith("UNQUOTED VALUE")) {
            return new UserMistakeException(
                    where + ", column '" + column
                            + "': a value in double quotes does not end, or text stands beside the quotes" + shown,
                    "Double the quotes within values, or add --no-quotes if quotes mean nothing in this file.");
        }
        if (error.startsWith("INVALID ENCODING")) {
            return new UserMistakeException(
                    where + ", column '" + column + "' is not UTF-8" + shown,
                    "Add --encoding latin-1 if it is Latin-1.");
        }
        if (error.startsWith("LINE SIZE")) {
            return new UserMistakeException(
                    where + ", column '" + column + "': the line is longer than 2,000,000 characters" + shown,
                    "Add --no-quotes, or close the quote: an open quote includes the lines after it.");
        }
        return new UserMistakeException(
                where + ", column '" + column + "': "
                        + Source.shortened(ImportDatabase.firstLine(error.replace('\n', ' '))) + shown,
                "Mend the line: it may have been edited or cut off.");
    }
}
