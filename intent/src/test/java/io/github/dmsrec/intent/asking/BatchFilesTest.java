package io.github.dmsrec.intent.asking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.intent.inferrer.Inference;
import io.github.dmsrec.intent.inferrer.InferenceSetting;
import io.github.dmsrec.intent.inferrer.InferredRow;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import io.github.dmsrec.intent.inferrer.RowStatus;
import io.github.dmsrec.intent.reply.AnswerFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions as files, and their answers read back from files that a batch endpoint shuffled, cut and failed in. */
class BatchFilesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ITEMS = 60;
    private static final int ROWS = 40;

    private static final InferenceSetting SETTING = new InferenceSetting(
            new Catalogue(IntStream.range(0, ITEMS)
                    .mapToObj(i -> new Item("i" + i, "title " + i, Map.of()))
                    .toList()),
            new IntentVectors(1, new float[ITEMS]),
            Optional.empty());

    @TempDir
    Path folder = Path.of("");

    @Test
    void aRoundTripKeepsWhatCameAndCountsWhatDidNot() throws IOException {
        BatchExport export = export(Map.of());
        assertThat(export.questions()).isEqualTo(ROWS);
        List<JsonNode> requests = lines(export.files().get(0));
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            String id = requests.get(i).path("custom_id").asText();
            if (i < 30) {
                answers.add(answered(id, "{\"intents\":[\"more\"],\"ids\":[" + (1 + i % 9) + ",10]}", "stop"));
            } else if (i < 33) {
                answers.add(failed(id));
            } else if (i < 35) {
                answers.add(answered(id, "I like films.", "stop"));
            } else if (i < 36) {
                answers.add(answered(id, "{\"intents\":[", "length"));
            }
        }
        // Of four questions there is no line; one is there twice, one failed at first, one is of another run.
        answers.add(answers.get(0));
        answers.add(failed(requests.get(1).path("custom_id").asText()));
        answers.add(answered("0".repeat(64), "{\"ids\":[1]}", "stop"));
        answers.add("{\"custom_id\": \"cut o");
        Collections.shuffle(answers, new Random(3));
        Path first = Files.write(folder.resolve("b.jsonl"), answers.subList(0, 20));
        Path second = Files.write(folder.resolve("a.jsonl"), answers.subList(20, answers.size()));

        BatchImport result = importing(Map.of(), List.of(first, second));
        assertThat(result.lines()).isEqualTo(40);
        assertThat(result.kept()).isEqualTo(30);
        assertThat(result.failed())
                .containsEntry("batch_expired", 3)
                .containsEntry("no JSON in the answer", 2)
                .containsEntry("cut off at the token limit", 1)
                .hasSize(3);
        assertThat(result.ofOthers()).isEqualTo(1);
        assertThat(result.unreadable()).isEqualTo(1);
        assertThat(result.firstUnreadable()).contains(".jsonl'").startsWith("line ");
        assertThat(result.missing()).isEqualTo(4);
        assertThat(result.report()).anyMatch(line -> line.matches("answers kept +30"));

        // Once more: nothing is new.
        BatchImport again = importing(Map.of(), List.of(first, second));
        assertThat(again.kept()).isZero();
        assertThat(again.repeated()).isGreaterThanOrEqualTo(31);

        // What is left is exported again, and asked online; what came is not asked.
        assertThat(export(Map.of("_folder", "more")).questions()).isEqualTo(10);
        try (FakeModel model = new FakeModel((request, number) -> FakeModel.picks(2))) {
            Inference inference = infer(model, Map.of());
            assertThat(model.count()).isEqualTo(10);
            for (int row = 0; row < 30; row++) {
                InferredRow read = inference.rows().get(row);
                assertThat(read.status()).isEqualTo(RowStatus.ANSWERED);
                assertThat(read.numbers()).containsExactly(1 + row % 9, 10);
            }
        }
    }

    @Test
    void theBodyIsWhatIsSentOnline() throws IOException {
        for (Map<String, String> form : List.of(
                Map.<String, String>of(),
                Map.of("answer-format", "json-object", "temperature", "none", "vendor.top_k", "20"),
                Map.of("answer-format", "text", "max-tokens-parameter", "max_completion_tokens"),
                Map.of("answer-form", "titles"),
                Map.of("answer-form", "titles", "answer-format", "structured-outputs", "vendor.top_k", "20"))) {
            Path store = Files.createTempDirectory(folder, "store");
            Map<String, String> options = new HashMap<>(form);
            options.put("answers", store.toString());
            options.put("_folder", store.getFileName() + "-batch");
            BatchExport export = export(options);
            JsonNode body = lines(export.files().get(0)).get(0).path("body");
            options.put("max-failed-share", "1");
            options.put("attempts", "1");
            options.put("concurrency", "1");
            try (FakeModel model = new FakeModel((request, number) -> FakeModel.says("nothing"))) {
                infer(model, options);
                // Online it is said that the answer is wanted at once and whole, which a file cannot be asked.
                assertThat(((ObjectNode) model.body(0)).without("stream").equals(body))
                        .as(form + ": " + model.body(0) + " " + body)
                        .isTrue();
            }
        }
    }

    @Test
    void filesKeepToTheirBounds() throws IOException {
        LanguageModelOptions options = options("http://localhost/v1", Map.of());
        Path out = folder.resolve("shards");
        try (LanguageModelInferrer inferrer = new LanguageModelInferrer(options, Map.of(), Clock.SYSTEM)) {
            BatchExport whole = inferrer.exportBatch(SETTING.catalogue(), Optional.empty(), rows(), out, Progress.NONE);
            assertThat(whole.files()).hasSize(1);
            assertThat(whole.bytes()).isEqualTo(Files.size(whole.files().get(0)));
        }
        assertThatThrownBy(() -> export(Map.of("_folder", "shards")))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("has requests already");
        for (BatchExport.Limits limits :
                List.of(new BatchExport.Limits(7, 1_000_000), new BatchExport.Limits(1_000, 12_000))) {
            Path shards = folder.resolve("shards-" + limits.lines());
            BatchExport export = shards(options, shards, limits);
            assertThat(export.files()).hasSizeGreaterThan(3);
            List<JsonNode> all = new ArrayList<>();
            for (Path file : export.files()) {
                assertThat(Files.size(file)).isLessThanOrEqualTo(limits.bytes());
                assertThat(lines(file)).hasSizeBetween(1, limits.lines());
                all.addAll(lines(file));
            }
            assertThat(all)
                    .extracting(line -> line.path("custom_id").asText())
                    .hasSize(ROWS)
                    .doesNotHaveDuplicates();
            try (Stream<Path> files = Files.list(shards)) {
                assertThat(files).hasSameSizeAs(export.files());
            }
        }
    }

    @Test
    void answersOfAnotherRunAndFilesThatAreNotThereAreOneMessage() throws IOException {
        Path other =
                Files.writeString(folder.resolve("other.jsonl"), answered("f".repeat(64), "{\"ids\":[1]}", "stop"));
        assertThatThrownBy(() -> importing(Map.of(), List.of(other)))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("None of the 1 lines")
                .hasMessageContaining("answer-form");
        assertThatThrownBy(() -> importing(Map.of(), List.of(folder.resolve("nowhere.jsonl"))))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("nowhere.jsonl");
    }

    @Test
    void autoOfARunKeepsToTheNumbersOfTheFiles() throws IOException {
        try (FakeModel model = new FakeModel(BatchFilesTest::bindingTitles)) {
            Told told = new Told();
            BatchExport export;
            try (LanguageModelInferrer inferrer = auto(model)) {
                export = inferrer.exportBatch(
                        SETTING.catalogue(), Optional.empty(), rows(), folder.resolve("batch"), told);
            }
            assertThat(told.lines).singleElement().asString().contains("auto is numbers here");
            List<String> answers = new ArrayList<>();
            for (JsonNode request : lines(export.files().get(0)).subList(0, 30)) {
                answers.add(answered(request.path("custom_id").asText(), "{\"ids\":[7]}", "stop"));
            }
            Path file = Files.write(folder.resolve("answers.jsonl"), answers);
            try (LanguageModelInferrer inferrer = auto(model)) {
                BatchImport result =
                        inferrer.importBatch(SETTING.catalogue(), Optional.empty(), rows(), List.of(file), told);
                assertThat(result.kept()).isEqualTo(30);
            }
            try (LanguageModelInferrer inferrer = auto(model)) {
                AskingPlan plan =
                        inferrer.plan(SETTING.catalogue(), Optional.empty(), rows(), Optional.empty(), Progress.NONE);
                assertThat(plan.open()).isEqualTo(10);
                assertThat(plan.template()).isEqualTo("indexed-1");
            }
            assertThat(model.count()).isZero();
            told.lines.clear();
            try (LanguageModelInferrer inferrer = auto(model)) {
                Inference inference = inferrer.infer(SETTING, rows(), told);
                assertThat(inference.facts().path("answeredBefore").asInt()).isEqualTo(30);
                assertThat(inference.rows().get(0).numbers()).containsExactly(7);
                assertThat(inferrer.options().toMap()).containsEntry("answer-form", "numbers");
            }
            assertThat(told.lines).singleElement().asString().contains("auto is numbers, as an earlier command");
            assertThat(model.count())
                    .as("what is left, without a trial of the form")
                    .isEqualTo(10);
        }
    }

    @Test
    void autoOfFilesKeepsToWhatARunFound() throws IOException {
        for (boolean binds : List.of(true, false)) {
            Path answers = folder.resolve("binds-" + binds);
            Map<String, String> store = Map.of("answers", answers.toString());
            try (FakeModel model =
                    new FakeModel(binds ? BatchFilesTest::bindingTitles : (request, number) -> FakeModel.picks(3))) {
                try (LanguageModelInferrer inferrer = auto(model, store)) {
                    inferrer.infer(SETTING, rows().subList(0, 25), Progress.NONE);
                }
                int asked = model.count();
                Told told = new Told();
                BatchExport export;
                try (LanguageModelInferrer inferrer = auto(model, store)) {
                    export = inferrer.exportBatch(
                            SETTING.catalogue(), Optional.empty(), rows(), answers.resolve("batch"), told);
                }
                assertThat(export.answered()).isEqualTo(25);
                assertThat(told.lines).singleElement().asString().contains("auto is " + (binds ? "titles" : "numbers"));
                JsonNode body = lines(export.files().get(0)).get(0).path("body");
                assertThat(body.has("grammar")).isEqualTo(binds);
                try (LanguageModelInferrer inferrer = auto(model, store)) {
                    inferrer.infer(SETTING, rows().subList(0, 25), Progress.NONE);
                }
                assertThat(model.count()).as("nothing is tried again").isEqualTo(asked);
            }
        }
    }

    /** A server that knows grammars: also to a good morning it answers with what one allows. */
    private static MockResponse bindingTitles(JsonNode request, int number) {
        Matcher title =
                Pattern.compile("title \\d+").matcher(request.path("grammar").asText());
        if (title.find()) {
            return FakeModel.says(title.group());
        }
        return request.has("grammar") ? FakeModel.says("Pears \\ apples") : FakeModel.picks(2);
    }

    private LanguageModelInferrer auto(FakeModel model) {
        return auto(model, Map.of());
    }

    private LanguageModelInferrer auto(FakeModel model, Map<String, String> given) {
        Map<String, String> all = new HashMap<>(Map.of("answer-form", "auto", "attempts", "1"));
        all.putAll(given);
        return new LanguageModelInferrer(options(model.baseUrl(), all), Map.of(), Clock.SYSTEM);
    }

    /** The lines beside the stages. */
    private static final class Told implements Progress {
        private final List<String> lines = new ArrayList<>();

        @Override
        public Stage stage(String name, String unit, long total) {
            return Stage.NONE;
        }

        @Override
        public void result(String line) {
            lines.add(line);
        }
    }

    private static BatchExport shards(LanguageModelOptions options, Path out, BatchExport.Limits limits) {
        Questions questions = new Questions(
                options,
                "",
                SETTING.catalogue(),
                AnswerFormat.JSON_SCHEMA,
                options.prompt()
                        .writer(
                                SETTING.catalogue(),
                                new RandomStreams(options.seed()),
                                AnswerFormat.JSON_SCHEMA,
                                Optional.empty()),
                rows());
        return BatchExport.write(
                LanguageModelInferrer.provider(options),
                options,
                questions,
                WorkList.of(questions, Optional.empty(), Progress.NONE),
                out,
                limits,
                Progress.NONE);
    }

    private static String answered(String id, String text, String finish) {
        ObjectNode line = JSON.createObjectNode().put("id", "batch_1").put("custom_id", id);
        ObjectNode response = line.putObject("response").put("status_code", 200);
        ObjectNode body = response.putObject("body");
        ObjectNode choice = body.putArray("choices").addObject().put("finish_reason", finish);
        choice.putObject("message").put("role", "assistant").put("content", text);
        body.putObject("usage").put("prompt_tokens", 100).put("completion_tokens", 7);
        line.putNull("error");
        return line.toString();
    }

    private static String failed(String id) {
        ObjectNode line = JSON.createObjectNode().put("id", "batch_2").put("custom_id", id);
        line.putNull("response");
        line.putObject("error").put("code", "batch_expired").put("message", "too late");
        return line.toString();
    }

    private static List<JsonNode> lines(Path file) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    private BatchExport export(Map<String, String> given) {
        Map<String, String> options = new HashMap<>(given);
        String name = options.getOrDefault("_folder", "batch");
        options.remove("_folder");
        try (LanguageModelInferrer inferrer =
                new LanguageModelInferrer(options("http://localhost/v1", options), Map.of(), Clock.SYSTEM)) {
            return inferrer.exportBatch(
                    SETTING.catalogue(), Optional.empty(), rows(), folder.resolve(name), Progress.NONE);
        }
    }

    private BatchImport importing(Map<String, String> given, List<Path> files) {
        try (LanguageModelInferrer inferrer =
                new LanguageModelInferrer(options("http://localhost/v1", given), Map.of(), Clock.SYSTEM)) {
            return inferrer.importBatch(SETTING.catalogue(), Optional.empty(), rows(), files, Progress.NONE);
        }
    }

    private Inference infer(FakeModel model, Map<String, String> given) {
        Map<String, String> options = new HashMap<>(given);
        options.remove("_folder");
        options.putIfAbsent("answer-format", "json-schema");
        try (LanguageModelInferrer inferrer =
                new LanguageModelInferrer(options(model.baseUrl(), options), Map.of(), Clock.SYSTEM)) {
            return inferrer.infer(SETTING, rows(), Progress.NONE);
        }
    }

    private LanguageModelOptions options(String baseUrl, Map<String, String> given) {
        Map<String, String> all = new HashMap<>(Map.of(
                "base-url",
                baseUrl,
                "model",
                "fake",
                "answers",
                folder.resolve("answers").toString()));
        all.putAll(given);
        return LanguageModelOptions.ofMap(all);
    }

    private static List<IntentRequest> rows() {
        return IntStream.range(0, ROWS)
                .mapToObj(i -> new IntentRequest(
                        new int[] {i}, IntStream.range(i, i + 12).toArray()))
                .toList();
    }
}
