package io.github.dmsrec.core.io;

import java.sql.SQLException;
import java.util.Properties;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * A database in memory that is opened at first use and then kept: to open one takes several times as long as to read or write a
 * small file. Safe for use by several threads.
 */
final class SharedDatabase {

    private @Nullable DuckDBConnection first;

    /** A connection of its own, whose temporary tables and views nobody else sees, and which go when it is closed. */
    synchronized DuckDBConnection connect() throws SQLException {
        if (first == null) {
            first = open();
        }
        return first.duplicate().unwrap(DuckDBConnection.class);
    }

    /**
     * Has the next user open another database. DuckDB refuses all that is asked after a failure that it takes for a fault of its
     * own, and damaged files lead to such.
     */
    void closeBecauseOf(SQLException failure) {
        try {
            close();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    /** Gives the memory back that the database keeps for what comes next; the next user opens another one. */
    synchronized void close() throws SQLException {
        try (DuckDBConnection closed = first) {
            first = null;
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
}
