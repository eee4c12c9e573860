package io.github.dmsrec.intent.answers.store;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.intent.reply.AnswerFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.sqlite.SQLiteErrorCode;

/**
 * The answers of language models in an SQLite file, so that nothing is asked twice. What {@link #putAll} was given is on
 * the disk when it returns: neither a killed process nor a machine without power loses it. It is the record of a run:
 * models on a GPU do not repeat their answers. Questions without a usable answer are rows as well, with their reason. For
 * one thread.
 *
 * <p>The table {@code answers} has one row per question; beside the parts of {@link StoredAnswer} it says how many runs
 * asked the question ({@code runs}) and when the last did ({@code asked_at}, in seconds of the epoch; 0 if the row is
 * older than the column). The file's {@code user_version} is the version of its tables.
 */
public final class AnswerStore implements AutoCloseable {

    /** The file's name in its folder. */
    public static final String FILE_NAME = "answers.sqlite";

    private static final int VERSION = 2;
    /** The first version did not say so in its file. */
    private static final int FIRST_VERSION = 0;

    private static final int FOUND_AT_ONCE = 256;

    private static final String CREATE =
            """
            CREATE TABLE answers (
              key TEXT PRIMARY KEY, status TEXT NOT NULL, reason TEXT NOT NULL, answer TEXT NOT NULL,
              numbers TEXT NOT NULL, finish_reason TEXT NOT NULL, prompt_tokens INTEGER NOT NULL,
              completion_tokens INTEGER NOT NULL, attempts INTEGER NOT NULL, latency_ms INTEGER NOT NULL,
              model TEXT NOT NULL, template TEXT NOT NULL, format TEXT NOT NULL,
              runs INTEGER NOT NULL, asked_at INTEGER NOT NULL) WITHOUT ROWID""";
    private static final String CREATE_FORMATS =
            """
            CREATE TABLE formats (
              endpoint TEXT NOT NULL, model TEXT NOT NULL, format TEXT NOT NULL, PRIMARY KEY (endpoint, model))""";
    private static final String SELECT =
            """
            SELECT key, status, reason, answer, numbers, finish_reason, prompt_tokens, completion_tokens, attempts,
              latency_ms, model, template, format FROM answers WHERE key IN""";
    private static final String SELECT_TIMES =
            """
            SELECT asked_at, latency_ms FROM answers
            WHERE status = 'answered' AND latency_ms > 0 AND model = ? AND template = ?
            ORDER BY 1000 * asked_at - latency_ms""";
    private static final String UPSERT =
            """
            INSERT INTO answers VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,1,unixepoch())
            ON CONFLICT (key) DO UPDATE SET
              status = excluded.status, reason = excluded.reason, answer = excluded.answer,
              numbers = excluded.numbers, finish_reason = excluded.finish_reason,
              prompt_tokens = prompt_tokens + excluded.prompt_tokens,
              completion_tokens = completion_tokens + excluded.completion_tokens,
              attempts = attempts + excluded.attempts, latency_ms = excluded.latency_ms,
              runs = runs + 1, asked_at = excluded.asked_at
            WHERE status = 'failed'""";

    private final Path file;
    private final Connection connection;
    private final PreparedStatement selectOne;
    private final PreparedStatement selectMany;

    private AnswerStore(Path file, Connection connection) throws SQLException {
        this.file = file;
        this.connection = connection;
        this.selectOne = connection.prepareStatement(SELECT + " (?)");
        this.selectMany = connection.prepareStatement(SELECT + " (?" + ",?".repeat(FOUND_AT_ONCE - 1) + ")");
    }

    /** Whether a folder holds a store. */
    public static boolean exists(Path folder) {
        return Files.exists(folder.resolve(FILE_NAME));
    }

