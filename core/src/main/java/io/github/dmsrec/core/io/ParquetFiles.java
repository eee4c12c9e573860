package io.github.dmsrec.core.io;

import io.github.dmsrec.core.UserMistakeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * Reads and writes Parquet files through DuckDB, each call with an in-memory database of its own. Rows keep their order;
 * the same rows give the same bytes. Safe for use by several threads.
 */
public final class ParquetFiles {

    /** What the database of a large file may hold in memory. */
    private static final String SPILL_MEMORY = "256MB";

    private ParquetFiles() {}

    /**
     * Writes a file; one that is there is replaced.
     *
     * @param columns the columns in order; names differ, also without regard to case
     * @param rows gives the rows
     * @throws IOException if the file cannot be written, or a row does not fit the columns
     */
    public static void write(Path file, List<ParquetColumn> columns, ParquetWriter.Rows rows) throws IOException {
        try (DuckDBConnection database = open("")) {
            write(database, file, columns, rows);
        } catch (SQLException e) {
            throw new IOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * As {@link #write}, with bounded memory however many rows there are: on their way they lie in a temporary database beside
     * the file. The bytes are the same.
     *
     * @throws IOException if the file or the database cannot be written, or a row does not fit the columns
     */
    public static void writeLarge(Path file, List<ParquetColumn> columns, ParquetWriter.Rows rows) throws IOException {
        Path spill = file.resolveSibling("." + file.getFileName() + "-" + UUID.randomUUID() + ".duckdb");
        try {
            try (DuckDBConnection database = open(spill.toAbsolutePath().toString());
                    Statement statement = database.createStatement()) {
                statement.execute("SET memory_limit = '" + SPILL_MEMORY + "'");
                write(database, file, columns, rows);
            }
        } catch (SQLException e) {
            throw new IOException("cannot write " + file + ": " + e.getMessage(), e);
        } finally {
            Files.deleteIfExists(spill);
            Files.deleteIfExists(spill.resolveSibling(spill.getFileName() + ".wal"));
        }
    }

    private static void write(
            DuckDBConnection database, Path file, List<ParquetColumn> columns, ParquetWriter.Rows rows)
            throws IOException, SQLException {
        String definition = columns.stream()
                .map(column -> quotedName(column.name()) + " " + column.type().sql())
                .collect(Collectors.joining(", "));
        try (Statement statement = database.createStatement()) {
            statement.execute("CREATE TABLE content (" + definition + ")");
            try (DuckDBAppender appender = database.createAppender(DuckDBConnection.DEFAULT_SCHEMA, "content")) {
                rows.writeTo(new ParquetWriter(appender));
            }
            statement.execute(
                    "COPY content TO " + quotedText(file.toAbsolutePath().toString()) + " (FORMAT parquet)");
        }
    }

    /**
     * Runs a query over a file.
     *
     * @param query SQL in which the file's rows are the table {@code content}, e.g.
     *     {@code "SELECT row, len(items) FROM content"}
     * @param reader takes the rows in the file's order
     * @return the number of rows
     * @throws UserMistakeException if the file is absent, is no Parquet file, or lacks a column of the query
     */
    public static long query(Path file, String query, ParquetRow.Reader reader) {
        requireFile(file);
        try (DuckDBConnection database = open("");
                Statement statement = database.createStatement()) {
            statement.execute("CREATE VIEW content AS FROM read_parquet("
                    + quotedText(withoutWildcards(file.toAbsolutePath().toString()))
                    + ", hive_partitioning = false, union_by_name = false)");
            try (ResultSet results = statement.executeQuery(query)) {
                ParquetRow row = new ParquetRow(results);
                long count = 0;
                while (results.next()) {
                    reader.read(row);
                    count++;
                }
                return count;
            }
        } catch (SQLException e) {
            throw new UserMistakeException(
                    "'" + file + "' cannot be read: " + firstLine(String.valueOf(e.getMessage())),
                    "Make the folder that holds it again: the file may have been cut off or edited.",
                    e);
        }
    }

    /**
     * The names of a file's columns, in order.
     *
     * @throws UserMistakeException if the file is absent or is no Parquet file
     */
    public static List<String> columns(Path file) {
        List<String> names = new ArrayList<>();
        query(file, "SELECT column_name FROM (DESCRIBE content)", row -> names.add(row.text(0)));
        return names;
    }

    private static void requireFile(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UserMistakeException(
                    "'" + file + "' does not exist.",
                    "Make the folder that held it again: the file may have been deleted.");
        }
    }

    private static DuckDBConnection open(String databaseFile) throws SQLException {
        Properties settings = new Properties();
        // One thread: the row groups, and with them the bytes, do not depend on the machine.
        settings.setProperty("threads", "1");
        settings.setProperty("preserve_insertion_order", "true");
        // Results are taken as they come: a whole one would lie in memory beside what is made from it.
        settings.setProperty("jdbc_stream_results", "true");
        // Nothing is fetched from the network, and nothing is spilled into the working directory.
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        settings.setProperty("temp_directory", "");
        return DuckDb.open(databaseFile, settings);
    }

    private static String quotedName(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static String quotedText(String text) {
        return '\'' + text.replace("'", "''") + '\'';
    }

    // read_parquet takes patterns: a character class of one stands for a wildcard that is part of the name.
    private static String withoutWildcards(String path) {
        return path.replaceAll("[\\[*?]", "[$0]");
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse(message);
    }
}
