package io.github.dmsrec.intent.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.http.client.HttpMethod;
import dev.langchain4j.http.client.HttpRequest;
import io.github.dmsrec.intent.reply.AnswerFormat;
import io.github.dmsrec.intent.reply.AnswerSchema;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Ollama's {@code /api/chat}. */
final class OllamaEndpoint implements ChatEndpoint {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final EndpointSettings settings;
    private final ObjectNode vendor;
    private final HttpFailures failures;
    private final Http11Client client;

    OllamaEndpoint(EndpointSettings settings) {
        this.settings = settings;
        this.vendor = OllamaProvider.vendor(settings);
        this.failures = new HttpFailures(
                "Model '" + settings.model() + "' was asked at " + address(), new Secrets(List.of()), new Advice());
        Duration connectTimeout =
                settings.timeout().compareTo(CONNECT_TIMEOUT) < 0 ? settings.timeout() : CONNECT_TIMEOUT;
        this.client = new Http11Client(connectTimeout, settings.timeout(), failures);
    }

    private String address() {
        return settings.baseUrl() + "/api/chat";
    }

    @Override
    public ChatReply ask(String system, String user, AnswerFormat format, Optional<AnswerSchema> schema) {
        String body = client.execute(HttpRequest.builder()
                        .method(HttpMethod.POST)
                        .url(address())
                        .addHeader("Content-Type", "application/json")
                        .body(request(system, user, format, schema).toString())
                        .build())
                .body();
        try {
            return reply(JSON.readTree(body));
        } catch (JsonProcessingException e) {
            throw unreadable(e.getOriginalMessage());
        }
    }

    private ObjectNode request(String system, String user, AnswerFormat format, Optional<AnswerSchema> schema) {
        ObjectNode request = JSON.createObjectNode();
        request.setAll(vendor);
        request.put("model", settings.model()).put("stream", false);
        // A prompt beyond the context is an error, not answered from its remains. Older servers know neither field.
        request.put("truncate", false).put("shift", false);
        String keepAlive = settings.own(OllamaProvider.KEEP_ALIVE.key());
        // Ollama reads a text as a duration with a unit, and a number as seconds.
        if (keepAlive.equals("0") || keepAlive.equals("-1")) {
            request.put("keep_alive", Integer.parseInt(keepAlive));
        } else {
            request.put("keep_alive", keepAlive);
        }
        var messages = request.putArray("messages");
        messages.addObject().put("role", "system").put("content", system);
        messages.addObject().put("role", "user").put("content", user);
        switch (format) {
            case JSON_SCHEMA -> request.set("format", parsed(schema.orElseThrow()));
            case JSON_OBJECT -> request.put("format", "json");
            case TEXT -> request.remove("format");
            case GRAMMAR, STRUCTURED_OUTPUTS ->
                throw new IllegalArgumentException("Ollama has no format " + format.label());
        }
        ObjectNode options = request.putObject("options")
                .put("num_ctx", Integer.parseInt(settings.own(OllamaProvider.CONTEXT.key())))
                .put("num_predict", settings.maxTokens())
                .put("seed", settings.seed());
        settings.temperature().ifPresent(temperature -> options.put("temperature", temperature));
        return request;
    }

    private static JsonNode parsed(AnswerSchema schema) {
        try {
            return JSON.readTree(schema.json());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the schema is not JSON", e);
        }
    }

    private ChatReply reply(JsonNode answer) {
        JsonNode content = answer.at("/message/content");
        if (!content.isTextual()) {
            throw unreadable("it has no message");
        }
        return new ChatReply(
                content.asText(),
                answer.path("prompt_eval_count").asInt(),
                answer.path("eval_count").asInt(),
                answer.path("done_reason").asText("").toLowerCase(Locale.ROOT));
    }

    private EndpointException unreadable(String description) {
        return failures.unreadable(description, "Give the address of Ollama.");
    }

    private final class Advice implements HttpFailures.Advice {

        @Override
        public String refused(int status, String body) {
            return switch (status) {
                case 404 ->
                    body.contains("not found") && body.contains("model")
                            ? "Run 'ollama pull " + settings.model()
                                    + "' to get the model; 'ollama list' shows the models" + " on the server."
                            : "Give Ollama's own address, without /v1 or a path, e.g. http://localhost:11434.";
                case 401, 403 ->
                    "Use the inferrer 'openai', which sends keys and headers: a server before Ollama"
                            + " requires a login.";
                case 400 ->
                    "Raise num-ctx " + settings.own(OllamaProvider.CONTEXT.key())
                            + " if the prompt is longer, or omit what the model does not take (format, options or a vendor"
                            + " field); the text of the answer names it.";
                case 429 -> "Lower the concurrency to what the server's OLLAMA_NUM_PARALLEL and its queue allow.";
                default ->
                    "Lower num-ctx if the model does not fit into memory; it is "
                            + settings.own(OllamaProvider.CONTEXT.key())
                            + ". Ollama may be overloaded, too; see its log.";
            };
        }

        @Override
        public String nobody() {
            return "Start Ollama with 'ollama serve', and check it with 'curl " + settings.baseUrl() + "/api/tags'.";
        }
    }
}
