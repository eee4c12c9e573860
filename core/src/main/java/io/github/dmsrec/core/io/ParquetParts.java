package io.github.dmsrec.core.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * The rows of a Parquet file that is being written, in a temporary table of a connection. Rows are gathered in memory up to a limit and then written as a part beside
 * the file; the parts are joined at the end. A file within the limit has no parts. For one thread.
 */
final class ParquetParts implements AutoCloseable {

    /** DuckDB passes rows on in vectors: parts of whole vectors give the row groups of a file without parts. */
    private static final int VECTOR = 2048;

    private static final int ROWS_OF_GROUP = 60 * VECTOR;

    private final DuckDBConnection database;
    private final Path file;
    private final String definition;
    private final long limit;
    private final List<Path> parts = new ArrayList<>();
    private DuckDBAppender appender;
    private long rowsInMemory;
    private long bytesInMemory;
    private long rows;
    private long bytes;

    /**
     * @param limit of the rows in memory, in bytes
     */
    ParquetParts(DuckDBConnection database, Path file, List<ParquetColumn> columns, long limit) throws SQLException {
        this.database = database;
        this.file = file;
        this.limit = limit;
        this.definition = columns.stream()
                .map(column -> ParquetFiles.quotedName(column.name()) + " "
                        + column.type().sql())
                .collect(Collectors.joining(", ", "(", ")"));
        this.appender = emptyTable();
    }

    private DuckDBAppender emptyTable() throws SQLException {
        run("CREATE OR REPLACE TEMP TABLE content " + definition);
        return database.createAppender("temp", DuckDBConnection.DEFAULT_SCHEMA, "content");
    }

    /** Takes the values of the current row. */
    DuckDBAppender appender() {
        return appender;
    }

    /**
     * Ends the current row.
     *
     * @param size of its values in memory, in bytes
     */
    void endRow(long size) throws SQLException {
        appender.endRow();
        rowsInMemory++;
        bytesInMemory += size;
        // Beyond twice the limit, single rows are so large that no whole vector of them fits.
        if (bytesInMemory >= limit && (rowsInMemory % VECTOR == 0 || bytesInMemory >= 2 * limit)) {
            writePart();
            appender = emptyTable();
        }
    }

    private void writePart() throws SQLException {
        appender.close();
        Path part = file.resolveSibling("." + file.getFileName() + ".part-" + parts.size());
        parts.add(part);
        copy("content", part);
        rows += rowsInMemory;
        bytes += bytesInMemory;
        rowsInMemory = 0;
        bytesInMemory = 0;
    }

    /** How much memory the rows take that were ended so far, were they all in memory at once. */
    long bytes() {
        return bytes + bytesInMemory;
    }

    /** Writes the file. */
    void finish() throws SQLException {
        if (parts.isEmpty()) {
            appender.close();
            copy("content", file);
            return;
        }
        writePart();
        run("DROP TABLE content");
        String listed = parts.stream()
                .map(part -> ParquetFiles.quotedText(
                        ParquetFiles.withoutWildcards(part.toAbsolutePath().toString())))
                .collect(Collectors.joining(", ", "[", "]"));
        copy("(FROM read_parquet(" + listed + ", hive_partitioning = false, union_by_name = false))", file);
    }

    private void copy(String content, Path target) throws SQLException {
        int ofGroup = rowsOfGroup();
        run("COPY " + content + " TO "
                + ParquetFiles.quotedText(target.toAbsolutePath().toString()) + " (FORMAT parquet"
                + (ofGroup < ROWS_OF_GROUP ? ", ROW_GROUP_SIZE " + ofGroup : "") + ")");
    }

    /** DuckDB holds a group of rows in memory while it writes it, so groups of large rows have fewer. */
    private int rowsOfGroup() {
        long bytesOfRow = bytes() / Math.max(1, rows + rowsInMemory);
        long fitting = 2 * limit / Math.max(1, bytesOfRow) / VECTOR * VECTOR;
        return (int) Math.max(VECTOR, Math.min(ROWS_OF_GROUP, fitting));
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException, IOException {
        try {
            appender.close();
        } finally {
            for (Path part : parts) {
                Files.deleteIfExists(part);
            }
        }
    }
}
