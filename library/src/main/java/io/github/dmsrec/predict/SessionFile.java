package io.github.dmsrec.predict;

import io.github.dmsrec.core.UserMistakeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A file of sessions of external ids, read from its beginning to its end in bounded memory. Its ending says the format: rows
 * of clicks in {@code .csv} and {@code .tsv}, objects like {@code {"session": "a", "items": ["x", 2]}} in {@code .jsonl} and
 * {@code .ndjson}, rows of clicks or of lists in {@code .parquet}; text may be compressed, with {@code .gz} at the end. The
 * clicks of a session stand together, in click order. For one thread.
 */
public abstract sealed class SessionFile implements AutoCloseable permits TextSessions, ParquetSessions {

    private static final String ENDINGS = ".csv, .tsv, .jsonl or .ndjson (each also with .gz at the end) or .parquet";

    /** Takes the sessions of a file, one after the other. */
    @FunctionalInterface
    public interface Sink {
        void accept(GivenSession session) throws IOException;
    }

    /** Where it is. */
    final Path path;

    /** The names of its columns. */
    final SessionColumns columns;

    /** A session of more clicks is refused. */
    final int mostClicks;

    SessionFile(Path path, SessionColumns columns, int mostClicks) {
        this.path = path;
        this.columns = columns;
        this.mostClicks = mostClicks;
    }

    /**
     * Opens a file.
     *
     * @param columns the names of its columns
     * @param mostClicks a session of more clicks is refused
     * @throws UserMistakeException if it is not a regular file, its ending says no format, or it lacks a column
     */
    public static SessionFile open(Path path, SessionColumns columns, int mostClicks) {
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        String text = name.endsWith(".gz") ? name.substring(0, name.length() - ".gz".length()) : name;
        requireFile(path);
        if (text.endsWith(".csv")) {
            return new CsvSessions(path, ',', columns, mostClicks);
        }
        if (text.endsWith(".tsv")) {
            return new CsvSessions(path, '\t', columns, mostClicks);
        }
        if (text.endsWith(".jsonl") || text.endsWith(".ndjson")) {
            return new JsonSessions(path, columns, mostClicks);
        }
        if (name.endsWith(".parquet")) {
            return new ParquetSessions(path, columns, mostClicks);
        }
        throw new UserMistakeException("The ending of '" + path
                + "' does not say what format its sessions have. Name a file" + " that ends in " + ENDINGS + ".");
    }

    private static void requireFile(Path path) {
        if (!Files.exists(path)) {
            throw new UserMistakeException("'" + path + "' does not exist. Check the path of the file of sessions.");
        }
        if (!Files.isRegularFile(path)) {
            throw new UserMistakeException("'" + path + "' is "
                    + (Files.isDirectory(path) ? "a folder" : "not a regular file") + ". Name a file of sessions.");
        }
        if (!Files.isReadable(path)) {
            throw new UserMistakeException(
                    "'" + path + "' cannot be read: permission denied. Change the permissions of the file.");
        }
    }

    /**
     * Reads all sessions; to be called once.
     *
     * @throws UserMistakeException if the file breaks off, a line or row of it is malformed, a session is empty, too long
     *     or in two parts
     * @throws IOException what the sink throws
     */
    public abstract void read(Sink sink) throws IOException;

    /** What {@link #total} counts, in the plural. */
    public abstract String unit();

    /** How much there is to read. */
    public abstract long total();

    /** How much has been read. */
    public abstract long done();

    /** The mistake at some place of the file. */
    final UserMistakeException mistake(String place, String problem) {
        return new UserMistakeException("'" + path + "', " + place + ": " + problem);
    }

    /** The mistake of a session that is too long. */
    final UserMistakeException tooLong(String place, String session) {
        return mistake(
                place,
                "session '" + session + "' has more than " + mostClicks
                        + " clicks. Keep its last clicks alone, or check that the session column names sessions.");
    }

    /** The mistake of a file without a column. */
    final UserMistakeException missing(String column, List<String> header, String option) {
        return new UserMistakeException("'" + path + "' has no column '" + column + "'; its columns are "
                + String.join(
                        ", ", header.stream().map(name -> "'" + name + "'").toList()) + ". Name the column with "
                + option + ".");
    }

    @Override
    public abstract void close() throws IOException;
}
