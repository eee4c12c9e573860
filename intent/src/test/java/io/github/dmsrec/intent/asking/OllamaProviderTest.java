package io.github.dmsrec.intent.asking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.intent.Inferrers;
import io.github.dmsrec.intent.asking.FakeModel.Answers;
import io.github.dmsrec.intent.inferrer.IntentInferrer;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OllamaProviderTest extends ProviderContract {

    private static final String PICKS = "{\"intents\":[\"a\"],\"ids\":[1,2,3]}";

    private final List<FakeModel> models = new ArrayList<>();

    @AfterEach
    void closeModels() {
        models.forEach(FakeModel::close);
    }

    @Override
    protected IntentInferrer answering(Map<String, String> options) throws IOException {
        return inferrer(model((request, number) -> says(PICKS, "stop")), options);
    }

    @Override
    protected IntentInferrer babbling(Map<String, String> options) throws IOException {
        return inferrer(model((request, number) -> says(PICKS, "length")), options);
    }

    @Override
    protected IntentInferrer missing() throws IOException {
        return inferrer(
                model((request, number) -> FakeModel.error(404, "{\"error\":\"model 'qwen2.5:7b' not found\"}")
                        .build()),
                Map.of());
    }

    @Override
    protected String missed() {
        return "'ollama pull qwen2.5:7b'";
    }

    @ParameterizedTest
    @CsvSource({"json-schema, OBJECT", "json-object, STRING", "text, MISSING"})
    void asksOverHttp11WithTheFormTheContextAndTheSampling(String format, String form) throws IOException {
        FakeModel model = model((request, number) -> says(PICKS, "stop"));
        Map<String, String> options =
                Map.of("answer-format", format, "seed", "7", "vendor.think", "false", "num-ctx", "4096");
        try (IntentInferrer inferrer = inferrer(model, options)) {
            inferrer.infer(SETTING, rows().subList(0, 1), Progress.NONE);
        }
        assertThat(model.request(0).getVersion()).isEqualTo("HTTP/1.1");
        assertThat(model.request(0).getHeaders().get("Upgrade")).isNull();
        assertThat(model.request(0).getHeaders().get("Authorization")).isNull();
        assertThat(model.request(0).getTarget()).isEqualTo("/api/chat");
        JsonNode body = model.body(0);
        assertThat(body.path("model").asText()).isEqualTo("qwen2.5:7b");
        assertThat(body.path("stream").asBoolean(true)).isFalse();
        assertThat(body.path("truncate").asBoolean(true)).isFalse();
        assertThat(body.path("shift").asBoolean(true)).isFalse();
        assertThat(body.path("think").asBoolean(true)).isFalse();
        assertThat(body.path("keep_alive").asText()).isEqualTo("30m");
        assertThat(body.at("/options/num_ctx").asInt()).isEqualTo(4096);
        assertThat(body.at("/options/num_predict").asInt()).isEqualTo(512);
        assertThat(body.at("/options/seed").asInt()).isEqualTo(7);
        assertThat(body.at("/options/temperature").asDouble(-1)).isZero();
        assertThat(body.at("/messages/0/role").asText()).isEqualTo("system");
        assertThat(body.at("/messages/1/content").asText()).contains("1. title ");
        assertThat(body.path("format").getNodeType()).hasToString(form);
        if (format.equals("json-schema")) {
            assertThat(body.at("/format/properties/ids/items/maximum").asInt()).isEqualTo(50);
        }
    }

    @Test
    void anotherContextIsAnotherQuestion() throws IOException {
        FakeModel model = model((request, number) -> says(PICKS, "stop"));
        for (String context : List.of("4096", "4096", "16384")) {
            try (IntentInferrer inferrer = inferrer(model, Map.of("num-ctx", context))) {
                inferrer.infer(SETTING, rows().subList(0, 1), Progress.NONE);
            }
        }
        assertThat(model.count()).isEqualTo(2);
    }

    @Test
    void noServerIsSaidWithWhatStartsIt() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        try (IntentInferrer inferrer = inferrer("http://localhost:" + port, Map.of())) {
            assertThatThrownBy(() -> inferrer.infer(SETTING, rows(), Progress.NONE))
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContaining("localhost:" + port + "/api/chat")
                    .hasMessageContaining("Start Ollama with 'ollama serve'");
        }
    }

    @ParameterizedTest
    @CsvSource({"num-ctx, 100", "keep-alive, soon", "model, ''", "base-url, localhost", "api-key-variable, X"})
    void refusesOptionsThatCannotBe(String key, String value) {
        assertThatThrownBy(
                        () -> inferrer("http://localhost", Map.of(key, value)).close())
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining(key.replace('-', ' ').substring(0, 3));
    }

    private static MockResponse says(String text, String doneReason) {
        ObjectNode body =
                new ObjectMapper().createObjectNode().put("model", "m").put("done", true);
        body.putObject("message").put("role", "assistant").put("content", text);
        body.put("done_reason", doneReason).put("prompt_eval_count", 100).put("eval_count", 7);
        return new MockResponse.Builder()
                .addHeader("Content-Type", "application/json")
                .body(body.toString())
                .build();
    }

    private FakeModel model(Answers answers) throws IOException {
        FakeModel model = new FakeModel(answers);
        models.add(model);
        return model;
    }

    private IntentInferrer inferrer(FakeModel model, Map<String, String> options) {
        return inferrer(model.baseUrl().replace("/v1", ""), options);
    }

    private IntentInferrer inferrer(String baseUrl, Map<String, String> options) {
        Map<String, String> all = new HashMap<>(Map.of(
                "base-url", baseUrl,
                "model", "qwen2.5:7b",
                "answers", folder.resolve("answers").toString(),
                "answer-format", "json-schema",
                "attempts", "2",
                "example", "none"));
        all.putAll(options);
        return new LanguageModelInferrer((LanguageModelOptions) Inferrers.options("ollama", all), Map.of(), NO_WAITING);
    }
}
