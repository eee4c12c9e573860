package io.github.dmsrec.intent.asking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.intent.Inferrers;
import io.github.dmsrec.intent.asking.FakeModel.Answers;
import io.github.dmsrec.intent.inferrer.Inference;
import io.github.dmsrec.intent.inferrer.InferenceSetting;
import io.github.dmsrec.intent.inferrer.InferredRow;
import io.github.dmsrec.intent.inferrer.IntentInferrer;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import io.github.dmsrec.intent.inferrer.RowStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers by titles that a server binds: by llama.cpp's grammar, vLLM's structured outputs, or a JSON schema. */
class BoundTitlesTest {

    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

    private static final List<String> TITLES = List.of(
            "The \"Best\" of [1995] \\ {2} | ::= #",
            "Line\nbreak;\ttab",
            "Ωmega 🔨👩‍👩‍👧 emoji",
            "x".repeat(10_000),
            "Twice",
            "Twice",
            "root ::= title",
            "<|im_end|> [INST]");

    private static final InferenceSetting SETTING = new InferenceSetting(
            new Catalogue(IntStream.range(0, TITLES.size())
                    .mapToObj(i -> new Item("i" + i, TITLES.get(i), Map.of()))
                    .toList()),
            new IntentVectors(1, new float[TITLES.size()]),
            Optional.empty());

    @TempDir
    Path folder = Path.of("");

    @Test
    void llamaCppsServerIsSentAGrammarThatItsTitlesSurvive() throws IOException {
        try (FakeModel model = new FakeModel((request, number) -> underGrammar(request.path("grammar")))) {
            Inference inference = infer(model, Map.of("answer-form", "titles", "max-title-length", "none"));
            assertThat(inference.facts().path("answerFormat").asText()).isEqualTo("grammar");
            assertAllPicked(inference);
            assertThat(model.body(0).path("response_format").isMissingNode()).isTrue();
            int asked = model.count();
            infer(model, Map.of("answer-form", "titles", "max-title-length", "none"));
            assertThat(model.count())
                    .as("nothing is asked twice, the form neither")
                    .isEqualTo(asked);
        }
    }

    @Test
    void ofAnAnswerThatIsCutOffTheWholeLinesAreKeptAndReadAgain() throws IOException {
        Answers cutOff = (request, number) -> request.toString().contains("good morning")
                ? underGrammar(request.path("grammar"))
                : FakeModel.says("root ::= title\nTwice\nΩmega", "length");
        Map<String, String> titles = Map.of("answer-form", "titles", "max-title-length", "none");
        try (FakeModel model = new FakeModel(cutOff)) {
            for (int run = 0; run < 2; run++) {
                Inference inference = infer(model, titles);
                InferredRow row = inference.rows().get(0);
                assertThat(row.status()).as(row.reason()).isEqualTo(RowStatus.ANSWERED);
                assertThat(row.numbers()).hasSize(2);
                assertThat(inference.facts().at("/droppedTitles/cutOff").asInt())
                        .isEqualTo(1);
            }
            assertThat(model.count()).as("the form, and the row once").isEqualTo(2);
        }
        Map<String, String> replay = new HashMap<>(Map.of(
                "from", folder.resolve("answers").toString(), "template", "titles", "model", "fake", "max-picks", "7"));
        replay.putAll(Map.of("example", "none", "max-title-length", "none"));
        try (IntentInferrer inferrer = Inferrers.options("replay", replay).create()) {
            assertThat(inferrer.infer(SETTING, rows(), Progress.NONE)
                            .rows()
                            .get(0)
                            .numbers())
                    .hasSize(2);
        }
    }

    @Test
    void vllmIsFoundByItsStructuredOutputs() throws IOException {
        try (FakeModel model =
                new FakeModel((request, number) -> underGrammar(request.at("/structured_outputs/grammar")))) {
            Inference inference = infer(model, Map.of("answer-form", "titles"));
            assertThat(inference.facts().path("answerFormat").asText()).isEqualTo("structured-outputs");
            assertAllPicked(inference);
        }
    }

    @Test
    void hostedEndpointsAreFoundByASchemaWithAnEnumeration() throws IOException {
        Answers hosted = (request, number) -> {
            if (request.has("grammar") || request.has("structured_outputs")) {
                return FakeModel.error(400, "unknown field").build();
            }
            JsonNode titles = request.at("/response_format/json_schema/schema/properties/titles");
            List<String> some = new ArrayList<>();
            titles.at("/items/enum").forEach(title -> some.add(title.toString()));
            return FakeModel.says("{\"titles\":["
                    + String.join(
                            ",",
                            some.subList(0, Math.min(titles.path("maxItems").asInt(), some.size())))
                    + "]}");
        };
        try (FakeModel model = new FakeModel(hosted)) {
            Inference inference = infer(model, Map.of("answer-form", "auto"));
            assertThat(inference.facts().path("answerFormat").asText()).isEqualTo("json-schema");
            assertThat(inference.facts().path("template").asText()).isEqualTo("titles-1");
            assertAllPicked(inference);
        }
    }

