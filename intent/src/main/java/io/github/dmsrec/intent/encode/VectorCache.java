package io.github.dmsrec.intent.encode;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.provenance.Fingerprint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * Vectors by text, in one SQLite file per encoder. A process killed while writing leaves the file as it was before that
 * write. For one thread; several processes may share the file.
 */
final class VectorCache implements AutoCloseable {

    private final Path file;
    private final int dimension;
    private final Connection connection;
    private final PreparedStatement select;

    private VectorCache(Path file, int dimension, Connection connection) throws SQLException {
        this.file = file;
        this.dimension = dimension;
        this.connection = connection;
        this.select = connection.prepareStatement("SELECT vector FROM vectors WHERE text = ?");
    }

    static VectorCache open(Path folder, String identity, int dimension) {
        Path file = folder.resolve(identity + ".sqlite");
        try {
            Files.createDirectories(folder);
            Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA busy_timeout = 30000");
                statement.execute("PRAGMA journal_mode = WAL");
                statement.execute("PRAGMA synchronous = NORMAL");
                statement.execute(
                        "CREATE TABLE IF NOT EXISTS vectors (text TEXT PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID");
                return new VectorCache(file, dimension, connection);
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (IOException | SQLException e) {
            throw new UserMistakeException(
                    "The cache of vectors '" + file + "' cannot be opened: " + e.getMessage(),
                    "its folder is write-protected; set " + CacheFolder.VARIABLE + " to another one.",
                    e);
        }
    }

    /** The vector of a text, if it is kept. */
    Optional<float[]> find(String text) {
        try {
            select.setString(1, Fingerprint.ofText(text));
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                byte[] bytes = row.getBytes(1);
                if (bytes.length != 4 * dimension) {
                    throw new SQLException("a vector has " + bytes.length + " bytes instead of " + 4 * dimension);
                }
                float[] vector = new float[dimension];
                ByteBuffer.wrap(bytes)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer()
                        .get(vector);
                return Optional.of(vector);
            }
        } catch (SQLException e) {
            throw failed("read", e);
        }
    }

    /** Keeps vectors, all or none. */
    void putAll(List<String> texts, List<float[]> vectors) {
        try (Statement statement = connection.createStatement();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT OR REPLACE INTO vectors VALUES (?, ?)")) {
            statement.execute("BEGIN IMMEDIATE");
            for (int i = 0; i < texts.size(); i++) {
                ByteBuffer bytes = ByteBuffer.allocate(4 * dimension).order(ByteOrder.LITTLE_ENDIAN);
                bytes.asFloatBuffer().put(vectors.get(i));
                insert.setString(1, Fingerprint.ofText(texts.get(i)));
                insert.setBytes(2, bytes.array());
                insert.executeUpdate();
            }
            statement.execute("COMMIT");
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

    private UserMistakeException failed(String what, SQLException cause) {
        return new UserMistakeException(
                "Cannot " + what + " the cache of vectors '" + file + "': " + cause.getMessage(),
                "the disk is full, or the file is damaged; it can be deleted, the vectors are then computed again.",
                cause);
    }
}
