package io.github.dmsrec.intent.store;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.intent.answer.AnswerFormat;
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
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The answers of language models in an SQLite file, so that nothing is asked twice, not even after the process was killed:
 * at most the answers of the last second are lost. It is the record of a run: models on a GPU do not repeat their answers.
 * For one thread.
 */
public final class AnswerStore implements AutoCloseable {

    /** The file's name in its folder. */
    public static final String FILE_NAME = "answers.sqlite";

    private static final int COMMIT_ROWS = 64;
    private static final long COMMIT_NANOS = 1_000_000_000L;
    private static final String CREATE =
            """
            CREATE TABLE IF NOT EXISTS answers (
              key TEXT PRIMARY KEY, status TEXT NOT NULL, reason TEXT NOT NULL, answer TEXT NOT NULL,
              numbers TEXT NOT NULL, finish_reason TEXT NOT NULL, prompt_tokens INTEGER NOT NULL,
              completion_tokens INTEGER NOT NULL, attempts INTEGER NOT NULL, latency_ms INTEGER NOT NULL,
              model TEXT NOT NULL, template TEXT NOT NULL, format TEXT NOT NULL) WITHOUT ROWID""";
    private static final String CREATE_FORMATS =
            """
            CREATE TABLE IF NOT EXISTS formats (
              endpoint TEXT NOT NULL, model TEXT NOT NULL, format TEXT NOT NULL, PRIMARY KEY (endpoint, model))""";

    private final Path file;
    private final Connection connection;
    private final PreparedStatement select;
    private final PreparedStatement upsert;
    private int uncommitted;
    private long lastCommit = System.nanoTime();

    private AnswerStore(Path file, Connection connection) throws SQLException {
        this.file = file;
        this.connection = connection;
        this.select = connection.prepareStatement(
                "SELECT status, reason, answer, numbers, finish_reason, prompt_tokens, completion_tokens, attempts,"
                        + " latency_ms, model, template, format FROM answers WHERE key = ?");
        this.upsert = connection.prepareStatement("INSERT OR REPLACE INTO answers VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)");
    }

    /**
     * Opens a store, or makes it.
     *
     * @param folder where its file is
     * @throws UserMistakeException if the file is no store or cannot be written
     */
    public static AnswerStore open(Path folder) {
        Path file = folder.resolve(FILE_NAME);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UserMistakeException(
                    "The folder '" + folder + "' for answers cannot be made: " + e.getMessage(),
                    "a file is in its place, or it is write-protected; choose another folder.",
                    e);
        }
        try {
            Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA busy_timeout = 30000");
                statement.execute("PRAGMA journal_mode = WAL");
                statement.execute("PRAGMA synchronous = NORMAL");
                statement.execute(CREATE);
                statement.execute(CREATE_FORMATS);
                return new AnswerStore(file, connection);
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new UserMistakeException(
                    "'" + file + "' cannot be opened as a store of answers: " + e.getMessage(),
                    "it is another file, or write-protected; choose another folder for answers.",
                    e);
        }
    }

    /** The outcome of a question, if it was asked before. */
    public Optional<StoredAnswer> find(String key) {
        try {
            select.setString(1, key);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                return Optional.of(new StoredAnswer(
                        key,
                        row.getString(1).equals("answered"),
                        row.getString(2),
                        row.getString(3),
                        numbers(row.getString(4)),
                        row.getString(5),
                        row.getInt(6),
                        row.getInt(7),
                        row.getInt(8),
                        row.getLong(9),
                        row.getString(10),
                        row.getString(11),
                        format(row.getString(12))));
            }
        } catch (SQLException e) {
            throw failed("read", e);
        }
    }

    /** Keeps an outcome; one of the same key is replaced. It is safe from a kill after 64 more or a second. */
    public void put(StoredAnswer answer) {
        try {
            if (uncommitted == 0) {
                // Takes the write lock at once: to take it later can fail while another run writes.
                execute("BEGIN IMMEDIATE");
                lastCommit = System.nanoTime();
            }
            upsert.setString(1, answer.key());
            upsert.setString(2, answer.answered() ? "answered" : "failed");
            upsert.setString(3, answer.reason());
            upsert.setString(4, answer.answer());
            upsert.setString(
                    5,
                    Arrays.stream(answer.numbers()).mapToObj(Integer::toString).collect(Collectors.joining(",")));
            upsert.setString(6, answer.finishReason());
            upsert.setInt(7, answer.promptTokens());
            upsert.setInt(8, answer.completionTokens());
            upsert.setInt(9, answer.attempts());
            upsert.setLong(10, answer.latencyMillis());
            upsert.setString(11, answer.model());
            upsert.setString(12, answer.template());
            upsert.setString(13, answer.format().label());
            upsert.executeUpdate();
        } catch (SQLException e) {
            throw failed("write", e);
        }
        uncommitted++;
        commitIfDue();
    }

    /** Commits if 64 outcomes or a second have gathered; to be called now and then while none arrive. */
    public void commitIfDue() {
        if (uncommitted >= COMMIT_ROWS || (uncommitted > 0 && System.nanoTime() - lastCommit >= COMMIT_NANOS)) {
            commit();
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
        commitIfDue();
    }

    /** Commits what is pending. */
    @Override
    public void close() {
        commit();
        try {
            connection.close();
        } catch (SQLException e) {
            throw failed("close", e);
        }
    }

    private void commit() {
        if (uncommitted == 0) {
            return;
        }
        try {
            execute("COMMIT");
        } catch (SQLException e) {
            throw failed("write", e);
        }
        uncommitted = 0;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
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
        return new UserMistakeException(
                "Cannot " + what + " '" + file + "': " + cause.getMessage(),
                "the disk is full, or another run holds the file for long.",
                cause);
    }
}
