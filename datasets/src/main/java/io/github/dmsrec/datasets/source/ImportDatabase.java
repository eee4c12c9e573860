package io.github.dmsrec.datasets.source;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.TemporaryFolder;
import io.github.dmsrec.core.io.DuckDb;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.duckdb.DuckDBConnection;

/**
 * A database of its own for one import. Its tables spill into a folder beside the output, which is deleted at the end; the
 * first has the lock of the output. For one thread.
 */
public final class ImportDatabase implements AutoCloseable {

    /** Takes the rows of a query, one after the other; columns count from 1. */
    @FunctionalInterface
    public interface RowReader {
        void read(ResultSet row) throws SQLException, IOException;
    }

    private final TemporaryFolder temporary;
    private final DuckDBConnection database;
    private final boolean limited;
    private final boolean first;
    private final int threads;
    private final Map<Path, Path> originals = new LinkedHashMap<>();
    private final State state;

    /** What DuckDB takes longer to tell or to set again than for many statements of a small import. */
    private static final class State {

        private final Set<String> views = ConcurrentHashMap.newKeySet();
        private int threads;

        private State(int threads) {
            this.threads = threads;
        }
    }

    private ImportDatabase(
            TemporaryFolder temporary,
            DuckDBConnection database,
            boolean limited,
            boolean first,
            int threads,
            State state) {
        this.temporary = temporary;
        this.limited = limited;
        this.database = database;
        this.first = first;
        this.threads = threads;
        this.state = state;
    }

    /**
     * Opens a database.
     *
     * @param out what will be written; the folder lies beside it
     * @param memory the most memory of tables and queries, in bytes; more is spilled
     * @param temporary the most that is spilled, in bytes; without it, what the disk has
     */
    public static ImportDatabase open(Path out, long memory, OptionalLong temporary, int threads) throws IOException {
        TemporaryFolder spilled = TemporaryFolder.beside(out, TemporaryFolder.IMPORT);
        Properties settings = new Properties();
        settings.setProperty("threads", Integer.toString(threads));
        settings.setProperty("memory_limit", memory + "B");
        settings.setProperty("temp_directory", spilled.path().resolve("spilled").toString());
        temporary.ifPresent(limit -> settings.setProperty("max_temp_directory_size", limit + "B"));
        settings.setProperty("preserve_insertion_order", "true");
        // Nothing is fetched from the network.
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        // Large results are handed out as they are made.
        settings.setProperty("jdbc_stream_results", "true");
        try {
            ImportDatabase bench = new ImportDatabase(
                    spilled, DuckDb.open(settings), temporary.isPresent(), true, threads, new State(threads));
            bench.run("SET TimeZone = 'UTC'");
            return bench;
        } catch (SQLException e) {
            spilled.close();
            throw new IOException("cannot open DuckDB: " + e.getMessage(), e);
        }
    }

    /** The same tables for another thread. Closing it leaves them there; it must be closed before this one. */
    public ImportDatabase beside() throws SQLException {
        return new ImportDatabase(
                temporary, database.duplicate().unwrap(DuckDBConnection.class), limited, false, threads, state);
    }

    /** The threads of its queries, unless they are to be in order. */
    int threads() {
        return threads;
    }

    /**
     * A file that can be read several times: the given one, or, of a pipe, what it gives until it ends.
     *
     * @throws UserMistakeException if the pipe cannot be read, or gives nothing
     */
    Path spooled(Path file) throws IOException {
        if (!Files.exists(file) || Files.isDirectory(file) || Files.isRegularFile(file)) {
            return file;
        }
        Path kept = Files.createDirectories(folder().resolve("spooled"))
                .resolve(originals.size() + "-" + String.valueOf(file.getFileName()));
        try (InputStream in = Files.newInputStream(file)) {
            Files.copy(in, kept);
        } catch (FileSystemException e) {
            throw new UserMistakeException(
                    "'" + file + "' cannot be read: " + e.getReason() + ".", "Give a file or a pipe.", e);
        }
        originals.put(kept, file);
        return kept;
    }

