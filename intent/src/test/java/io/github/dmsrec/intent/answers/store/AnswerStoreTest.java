package io.github.dmsrec.intent.answers.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.intent.reply.AnswerFormat;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerStoreTest {

    @TempDir
    Path folder = Path.of("");

    @Test
    void findsManyAsItFindsOne() {
        try (AnswerStore store = AnswerStore.open(folder)) {
            List<StoredAnswer> answers = IntStream.range(0, 700)
                    .mapToObj(i -> answer("k" + i, true, ""))
                    .toList();
            store.putAll(answers);
            List<String> keys = IntStream.range(0, 1000).mapToObj(i -> "k" + i).toList();
            assertThat(store.findAll(keys)).hasSize(700);
            assertThat(store.findAll(keys).get("k699"))
                    .usingRecursiveComparison()
                    .isEqualTo(store.find("k699").orElseThrow());
            assertThat(store.findAll(List.of())).isEmpty();
            assertThat(store.find("k700")).isEmpty();
        }
    }

    @Test
    void aFailureIsReplacedAndItsUsageKeptAndAnAnswerIsNeverReplaced() throws SQLException {
        try (AnswerStore store = AnswerStore.open(folder)) {
            store.put(answer("k", false, "timeout"));
            assertThat(store.find("k").orElseThrow().reason()).isEqualTo("timeout");
            store.put(answer("k", true, ""));
            store.put(answer("k", false, "timeout"));
            StoredAnswer kept = store.find("k").orElseThrow();
            assertThat(kept.answered()).isTrue();
            assertThat(kept.promptTokens()).isEqualTo(200);
            assertThat(kept.completionTokens()).isEqualTo(14);
            assertThat(kept.attempts()).isEqualTo(4);
        }
        assertThat(number("SELECT runs FROM answers")).isEqualTo(2);
        assertThat(number("SELECT asked_at > 1700000000 FROM answers")).isEqualTo(1);
    }

    @Test
    void theFirstVersionIsBroughtUpToDateAndANewerOneRefused() throws SQLException {
        execute(
                """
                CREATE TABLE answers (
                  key TEXT PRIMARY KEY, status TEXT NOT NULL, reason TEXT NOT NULL, answer TEXT NOT NULL,
                  numbers TEXT NOT NULL, finish_reason TEXT NOT NULL, prompt_tokens INTEGER NOT NULL,
                  completion_tokens INTEGER NOT NULL, attempts INTEGER NOT NULL, latency_ms INTEGER NOT NULL,
                  model TEXT NOT NULL, template TEXT NOT NULL, format TEXT NOT NULL) WITHOUT ROWID""",
                "CREATE TABLE formats (endpoint TEXT NOT NULL, model TEXT NOT NULL, format TEXT NOT NULL,"
                        + " PRIMARY KEY (endpoint, model))",
                "INSERT INTO answers VALUES ('old', 'answered', '', '{}', '1,2', 'stop', 10, 2, 1, 5, 'm', 't', 'text')");
        try (AnswerStore store = AnswerStore.open(folder)) {
            assertThat(store.find("old").orElseThrow().numbers()).containsExactly(1, 2);
            store.put(answer("new", true, ""));
        }
        assertThat(number("SELECT sum(runs) FROM answers")).isEqualTo(2);
        assertThat(number("PRAGMA user_version")).isEqualTo(2);

        execute("PRAGMA user_version = 3");
        assertThatThrownBy(() -> AnswerStore.open(folder))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("has the version 3")
                .hasMessageContaining("Maybe a newer dmsrec wrote it");
    }

    private static StoredAnswer answer(String key, boolean answered, String reason) {
        return new StoredAnswer(
                key,
                answered,
                reason,
                "{}",
                new int[] {3, 1},
                "stop",
                100,
                7,
                2,
                12,
                "m",
                "indexed-1",
                AnswerFormat.TEXT);
    }

    private Connection connection() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(AnswerStore.FILE_NAME));
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private int number(String sql) throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }
}