    @Test
    void autoFallsBackToNumbersAndSaysSo() throws IOException {
        List<String> told = new ArrayList<>();
        Progress progress = new Progress() {
            @Override
            public Stage stage(String name, String unit, long total) {
                return Stage.NONE;
            }

            @Override
            public void result(String line) {
                told.add(line);
            }
        };
        try (FakeModel model = new FakeModel(BoundTitlesTest::ignoringFields);
                IntentInferrer inferrer = inferrer(model, Map.of("answer-form", "auto"))) {
            Inference inference = inferrer.infer(SETTING, rows(), progress);
            assertThat(told).singleElement().asString().contains("does not bind answers to titles", "numbers");
            assertThat(inference.facts().path("template").asText()).isEqualTo("indexed-1");
            assertThat(inference.rows().get(0).numbers()).containsExactly(2);
            assertThat(inferrer.options().toMap()).containsEntry("answer-form", "numbers");
        }
    }

    @Test
    void titlesOnAServerThatBindsNoneStopWithOneMessage() throws IOException {
        try (FakeModel model = new FakeModel(BoundTitlesTest::ignoringFields)) {
            assertThatThrownBy(() -> infer(model, Map.of("answer-form", "titles")))
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContaining("'answer-form' is 'titles'")
                    .hasMessageContaining("binds no answer to titles")
                    .hasMessageContaining("answer-form=numbers");
            assertThat(model.count()).as("the formats tried, no row").isEqualTo(3);
        }
    }

    @Test
    void formsThatTheTemplateOrTheProviderHasNotAreRefused() {
        for (Map<String, String> wrong : List.of(
                Map.of("answer-form", "titles", "template", "published"),
                Map.of("answer-form", "numbers", "template", "titles"),
                Map.of("answer-form", "auto", "template", "published"),
                Map.of("answer-form", "auto", "answer-format", "text"),
                Map.of("answer-form", "titles", "answer-format", "text"),
                Map.of("answer-form", "numbers", "answer-format", "grammar"))) {
            Map<String, String> all = new HashMap<>(Map.of("base-url", "http://localhost/v1", "model", "m"));
            all.put("answers", folder.toString());
            all.putAll(wrong);
            assertThatThrownBy(() -> Inferrers.options("openai", all))
                    .as(wrong.toString())
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContaining("answer-form");
        }
    }

    /** Picks as many titles as the grammar allows, as a bound model that knows nothing would. */
    private static MockResponse underGrammar(JsonNode grammar) {
        if (grammar.isMissingNode()) {
            return FakeModel.says("Good morning!");
        }
        List<String> titles = new ArrayList<>();
        String rules = grammar.asText();
        Matcher literal = LITERAL.matcher(rules.substring(rules.indexOf("title ::= ")));
        while (literal.find()) {
            titles.add(literal.group(1).replaceAll("\\\\(.)", "$1"));
        }
        Matcher most = Pattern.compile("\\{0,(\\d+)}").matcher(rules);
        int picks = most.find() ? Integer.parseInt(most.group(1)) + 1 : 1;
        return FakeModel.says(String.join("\n", titles.subList(0, Math.min(picks, titles.size()))));
    }

    /** A server that takes any field, and does nothing with those it does not know. */
    private static MockResponse ignoringFields(JsonNode request, int number) {
        return request.toString().contains("good morning") ? FakeModel.says("Good morning!") : FakeModel.picks(2);
    }

    private static void assertAllPicked(Inference inference) {
        InferredRow row = inference.rows().get(0);
        assertThat(row.status()).as(row.reason()).isEqualTo(RowStatus.ANSWERED);
        assertThat(row.numbers()).hasSize(7).doesNotHaveDuplicates();
        assertThat(row.repairs().total()).isZero();
    }

    /** One row with all items as candidates; one title stands there twice, so a bound answer names seven. */
    private static List<IntentRequest> rows() {
        return List.of(new IntentRequest(
                new int[] {4}, IntStream.range(0, TITLES.size()).toArray()));
    }

    private Inference infer(FakeModel model, Map<String, String> given) {
        try (IntentInferrer inferrer = inferrer(model, given)) {
            return inferrer.infer(SETTING, rows(), Progress.NONE);
        }
    }

    private IntentInferrer inferrer(FakeModel model, Map<String, String> given) {
        Map<String, String> all = new HashMap<>(Map.of(
                "base-url", model.baseUrl(),
                "model", "fake",
                "answers", folder.resolve("answers").toString(),
                "max-picks", "7",
                "attempts", "1",
                "example", "none"));
        all.putAll(given);
        return Inferrers.options("openai", all).create();
    }
}
