package io.github.dmsrec.intent.answers.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.intent.reply.AnswerFormat;
import java.lang.reflect.Field;
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
    void thePaceIsThatOfAnswersWithATimeWhileAnyWasUnderWay() throws SQLException {
        List<StoredAnswer> many = IntStream.range(0, 40)
                .mapToObj(i -> answer("many" + i, true, ""))
                .toList();
        try (AnswerStore store = AnswerStore.open(folder)) {
            assertThat(store.pace("m", "indexed-1")).isEmpty();
            store.putAll(many);
            store.put(answer("vain", false, "timeout"));
            // One after the other, two seconds each, with a pause of a day in between.
            execute("UPDATE answers SET latency_ms = 2000, asked_at = 1000 + 2 * (substr(key, 5) + 0)"
                    + " + (substr(key, 5) + 0 >= 20) * 86400");
            AnswerPace serial = store.pace("m", "indexed-1").orElseThrow();
            assertThat(serial.answers()).isEqualTo(40);
            assertThat(serial.seconds()).isEqualTo(2);
            assertThat(serial.perSecond()).isCloseTo(0.5, within(0.02));
            // Four at once, 40 seconds in all.
            execute("UPDATE answers SET latency_ms = 4000, asked_at = 1000 + 4 * ((substr(key, 5) + 0) / 4)");
            assertThat(store.pace("m", "indexed-1").orElseThrow().perSecond()).isCloseTo(1, within(0.05));
            // Faster than the clock: no more than one after the other is sure.
            execute("UPDATE answers SET latency_ms = 5, asked_at = 1000");
            assertThat(store.pace("m", "indexed-1").orElseThrow().perSecond()).isEqualTo(200);
            assertThat(store.pace("m", "titles-1")).isEmpty();
            assertThat(store.pace("other", "indexed-1")).isEmpty();
            // Answers from files.
            execute("UPDATE answers SET latency_ms = 0 WHERE key <> 'many3'");
            assertThat(store.pace("m", "indexed-1").orElseThrow().answers()).isEqualTo(1);
            execute("UPDATE answers SET latency_ms = 0");
            assertThat(store.pace("m", "indexed-1")).isEmpty();
        }
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
                "INSERT INTO answers VALUES ('old', 'answered', '', '{}', '1,2', 'stop', 10, 2, 1, 5, 'm', 't',"
                        + " 'text')");
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
                .hasMessageContaining("Use the newer dmsrec that wrote it");
    }

    @Test
    void aFullDiskIsToldAndTheStoreGoesOn() throws Exception {
        List<StoredAnswer> many = IntStream.range(0, 2000)
                .mapToObj(i -> answer("many" + i, true, ""))
                .toList();
        try (AnswerStore store = AnswerStore.open(folder)) {
            store.put(answer("first", true, ""));
            limitPages(store, number("PRAGMA page_count"));

            assertThatThrownBy(() -> store.putAll(many))
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContaining("'" + folder.resolve(AnswerStore.FILE_NAME) + "': the disk is full");
            assertThat(store.find("first")).isPresent();
            assertThat(store.find("many0")).isEmpty();

            limitPages(store, 1_000_000);
            store.putAll(many);
            assertThat(store.find("many1999")).isPresent();
        }
    }

    @Test
    void aFailingCommitLeavesNoTransactionOpen() throws Exception {
        try (AnswerStore store = AnswerStore.open(folder)) {
            // Checked when a transaction is committed.
            run(store, "PRAGMA foreign_keys = ON");
            run(store, "CREATE TABLE known (key TEXT PRIMARY KEY)");
            run(store, "CREATE TABLE uses (key TEXT REFERENCES known DEFERRABLE INITIALLY DEFERRED)");
            run(
                    store,
                    "CREATE TRIGGER use AFTER INSERT ON answers WHEN new.key = 'bad' BEGIN INSERT INTO uses VALUES"
                            + " (new.key); END");

            assertThatThrownBy(() -> store.put(answer("bad", true, "")))
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContaining("FOREIGN KEY");
            store.put(answer("good", true, ""));
            assertThat(store.find("good")).isPresent();
            assertThat(store.find("bad")).isEmpty();
        }
    }

    private static void limitPages(AnswerStore store, int pages) throws Exception {
        run(store, "PRAGMA max_page_count = " + pages);
    }

    /** On the connection of the store: limits are of a connection, not of a file. */
    private static void run(AnswerStore store, String sql) throws Exception {
        Field connection = AnswerStore.class.getDeclaredField("connection");
        connection.setAccessible(true);
        try (Statement statement = ((Connection) connection.get(store)).createStatement()) {
            statement.execute(sql);
        }
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
