package io.github.dmsrec.intent.asking;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.intent.inferrer.InferenceSetting;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import io.github.dmsrec.intent.prompt.WorkedExample;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built-in prompts to the byte, with the keys of their questions: stored answers belong to them. */
class PinnedPromptsTest {

    private static final Catalogue SHOP = new Catalogue(List.of(
            item("a", "Heat"),
            item("b", "Salt &amp; Pepper; for two"),
            item("c", ""),
            item("d", " A  very   long title " + "that goes on ".repeat(12)),
            item("e", "Amélie 🎬 \"quoted\""),
            item("f", "Casino"),
            item("g", "12. Monkeys_7")));
    private static final WorkedExample EXAMPLE =
            new WorkedExample(new int[] {0, 1}, new int[] {4, 1, 5, 6}, new int[] {1}, new int[] {4, 5});
    private static final InferenceSetting SETTING =
            new InferenceSetting(SHOP, new IntentVectors(1, new float[7]), Optional.of(EXAMPLE));

    @TempDir
    Path folder = Path.of("");

    private static Item item(String id, String title) {
        return new Item(id, title, Map.of("genres", "Crime"));
    }

    @Test
    void indexed() throws IOException, SQLException {
        assertThat(asked(Map.of("answer-format", "json-schema"))).isEqualTo(literal("indexed"));
    }

    @Test
    void indexedInWords() throws IOException, SQLException {
        assertThat(asked(Map.of("answer-format", "text"))).isEqualTo(literal("indexedInWords"));
    }

    @Test
    void indexedWithoutExampleShortened() throws IOException, SQLException {
        assertThat(asked(Map.of(
                        "answer-format",
                        "json-object",
                        "example",
                        "none",
                        "max-picks",
                        "3",
                        "max-clicks",
                        "2",
                        "max-title-length",
                        "9")))
                .isEqualTo(literal("indexedWithoutExampleShortened"));
    }

    @Test
    void published() throws IOException, SQLException {
        assertThat(asked(Map.of("template", "published"))).isEqualTo(literal("published"));
    }

    @Test
    void publishedWithoutExample() throws IOException, SQLException {
        assertThat(asked(Map.of("template", "published", "example", "none")))
                .isEqualTo(literal("publishedWithoutExample"));
    }

    private String asked(Map<String, String> given) throws IOException, SQLException {
        try (FakeModel model = new FakeModel((request, number) -> FakeModel.says("{\"intents\":[],\"ids\":[1]}"))) {
            Map<String, String> all =
                    new HashMap<>(Map.of("base-url", model.baseUrl(), "model", "fake", "answers", folder.toString()));
            all.putAll(given);
            try (LanguageModelInferrer inferrer = new LanguageModelInferrer(
                    LanguageModelOptions.ofMap(all), Map.of("OPENAI_API_KEY", "k"), Clock.SYSTEM)) {
                inferrer.infer(
                        SETTING,
                        List.of(new IntentRequest(new int[] {0, 2, 3}, new int[] {6, 5, 4, 3, 2, 1, 0})),
                        Progress.NONE);
            }
            return model.body(0).at("/messages/0/content").asText() + "\n=====\n"
                    + model.body(0).at("/messages/1/content").asText() + "\n=====\n" + key();
        }
    }

    private static String literal(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(PinnedPromptsTest.class.getResourceAsStream("pinned-" + name + ".txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String key() throws SQLException {
        try (Connection store = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("answers.sqlite"));
                Statement statement = store.createStatement();
                ResultSet row = statement.executeQuery("SELECT key FROM answers")) {
            return row.getString(1);
        }
    }
}
