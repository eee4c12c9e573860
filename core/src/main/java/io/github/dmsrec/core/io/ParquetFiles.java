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
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes Parquet files through DuckDB. Rows keep their order; the same rows give the same bytes. Every write has an
 * in-memory database of its own; reads share one, each over a connection of its own. Safe for use by several threads.
 */
public final class ParquetFiles {

    /** What is held of a file in memory while it is written, in bytes. */
    private static final long MEMORY_OF_ROWS = 64L << 20;

    /** The database of reads, once there was one: to open a database takes several times as long as to read a small file. */
    private static @Nullable DuckDBConnection shared;

    private ParquetFiles() {}

    /**
     * Writes a file; one that is there is replaced. Memory is bounded however many rows there are: what does not fit lies in
     * parts beside the file until it is complete.
     *
     * @param columns the columns in order; names differ, also without regard to case
     * @param rows gives the rows
     * @throws IOException if the file cannot be written, or a row does not fit the columns
     */
    public static void write(Path file, List<ParquetColumn> columns, ParquetWriter.Rows rows) throws IOException {
        write(file, columns, rows, MEMORY_OF_ROWS);
    }

    static void write(Path file, List<ParquetColumn> columns, ParquetWriter.Rows rows, long memory) throws IOException {
        try (DuckDBConnection database = open();
                ParquetParts parts = new ParquetParts(database, file, columns, memory)) {
            rows.writeTo(new ParquetWriter(parts));
            parts.finish();
        } catch (SQLException e) {
            throw new IOException("cannot write " + file + ": " + e.getMessage(), e);
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
        try (DuckDBConnection connection = connect();
                Statement statement = connection.createStatement()) {
            // Temporary, so that the connection alone sees it.
            statement.execute("CREATE TEMP VIEW content AS FROM read_parquet("
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
            closeShared(e);
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

    private static synchronized DuckDBConnection connect() throws SQLException {
        if (shared == null) {
            shared = open();
        }
        return shared.duplicate();
    }

    // DuckDB refuses all that is asked after a file whose damage it takes for a fault of its own: the next read opens
    // another one.
    private static synchronized void closeShared(SQLException reason) {
        try (DuckDBConnection failed = shared) {
            shared = null;
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    private static DuckDBConnection open() throws SQLException {
        Properties settings = new Properties();
        // One thread: the row groups, and with them the bytes, do not depend on the machine.
        settings.setProperty("threads", "1");
        settings.setProperty("preserve_insertion_order", "true");
        // Results are taken as they come: a whole one would lie in memory beside what is made from it.
        settings.setProperty("jdbc_stream_results", "true");
        // Files are replaced under their names, so nothing of one is kept after its reading.
        settings.setProperty("enable_external_file_cache", "false");
        // Nothing is fetched from the network, and nothing is spilled into the working directory.
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        settings.setProperty("temp_directory", "");
        return DuckDb.open(settings);
    }

    static String quotedName(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String quotedText(String text) {
        return '\'' + text.replace("'", "''") + '\'';
    }

    // read_parquet takes patterns: a character class of one stands for a wildcard that is part of the name.
    static String withoutWildcards(String path) {
        return path.replaceAll("[\\[*?]", "[$0]");
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse(message);
    }
}
