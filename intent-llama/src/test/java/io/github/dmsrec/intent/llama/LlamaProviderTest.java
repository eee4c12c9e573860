package io.github.dmsrec.intent.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.intent.Inferrers;
import io.github.dmsrec.intent.asking.ProviderContract;
import io.github.dmsrec.intent.inferrer.Inference;
import io.github.dmsrec.intent.inferrer.InferredRow;
import io.github.dmsrec.intent.inferrer.IntentInferrer;
import io.github.dmsrec.intent.inferrer.RowStatus;
import io.github.dmsrec.intent.llm.ChatEndpoint;
import io.github.dmsrec.intent.llm.ChatReply;
import io.github.dmsrec.intent.llm.EndpointException;
import io.github.dmsrec.intent.reply.AnswerFormat;
import io.github.dmsrec.intent.reply.NumberSchema;
import io.github.dmsrec.intent.reply.TitleSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a tiny model of random weights: what it says means nothing, but it says it in the form asked for. */
class LlamaProviderTest extends ProviderContract {

    @TempDir
    static Path shared = Path.of("");

    private static Path model = Path.of("");

    @BeforeAll
    static void writeModel() throws IOException {
        model = TinyQwen.write(shared.resolve("tiny.gguf"), 1);
    }

    @Override
    protected IntentInferrer answering(Map<String, String> options) {
        return inferrer(model, options);
    }

    @Override
    protected IntentInferrer babbling(Map<String, String> options) {
        Map<String, String> few = new HashMap<>(options);
        few.put("max-tokens", "5");
        return inferrer(model, few);
    }

    @Override
    protected IntentInferrer missing() {
        return inferrer(shared.resolve("nowhere.gguf"), Map.of());
    }

    @Override
    protected String missed() {
        return "nowhere.gguf";
    }

    @Test
    void isFoundAsAService() {
        assertThat(Inferrers.names()).contains("llama-cpp");
        assertThat(Inferrers.how("llama-cpp")).isEqualTo("inferred by a language model");
    }

    @Test
    void theProbeFindsThatSchemasAreHonouredAndAnswersAreKept() throws IOException {
        List<InferredRow> first;
        try (IntentInferrer inferrer = inferrer(model, Map.of("answer-format", "auto", "slots", "2"))) {
            Inference inference = inferrer.infer(SETTING, rows(), Progress.NONE);
            assertThat(inference.facts().path("answerFormat").asText()).isEqualTo("json-schema");
            assertThat(inference.facts().path("identity").asText()).startsWith("sha256=");
            assertThat(inference.facts().path("askedNow").asInt()).isEqualTo(4);
            first = inference.rows();
        }
        Path moved = Files.copy(model, folder.resolve("tiny.gguf"));
        try (IntentInferrer inferrer = inferrer(moved, Map.of("answer-format", "json-schema"))) {
            Inference inference = inferrer.infer(SETTING, rows(), Progress.NONE);
            assertThat(inference.facts().path("askedNow").asInt()).isZero();
            assertThat(inference.rows()).usingRecursiveComparison().isEqualTo(first);
        }
        Path other = TinyQwen.write(moved, 2);
        try (IntentInferrer inferrer = inferrer(other, Map.of("answer-format", "json-schema"))) {
            Inference inference = inferrer.infer(SETTING, rows(), Progress.NONE);
            assertThat(inference.facts().path("askedNow").asInt()).isEqualTo(4);
        }
    }

    @Test
    void aProgramThatIsStoppedGivesUpTheQuestionUnderWayBeforeItEnds() throws Exception {
        AskingProcess.assertEndsWhenStopped(model, folder);
    }

    @Test
    void answersHaveTheFormAskedForWhateverTheWeights() throws IOException {
        ObjectMapper json = new ObjectMapper();
        for (int seed = 10; seed < 13; seed++) {
            Path random = TinyQwen.write(folder.resolve(seed + ".gguf"), seed);
            try (ChatEndpoint endpoint = TestEndpoint.open(random, Map.of("temperature", "1", "seed", "" + seed))) {
                for (int candidates : List.of(3, 50, 120)) {
                    ChatReply reply = endpoint.ask(
                            "You choose.",
                            "Candidates: <|im_end|> [INST]",
                            AnswerFormat.JSON_SCHEMA,
                            Optional.of(new NumberSchema(candidates, 3)));
                    assertThat(reply.finishReason()).isEqualTo("stop");
                    assertThat(reply.promptTokens()).isGreaterThan(20);
                    assertThat(reply.completionTokens()).isGreaterThan(10);
                    assertThat(reply.text()).doesNotContain("  ");
                    JsonNode answer = json.readTree(reply.text());
                    assertThat(answer.path("intents").size()).isLessThanOrEqualTo(3);
                    assertThat(answer.path("ids").size()).isBetween(1, 3);
                    answer.path("ids")
                            .forEach(id ->
                                    assertThat(id.asInt()).as(reply.text()).isBetween(1, candidates));
                }
            }
        }
    }

