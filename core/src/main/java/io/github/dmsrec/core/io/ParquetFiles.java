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
import org.duckdb.DuckDBConnection;

/**
 * Reads and writes Parquet files through DuckDB. Rows keep their order; the same rows give the same bytes. Safe
 * for use by several threads.
 */
public final class ParquetFiles {

    /** What is held of a file in memory while it is written, in bytes. */
    private static final long MEMORY_OF_ROWS = 64L << 20;

    /** After a file of more the database for writing is closed, which would keep memory of that order: to open one takes less. */
    private static final long MEMORY_TO_KEEP = 4L << 20;

    /** A damaged file spoils the database for all that read at the same time, but for nobody who writes. */
    private static final SharedDatabase READING = new SharedDatabase();

    private static final SharedDatabase WRITING = new SharedDatabase();

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
        try (DuckDBConnection database = WRITING.connect();
                ParquetParts parts = new ParquetParts(database, file, columns, memory)) {
            rows.writeTo(new ParquetWriter(parts));
            parts.finish();
            if (parts.bytes() > MEMORY_TO_KEEP) {
                WRITING.close();
            }
        } catch (SQLException e) {
            WRITING.closeBecauseOf(e);
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
        try (DuckDBConnection connection = READING.connect();
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
            READING.closeBecauseOf(e);
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
