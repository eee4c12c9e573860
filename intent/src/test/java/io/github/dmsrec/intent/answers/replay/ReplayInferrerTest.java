package io.github.dmsrec.intent.answers.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.intent.asking.FakeModel;
import io.github.dmsrec.intent.asking.LanguageModelInferrer;
import io.github.dmsrec.intent.asking.LanguageModelOptions;
import io.github.dmsrec.intent.asking.ProviderContract;
import io.github.dmsrec.intent.inferrer.Inference;
import io.github.dmsrec.intent.inferrer.InferenceSetting;
import io.github.dmsrec.intent.inferrer.InferredRow;
import io.github.dmsrec.intent.inferrer.IntentInferrer;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import io.github.dmsrec.intent.inferrer.IntentText;
import io.github.dmsrec.intent.inferrer.LiveSetting;
import io.github.dmsrec.intent.inferrer.SessionInferrer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayInferrerTest extends ProviderContract {

    private static final List<String> LINES = List.of(
            line("test", 1, "{\\\"intents\\\":[],\\\"ids\\\":[12]}"),
            line("train", 0, "{\\\"intents\\\":[\\\"a\\\"],\\\"ids\\\":[1,2,2]}"),
            line("train", 1, "3, 50"),
            line("test", 0, "{\\\"intents\\\":[],\\\"ids\\\":[7]}"));

    private static String line(String split, int row, String answer) {
        return "{\"split\":\"" + split + "\",\"row\":" + row + ",\"answer\":\"" + answer
                + "\",\"prompt_tokens\":100,\"completion_tokens\":7,\"note\":\"ignored\"}";
    }

    @Override
    protected IntentInferrer answering(Map<String, String> options) throws IOException {
        return replay(LINES, options);
    }

    @Override
    protected IntentInferrer babbling(Map<String, String> options) throws IOException {
        return replay(
                LINES.stream()
                        .map(line -> line.replaceAll("\"answer\":\".*\",\"p", "\"answer\":\"Films!\",\"p"))
                        .toList(),
                options);
    }

    @Override
    protected IntentInferrer missing() {
        return replay(folder.resolve("nowhere.jsonl"), Map.of());
    }

    @Override
    protected String missed() {
        return "nowhere.jsonl";
    }

    /** Nobody is asked about a session that no answer is about: embedding similarity chooses, and it says so. */
    @Test
    @Override
    protected void sessionsOfNoDataSetAreAnsweredFromSeveralThreads() throws IOException {
        int dimension = 50;
        float[] unit = new float[50 * dimension];
        for (int item = 0; item < 50; item++) {
            unit[item * dimension + item] = 1;
            unit[item * dimension + (item + 1) % 50] = 1;
        }
        InferenceSetting setting =
                new InferenceSetting(SETTING.catalogue(), new IntentVectors(dimension, unit), SETTING.example());
        try (SessionInferrer live = answering(Map.of()).forSessions(new LiveSetting(setting, List.of(), null))) {
            SessionInferrer.Outcome outcome =
                    live.infer(new IntentRequest(new int[] {7}, new int[] {9, 8, 30, 7, 6, 31}));
            assertThat(outcome.note()).contains("embedding similarity");
            assertThat(outcome.row().explicitIntents()).containsExactly(new IntentText.Title(7));
            assertThat(outcome.row().latentIntents()).startsWith(new IntentText.Title(8), new IntentText.Title(6));
        }
    }

    @Test
    void answersFindTheirRows() throws IOException {
        try (IntentInferrer inferrer = replay(LINES, Map.of())) {
            Inference inference = inferrer.infer(SETTING, rows(), Progress.NONE);
            assertThat(inference.rows())
                    .extracting(InferredRow::numbers)
                    .containsExactly(new int[] {1, 2}, new int[] {3, 50}, new int[] {7}, new int[] {12});
            assertThat(inference.facts().at("/tokens/prompt").asInt()).isEqualTo(400);
            assertThat(inference.facts().at("/droppedNumbers/duplicates").asInt())
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'split':'train','row':1,'answer':'1'}|Line 5|what line 3 answered before",
                "{'split':'test','row':2,'answer':'1'}|Line 5|names row 2 of the split 'test', of which the data set"
                        + " has 2",
                "{'split':'tset','row':0,'answer':'1'}|Line 5|names the split 'tset'",
                "{'split':'test','answer':'1'}|Line 5|neither a 'key' nor both",
                "{'split':'test','row':0}|Line 5|no text 'answer'",
                "{'key':'0000','answer':'1'}|Line 5|a question that no row asks",
                "{'split':'test','row':0,'ans|Line 5|is not JSON",
                "[]|Line 5|is not a JSON object",
            })
    void refusesLinesWithFileAndNumber(String line, String where, String what) throws IOException {
        List<String> lines = new ArrayList<>(LINES);
        lines.add(line.replace('\'', '"'));
        try (IntentInferrer inferrer = replay(lines, Map.of())) {
            assertThatThrownBy(() -> inferrer.infer(SETTING, rows(), Progress.NONE))
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContaining(where + " of '" + folder.resolve("answers.jsonl"))
                    .hasMessageContaining(what)
                    .hasMessageContaining(System.lineSeparator());
        }
    }

    @Test
    void refusesRowsWithoutAnswer() throws IOException {
        try (IntentInferrer inferrer = replay(LINES.subList(0, 2), Map.of())) {
            assertThatThrownBy(() -> inferrer.infer(SETTING, rows(), Progress.NONE))
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContaining("answers.jsonl' has no answer to 2 of 4 rows")
                    .hasMessageContaining("the first is row 1 of the split 'train'");
        }
    }

    @ParameterizedTest
    @CsvSource({"indexed, json-schema", "indexed, text", "published, text"})
    void aStoreGivesWhatTheRunThatAskedMadeOfIt(String style, String format) throws IOException, SQLException {
        Path store = folder.resolve("asked");
        Inference asked;
        Map<String, String> options =
                Map.of("model", "fake", "template", style, "seed", "11", "example", "none", "temperature", "0.5");
        try (FakeModel model = new FakeModel((request, number) ->
                style.equals("published") ? FakeModel.says("title 1;title 9") : FakeModel.picks(number % 9 + 1, 10))) {
            Map<String, String> asking = new HashMap<>(options);
            asking.putAll(Map.of("base-url", model.baseUrl(), "answers", store.toString(), "answer-format", format));
            try (IntentInferrer inferrer =
                    new LanguageModelInferrer(LanguageModelOptions.ofMap(asking), Map.of(), NO_WAITING)) {
                asked = inferrer.infer(SETTING, rows(), Progress.NONE);
            }
        }
        for (Path from : List.of(store, store.resolve("answers.sqlite"), exported(store))) {
            try (IntentInferrer inferrer = replay(from, options)) {
                Inference replayed = inferrer.infer(SETTING, rows(), Progress.NONE);
                assertThat(replayed.rows()).usingRecursiveComparison().isEqualTo(asked.rows());
                assertThat(replayed.facts().at("/tokens/completion").asInt()).isEqualTo(28);
            }
        }
        Map<String, String> other = new HashMap<>(options);
        other.put("model", "another");
        try (IntentInferrer inferrer = replay(store, other)) {
            assertThatThrownBy(() -> inferrer.infer(SETTING, rows(), Progress.NONE))
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContaining("no answer to 4 of 4 rows");
        }
    }

    @Test
    void aFolderWithoutStoreIsRefusedAndLeftAsItIs() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        try (IntentInferrer inferrer = replay(empty, Map.of("model", "m"))) {
            assertThatThrownBy(() -> inferrer.infer(SETTING, rows(), Progress.NONE))
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContaining("answers.sqlite");
        }
        assertThat(empty).isEmptyDirectory();
    }

    /** The store's answers as lines that name their questions by key. */
    private Path exported(Path store) throws IOException, SQLException {
        List<String> lines = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store.resolve("answers.sqlite"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT json_object('key', key, 'answer', answer, 'completion_tokens', completion_tokens)"
                                + " FROM answers")) {
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
        }
        return Files.write(folder.resolve("exported.jsonl"), lines);
    }

    private IntentInferrer replay(List<String> lines, Map<String, String> options) throws IOException {
        return replay(Files.write(folder.resolve("answers.jsonl"), lines), options);
    }

    private static IntentInferrer replay(Path from, Map<String, String> options) {
        Map<String, String> all = new HashMap<>(options);
        all.put("from", from.toString());
        return new ReplayInferrer(ReplayOptions.ofMap(all));
    }
}
