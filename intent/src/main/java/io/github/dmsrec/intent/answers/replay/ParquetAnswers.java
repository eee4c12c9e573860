package io.github.dmsrec.intent.answers.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.io.ParquetFiles;
import io.github.dmsrec.core.io.ParquetRow;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Answers in Parquet, turned into lines: the checks of lines, and finding them in any order, hold for both. */
final class ParquetAnswers {

    private static final ObjectMapper JSON = new ObjectMapper();

    private enum Kind {
        TEXT("VARCHAR"),
        NUMBER("VARCHAR"),
        NUMBERS("INTEGER[]"),
        TEXTS("VARCHAR[]");

        private final String sql;

        Kind(String sql) {
            this.sql = sql;
        }
    }

    private static final Map<String, Kind> KINDS = Map.ofEntries(
            Map.entry("split", Kind.TEXT),
            Map.entry("row", Kind.NUMBER),
            Map.entry("key", Kind.TEXT),
            Map.entry("answer", Kind.TEXT),
            Map.entry("finish_reason", Kind.TEXT),
            Map.entry("status", Kind.TEXT),
            Map.entry("reason", Kind.TEXT),
            Map.entry("format", Kind.TEXT),
            Map.entry("clicked", Kind.TEXTS),
            Map.entry("shown", Kind.TEXTS),
            Map.entry("numbers", Kind.NUMBERS),
            Map.entry("phrases", Kind.TEXTS),
            Map.entry("model", Kind.TEXT),
            Map.entry("template", Kind.TEXT),
            Map.entry("answers", Kind.TEXT),
            Map.entry("titles", Kind.TEXT),
            Map.entry("max_picks", Kind.NUMBER),
            Map.entry("prompt_tokens", Kind.NUMBER),
            Map.entry("completion_tokens", Kind.NUMBER),
            Map.entry("attempts", Kind.NUMBER),
            Map.entry("latency_ms", Kind.NUMBER));

    private ParquetAnswers() {}

    /** Whether a file's name says that it is Parquet. */
    static boolean isParquet(Path file) {
        return String.valueOf(file.getFileName()).endsWith(".parquet");
    }

    /**
     * Writes the rows of a file as lines into a temporary file.
     *
     * @throws io.github.dmsrec.core.UserMistakeException if it is no Parquet file, or a column is of another type
     */
    static Path asLines(Path file) throws IOException {
        Path lines = Files.createTempFile("dmsrec-answers-", ".jsonl");
        try (BufferedWriter writer = Files.newBufferedWriter(lines)) {
            forEach(file, "", line -> {
                try {
                    writer.write(line);
                    writer.write('\n');
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            return lines;
        } catch (UncheckedIOException e) {
            Files.deleteIfExists(lines);
            throw new IOException("cannot write " + lines, e);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(lines);
            throw e;
        }
    }

    /** The first row of a file as a line; empty if it has none. */
    static Optional<String> firstLine(Path file) {
        List<String> lines = new ArrayList<>();
        forEach(file, " LIMIT 1", lines::add);
        return lines.stream().findFirst();
    }

    private interface Lines {
        void take(String line);
    }

    private static void forEach(Path file, String limit, Lines lines) {
        List<String> columns =
                ParquetFiles.columns(file).stream().filter(KINDS::containsKey).toList();
        String selected = columns.stream()
                .map(column -> "CAST(\"" + column + "\" AS " + kind(column).sql + ")")
                .collect(Collectors.joining(", "));
        ParquetFiles.query(
                file,
                "SELECT " + (selected.isEmpty() ? "1" : selected) + " FROM content" + limit,
                row -> lines.take(line(columns, row)));
    }

    private static Kind kind(String column) {
        return Optional.ofNullable(KINDS.get(column)).orElseThrow();
    }

    /** A row as an object; what has no value is not in it. */
    private static String line(List<String> columns, ParquetRow row) throws SQLException {
        ObjectNode object = JSON.createObjectNode();
        for (int c = 0; c < columns.size(); c++) {
            String name = columns.get(c);
            switch (kind(name)) {
                case TEXT -> row.optionalText(c).ifPresent(text -> object.put(name, text));
                case NUMBER -> {
                    Optional<String> number = row.optionalText(c);
                    if (number.isPresent() && number.get().matches("-?\\d{1,18}")) {
                        object.put(name, Long.parseLong(number.get()));
                    } else {
                        number.ifPresent(other -> object.put(name, other));
                    }
                }
                case NUMBERS -> {
                    if (row.optionalText(c).isPresent()) {
                        ArrayNode numbers = object.putArray(name);
                        for (int number : row.integers(c)) {
                            numbers.add(number);
                        }
                    }
                }
                case TEXTS -> {
                    if (row.optionalText(c).isPresent()) {
                        row.texts(c).forEach(object.putArray(name)::add);
                    }
                }
            }
        }
        return object.toString();
    }
}