    /** The scan of what the user gave, where that was a pipe. */
    public FileScan original(FileScan scan) {
        Path file = originals.getOrDefault(scan.path(), scan.path());
        return new FileScan(
                file, scan.sha256(), scan.compression(), scan.mixedLineEnds(), scan.lines(), scan.blankLines());
    }

    /** A mistake that names what the user gave, and not where a pipe was kept. */
    public UserMistakeException original(UserMistakeException mistake) {
        String message = String.valueOf(mistake.getMessage());
        String named = message;
        for (Map.Entry<Path, Path> kept : originals.entrySet()) {
            named = named.replace(kept.getKey().toString(), kept.getValue().toString());
        }
        return named.equals(message) ? mistake : new UserMistakeException(named, mistake);
    }

    /** Where files that are needed on the way may lie. */
    public Path folder() {
        return temporary.path();
    }

    /**
     * Runs a statement.
     *
     * @throws SQLException if DuckDB refuses it for a reason that only the caller can tell
     * @throws UserMistakeException if the disk is full or the memory too small
     */
    public void run(String sql) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw explained(e);
        }
    }

    /** Runs a query; as {@link #run}. */
    public void query(String sql, RowReader reader) throws SQLException, IOException {
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                reader.read(rows);
            }
        } catch (SQLException e) {
            throw explained(e);
        }
    }

    /** The number that a query of one row and column gives; 0 for none. As {@link #run}. */
    public long number(String sql) throws SQLException, IOException {
        long[] number = {0};
        query(sql, row -> number[0] = row.getLong(1));
        return number[0];
    }

    /** The text that a query of one column gives first. As {@link #run}. */
    Optional<String> text(String sql) throws SQLException, IOException {
        String[] text = {""};
        boolean[] found = {false};
        query(sql, row -> {
            if (!found[0]) {
                text[0] = String.valueOf(row.getString(1));
                found[0] = true;
            }
        });
        return found[0] ? Optional.of(text[0]) : Optional.empty();
    }

    /** Runs statements with one thread: where their order is that of the bytes or lists that they make. */
    public void inOrder(int threads, String... statements) throws SQLException {
        useThreads(1);
        for (String statement : statements) {
            run(statement);
        }
        useThreads(threads);
    }

    private void useThreads(int wanted) throws SQLException {
        synchronized (state) {
            if (state.threads != wanted) {
                run("SET threads = " + wanted);
                state.threads = wanted;
            }
        }
    }

    /** Replaces a table or view by the table that a query over it gives. */
    public void replace(String table, String query) throws SQLException {
        run("CREATE TABLE replaced AS " + query);
        drop(table);
        run("ALTER TABLE replaced RENAME TO " + table);
    }

    /** Creates a view. */
    public void createView(String view, String query) throws SQLException {
        run("CREATE VIEW " + view + " AS " + query);
        state.views.add(view);
    }

    /** Drops a table or view. */
    public void drop(String table) throws SQLException {
        run((state.views.remove(table) ? "DROP VIEW " : "DROP TABLE ") + table);
    }

    private SQLException explained(SQLException failure) {
        String message = String.valueOf(failure.getMessage());
        // What may not be spilled stays in memory, until that is full.
        boolean outOfMemory = message.startsWith("Out of Memory Error");
        if (message.contains("max_temp_directory_size")
                || message.contains("No space left on device")
                || (outOfMemory && limited)) {
            throw new UserMistakeException(
                    "'" + folder().getParent() + "' has no room left for the import's temporary files: "
                            + firstLine(message) + ".",
                    "Choose an --out on a larger disk, or a larger --disk; the import needs about the size of the"
                            + " unpacked input.",
                    failure);
        }
        if (outOfMemory) {
            throw new UserMistakeException(
                    "The import needs more memory than it may use: " + firstLine(message) + ".",
                    "Use a larger --memory, e.g. 2g.",
                    failure);
        }
        return failure;
    }

    /** The first line of a message. */
    static String firstLine(String message) {
        String line = message.lines().findFirst().orElse(message).strip();
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }

    @Override
    public void close() throws IOException {
        try {
            database.close();
        } catch (SQLException e) {
            throw new IOException("cannot close DuckDB: " + e.getMessage(), e);
        } finally {
            if (first) {
                temporary.close();
            }
        }
    }
}
