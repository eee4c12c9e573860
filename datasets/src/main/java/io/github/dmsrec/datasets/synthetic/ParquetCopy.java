package io.github.dmsrec.datasets.synthetic;

import io.github.dmsrec.core.io.DuckDb;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.duckdb.DuckDBConnection;

/** Copies tables in CSV to Parquet, of any size. */
final class ParquetCopy {

    private ParquetCopy() {}

    /**
     * Copies a file.
     *
     * @param columns names and types, as DuckDB reads them
     */
    static void ofCsv(Path csv, String columns, Path file) throws IOException {
        run("COPY (FROM read_csv([" + quoted(csv) + "], header = true, columns = " + columns + ")) TO " + quoted(file)
                + " (FORMAT parquet)");
    }

    private static void run(String sql) throws IOException {
        Properties settings = new Properties();
        // One thread: the row groups, and with them the bytes, do not depend on the machine.
        settings.setProperty("threads", "1");
        settings.setProperty("preserve_insertion_order", "true");
        settings.setProperty("memory_limit", "1GB");
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        settings.setProperty("temp_directory", "");
        try (DuckDBConnection database = DuckDb.open(settings);
                Statement statement = database.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IOException("DuckDB cannot write: " + e.getMessage(), e);
        }
    }

    // DuckDB takes patterns: a class of one character stands for a wildcard in a name that is read.
    private static String quoted(Path file) {
        return '\'' + file.toAbsolutePath().toString().replace("'", "''") + '\'';
    }
}
