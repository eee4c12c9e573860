package io.github.dmsrec.intent.llm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import io.github.dmsrec.intent.reply.AnswerFormat;
import io.github.dmsrec.intent.reply.AnswerSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** An OpenAI-compatible endpoint. */
public final class OpenAiEndpoint implements ChatEndpoint {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final EndpointSettings settings;
    private final boolean hasKey;
    private final String keyPlace;
    private final ObjectNode vendor;
    private final HttpFailures failures;
    private final OpenAiChatModel model;

    /**
     * @param settings where the model is and how it samples
     * @param headers of the user's own
     * @param vendor fields of the user's own
     * @param apiKey sent as the bearer token; servers on one's own machine need none
     * @param keyPlace where it was looked for, for messages
     */
    OpenAiEndpoint(
            EndpointSettings settings,
            RequestHeaders headers,
            ObjectNode vendor,
            Optional<String> apiKey,
            String keyPlace) {
        this.settings = settings;
        this.vendor = vendor;
        this.hasKey = apiKey.isPresent() || headers.values().containsKey("Authorization");
        this.keyPlace = keyPlace;
        List<String> secrets = new ArrayList<>(headers.secrets());
        apiKey.ifPresent(secrets::add);
        this.failures = new HttpFailures(
                "Model '" + settings.model() + "' was asked at " + settings.baseUrl() + "/chat/completions",
                new Secrets(secrets),
                new Advice());
        Duration connectTimeout =
                settings.timeout().compareTo(CONNECT_TIMEOUT) < 0 ? settings.timeout() : CONNECT_TIMEOUT;
        Http11Client client = new Http11Client(connectTimeout, settings.timeout(), failures);
        var builder = OpenAiChatModel.builder()
                .httpClientBuilder(new Http11Client.Builder(client, connectTimeout, settings.timeout()))
                .baseUrl(settings.baseUrl())
                .modelName(settings.model())
                .seed(settings.seed())
                .timeout(settings.timeout())
                .customHeaders(headers.values())
                .strictJsonSchema(true)
                .maxRetries(0)
                .logRequests(false)
                .logResponses(false);
        apiKey.ifPresent(builder::apiKey);
        settings.temperature().ifPresent(builder::temperature);
        if (settings.own(OpenAiProvider.MAX_TOKENS_PARAMETER.key()).equals(OpenAiProvider.MAX_COMPLETION_TOKENS)) {
            builder.maxCompletionTokens(settings.maxTokens());
        } else {
            builder.maxTokens(settings.maxTokens());
        }
        if (!vendor.isEmpty()) {
            builder.customParameters(OpenAiBody.asMap(vendor));
        }
        this.model = builder.build();
    }

    @Override
    public ChatReply ask(String system, String user, AnswerFormat format, Optional<AnswerSchema> schema) {
        var parameters = OpenAiChatRequestParameters.builder();
        responseFormat(format, schema).ifPresent(parameters::responseFormat);
        if (format == AnswerFormat.GRAMMAR || format == AnswerFormat.STRUCTURED_OUTPUTS) {
            parameters.customParameters(OpenAiBody.asMap(OpenAiBody.binding(vendor, format, schema)));
        }
        ChatRequest request = ChatRequest.builder()
                .messages(SystemMessage.from(system), UserMessage.from(user))
                .parameters(parameters.build())
                .build();
        try {
            return reply(model.chat(request));
        } catch (EndpointException | CancellationException e) {
            throw e;
        } catch (RuntimeException e) {
            throw failures.unreadable(
                    String.valueOf(e.getMessage()),
                    "Give the address of an OpenAI-compatible endpoint; it often ends with /v1.");
        }
    }

    private static Optional<ResponseFormat> responseFormat(AnswerFormat format, Optional<AnswerSchema> schema) {
        return switch (format) {
            case TEXT, GRAMMAR, STRUCTURED_OUTPUTS -> Optional.empty();
            case JSON_OBJECT -> Optional.of(ResponseFormat.JSON);
            case JSON_SCHEMA ->
                Optional.of(ResponseFormat.builder()
                        .type(ResponseFormatType.JSON)
                        .jsonSchema(JsonSchema.builder()
                                .name(schema.orElseThrow().name())
                                .rootElement(
                                        JsonRawSchema.from(schema.orElseThrow().json()))
                                .build())
                        .build());
        };
    }

    private static ChatReply reply(ChatResponse response) {
        @Nullable String text = response.aiMessage().text();
        @Nullable TokenUsage usage = response.tokenUsage();
        @Nullable FinishReason finish = response.finishReason();
        return new ChatReply(
                text == null ? "" : text,
                usage == null ? 0 : orZero(usage.inputTokenCount()),
                usage == null ? 0 : orZero(usage.outputTokenCount()),
                finish == null ? "" : finish.name().toLowerCase(Locale.ROOT));
    }

    private static int orZero(@Nullable Integer count) {
        return count == null ? 0 : count;
    }

    private final class Advice implements HttpFailures.Advice {

        @Override
        public String refused(int status, String body) {
            return switch (status) {
                case 401, 403 ->
                    hasKey
                            ? "Check the API key in " + keyPlace + ", and whether it may use this model."
                            : "Put an API key into " + keyPlace + ": the endpoint requires one.";
                case 404 ->
                    "Check the model's name and the base URL (which often ends with /v1); 'curl " + settings.baseUrl()
                            + "/models' lists the models.";
                case 400, 413, 422 ->
                    "Shorten the prompt if it is longer than the model's context, or omit a parameter that the model does"
                            + " not take (temperature, seed, "
                            + settings.own(OpenAiProvider.MAX_TOKENS_PARAMETER.key())
                            + ", response_format); the text of the answer names it.";
                case 429 -> "Lower the concurrency, or check the account's quota.";
                default -> "See the log of the server, which may be overloaded or broken.";
            };
        }

        @Override
        public String nobody() {
            return "Start the server, or correct its address; try 'curl " + settings.baseUrl() + "/models'.";
        }
    }
}