    /**
     * Opens a store, or makes it. A store of an older version is brought up to date.
     *
     * @param folder where its file is
     * @throws UserMistakeException if the file is not a store, of a newer version, or cannot be written
     */
    public static AnswerStore open(Path folder) {
        Path file = folder.resolve(FILE_NAME);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UserMistakeException(
                    "The folder '" + folder + "' for answers cannot be made: " + e.getMessage(),
                    "Choose another folder: a file is in its place, or it is write-protected.",
                    e);
        }
        try {
            Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA busy_timeout = 30000");
                statement.execute("PRAGMA journal_mode = WAL");
                // Every commit reaches the disk; answers are committed in groups, so that this costs little.
                statement.execute("PRAGMA synchronous = FULL");
                prepareTables(statement, file);
                return new AnswerStore(file, connection);
            } catch (SQLException | UserMistakeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new UserMistakeException(
                    "'" + file + "' cannot be opened as a store of answers: " + e.getMessage(),
                    "Choose another folder for answers: this is another kind of file, or write-protected.",
                    e);
        }
    }

    private static void prepareTables(Statement statement, Path file) throws SQLException {
        // Taken before the version is read: two runs may find an old store at the same time.
        statement.execute("BEGIN IMMEDIATE");
        int version = number(statement, "PRAGMA user_version");
        boolean filled = number(statement, "SELECT count(*) FROM sqlite_schema WHERE name = 'answers'") > 0;
        if (version > VERSION) {
            throw new UserMistakeException(
                    "The store of answers '" + file + "' has the version " + version
                            + "; this program knows versions up" + " to " + VERSION + ".",
                    "Use the newer dmsrec that wrote it, or choose another folder for answers.");
        }
        if (!filled) {
            statement.execute(CREATE);
            statement.execute(CREATE_FORMATS);
        } else if (version == FIRST_VERSION) {
            statement.execute("ALTER TABLE answers ADD COLUMN runs INTEGER NOT NULL DEFAULT 1");
            statement.execute("ALTER TABLE answers ADD COLUMN asked_at INTEGER NOT NULL DEFAULT 0");
        }
        statement.execute("PRAGMA user_version = " + VERSION);
        statement.execute("COMMIT");
    }

    private static int number(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    /** The outcome of a question, if it was asked before. */
    public Optional<StoredAnswer> find(String key) {
        try {
            selectOne.setString(1, key);
            try (ResultSet row = selectOne.executeQuery()) {
                return row.next() ? Optional.of(answer(row)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw failed("read", e);
        }
    }

    /** The outcomes of those questions that were asked before, by key; of many keys faster than one by one. */
    public Map<String, StoredAnswer> findAll(List<String> keys) {
        Map<String, StoredAnswer> found = new HashMap<>();
        try {
            for (int from = 0; from < keys.size(); from += FOUND_AT_ONCE) {
                for (int i = 0; i < FOUND_AT_ONCE; i++) {
                    // The last key fills up the last group.
                    selectMany.setString(i + 1, keys.get(Math.min(from + i, keys.size() - 1)));
                }
                try (ResultSet row = selectMany.executeQuery()) {
                    while (row.next()) {
                        StoredAnswer answer = answer(row);
                        found.put(answer.key(), answer);
                    }
                }
            }
        } catch (SQLException e) {
            throw failed("read", e);
        }
        return found;
    }

    /** Keeps one outcome, as {@link #putAll} does. */
    public void put(StoredAnswer answer) {
        putAll(List.of(answer));
    }

    /**
     * Keeps outcomes, all or none; they are safe when this returns. The outcome of a question that failed before takes its
     * place, and its tokens and attempts are added to those of before; a usable answer is never replaced.
     */
    public void putAll(List<StoredAnswer> answers) {
        if (answers.isEmpty()) {
            return;
        }
        try {
            // Takes the write lock at once: to take it later can fail while another run writes.
            execute("BEGIN IMMEDIATE");
            // Prepared for each group: the driver closes a statement that met a full disk.
            try (PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
                for (StoredAnswer answer : answers) {
                    insert(upsert, answer);
                }
                execute("COMMIT");
            } catch (SQLException e) {
                rollBack(e);
                throw e;
            }
        } catch (SQLException e) {
            throw failed("write", e);
        }
    }

    /** SQLite rolls back by itself on some failures, a full disk among them; the first failure is reported. */
    private void rollBack(SQLException failure) {
        try {
            execute("ROLLBACK");
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    private static void insert(PreparedStatement upsert, StoredAnswer answer) throws SQLException {
        upsert.setString(1, answer.key());
        upsert.setString(2, answer.answered() ? "answered" : "failed");
        upsert.setString(3, answer.reason());
        upsert.setString(4, answer.answer());
        upsert.setString(
                5, Arrays.stream(answer.numbers()).mapToObj(Integer::toString).collect(Collectors.joining(",")));
        upsert.setString(6, answer.finishReason());
        upsert.setInt(7, answer.promptTokens());
        upsert.setInt(8, answer.completionTokens());
        upsert.setInt(9, answer.attempts());
        upsert.setLong(10, answer.latencyMillis());
        upsert.setString(11, answer.model());
        upsert.setString(12, answer.template());
        upsert.setString(13, answer.format().label());
        upsert.executeUpdate();
    }

    /**
     * By which templates of a name and version its answers were asked for.
     *
     * @param versionName as {@code shop-1}; also finds what has a fingerprint after a colon. Looks through all answers
     */
    public Set<String> templatesOf(String versionName) {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT DISTINCT template FROM answers WHERE template = ? OR substr(template, 1, ?) = ?")) {
            statement.setString(1, versionName);
            statement.setInt(2, versionName.length() + 1);
            statement.setString(3, versionName + ":");
            Set<String> found = new TreeSet<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(row.getString(1));
                }
            }
            return found;
        } catch (SQLException e) {
            throw failed("read", e);
        }
    }

    /**
     * How fast a model gave usable answers to a template's questions; empty if there is none with a time. Looks through all
     * answers.
     */
    public Optional<AnswerPace> pace(String model, String template) {
        try (PreparedStatement statement = connection.prepareStatement(SELECT_TIMES)) {
            statement.setString(1, model);
            statement.setString(2, template);
            AnswerPace.Sum sum = new AnswerPace.Sum();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    sum.add(row.getLong(1), row.getLong(2));
                }
            }
            return sum.answers() == 0 ? Optional.empty() : Optional.of(sum.pace());
        } catch (SQLException e) {
            throw failed("read", e);
        }
    }

    /** The answer format that was found to work with a model, if it was tried before. */
    public Optional<AnswerFormat> format(String endpoint, String model) {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT format FROM formats WHERE endpoint = ? AND model = ?")) {
            statement.setString(1, endpoint);
            statement.setString(2, model);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? AnswerFormat.ofLabel(row.getString(1)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw failed("read", e);
        }
    }

    /** Keeps the answer format that works with a model. */
    public void putFormat(String endpoint, String model, AnswerFormat format) {
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT OR REPLACE INTO formats VALUES (?, ?, ?)")) {
            statement.setString(1, endpoint);
            statement.setString(2, model);
            statement.setString(3, format.label());
            statement.executeUpdate();
        } catch (SQLException e) {
            throw failed("write", e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failed("close", e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static StoredAnswer answer(ResultSet row) throws SQLException {
        return new StoredAnswer(
                row.getString(1),
                row.getString(2).equals("answered"),
                row.getString(3),
                row.getString(4),
                numbers(row.getString(5)),
                row.getString(6),
                row.getInt(7),
                row.getInt(8),
                row.getInt(9),
                row.getLong(10),
                row.getString(11),
                row.getString(12),
                format(row.getString(13)));
    }

    private static AnswerFormat format(String label) throws SQLException {
        return AnswerFormat.ofLabel(label).orElseThrow(() -> new SQLException("unknown format '" + label + "'"));
    }

    private static int[] numbers(String text) {
        return text.isEmpty()
                ? new int[0]
                : Arrays.stream(text.split(",", -1)).mapToInt(Integer::parseInt).toArray();
    }

    private UserMistakeException failed(String what, SQLException cause) {
        if (cause.getErrorCode() == SQLiteErrorCode.SQLITE_FULL.code) {
            return new UserMistakeException(
                    "Cannot " + what + " '" + file + "': the disk is full.",
                    "Delete files on that disk, or choose another folder for answers; the answers so far are kept.",
                    cause);
        }
        return new UserMistakeException(
                "Cannot " + what + " '" + file + "': " + cause.getMessage(),
                "Wait for the other run that uses the file, or make the folder writable; the answers so far are kept.",
                cause);
    }
}