    @Test
    void answersByTitlesAreTitlesWhateverTheWeights() throws IOException {
        List<String> titles = List.of(
                "The \"Best\" of [1995] \\ {2} | ::= #",
                "Ωmega 🔨👩‍👩‍👧 emoji", "root ::= title", "Heat", "Heat 2 (1995)");
        TitleSchema schema = new TitleSchema(titles, 3);
        for (int seed = 20; seed < 23; seed++) {
            Path random = TinyQwen.write(folder.resolve(seed + ".gguf"), seed);
            try (ChatEndpoint endpoint = TestEndpoint.open(random, Map.of("temperature", "1", "seed", "" + seed))) {
                ChatReply reply = endpoint.ask("You choose.", "Choose.", AnswerFormat.GRAMMAR, Optional.of(schema));
                assertThat(reply.text().lines().toList()).hasSizeBetween(1, 3).isSubsetOf(titles);
            }
        }
    }

    @Test
    void theProbeFindsThatTitlesAreBound() {
        try (IntentInferrer inferrer =
                inferrer(model, Map.of("answer-form", "auto", "answer-format", "auto", "max-picks", "3"))) {
            Inference inference = inferrer.infer(SETTING, rows(), Progress.NONE);
            assertThat(inference.facts().path("answerFormat").asText()).isEqualTo("grammar");
            assertThat(inference.rows())
                    .allSatisfy(row -> assertThat(row.status()).as(row.reason()).isEqualTo(RowStatus.ANSWERED));
        }
    }

    @Test
    void aPromptBeyondTheContextIsRefusedAndNeverCut() {
        try (ChatEndpoint endpoint = TestEndpoint.open(model, Map.of("num-ctx", "700"))) {
            assertThatThrownBy(() -> endpoint.ask("", "x".repeat(500), AnswerFormat.TEXT, Optional.empty()))
                    .isInstanceOf(EndpointException.class)
                    .hasMessageContaining("more than the context of 700");
        }
    }

    @Test
    void aClosedModelAnswersNobody() {
        ChatEndpoint endpoint = TestEndpoint.open(model, Map.of());
        endpoint.close();
        endpoint.close();
        assertThatThrownBy(() -> endpoint.ask("", "x", AnswerFormat.TEXT, Optional.empty()))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void filesThatAreNoModelsAreRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("text.gguf"), "this is no model");
        assertThatThrownBy(() -> ask(text))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("is no GGUF file");
        byte[] whole = Files.readAllBytes(model);
        Path half = Files.write(folder.resolve("half.gguf"), Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> ask(half))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("half.gguf' is cut off")
                .hasMessageContaining("Download it again");
        Path head = Files.write(folder.resolve("head.gguf"), Arrays.copyOf(whole, 60));
        assertThatThrownBy(() -> ask(head))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("it ends within its head");
    }

    @Test
    void aModelWithoutChatTemplateOrTooLargeForTheMemoryIsRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(model);
        int key = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("tokenizer.chat_template");
        assertThat(key).isPositive();
        bytes[key + 10] = 'x';
        Path base = Files.write(folder.resolve("base.gguf"), bytes);
        assertThatThrownBy(() -> ask(base))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("has no chat template");
        assertThatThrownBy(() -> TestEndpoint.open(model, Map.of("num-ctx", "2000000000")))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("GB for 2,000,000,000 tokens of context")
                .hasMessageContaining("Lower num-ctx");
    }

    /** The library leaves a thread behind: a program ends by {@link System#exit}, as the command line does. */
    @Test
    void aProgramThatExitsEnds() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LlamaProviderTest.class.getName(),
                        model.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("child.log").toFile())
                .start();
        boolean ended = child.waitFor(40, TimeUnit.SECONDS);
        child.destroyForcibly();
        assertThat(ended).as(Files.readString(folder.resolve("child.log"))).isTrue();
        assertThat(child.exitValue())
                .as(Files.readString(folder.resolve("child.log")))
                .isEqualTo(3);
    }

    /** The child: asks, closes and exits. */
    public static void main(String[] arguments) {
        String text;
        try (ChatEndpoint endpoint = TestEndpoint.open(Path.of(arguments[0]), Map.of())) {
            text = endpoint.ask("", "x", AnswerFormat.JSON_SCHEMA, Optional.of(new NumberSchema(3, 1)))
                    .text();
        }
        System.exit(text.startsWith("{\"intents\":[") ? 3 : 4);
    }

    private void ask(Path file) {
        try (IntentInferrer inferrer = inferrer(file, Map.of())) {
            inferrer.infer(SETTING, rows(), Progress.NONE);
        }
    }

    private IntentInferrer inferrer(Path file, Map<String, String> given) {
        Map<String, String> all = new HashMap<>(Map.of(
                "model", file.toString(),
                "num-ctx", "8192",
                // A schema lets a model write twenty blanks between any two words, and one of random weights does.
                "max-tokens", "2048",
                "answers", folder.resolve("answers").toString(),
                "answer-format", "json-schema",
                "attempts", "1",
                "concurrency", "2",
                "example", "none"));
        all.putAll(given);
        return Inferrers.options("llama-cpp", all).create();
    }
}
