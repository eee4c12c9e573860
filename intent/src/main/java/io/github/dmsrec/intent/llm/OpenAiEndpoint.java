package io.github.dmsrec.intent.llm;

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
import io.github.dmsrec.intent.answer.AnswerFormat;
import io.github.dmsrec.intent.answer.NumberSchema;
import io.github.dmsrec.intent.llm.EndpointException.Kind;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** An OpenAI-compatible endpoint. */
public final class OpenAiEndpoint implements ChatEndpoint {

    private static final int SHOWN_BODY = 500;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final EndpointSettings settings;
    private final Optional<String> apiKey;
    private final String apiKeyVariable;
    private final OpenAiChatModel model;

    /**
     * @param settings where the model is and how it samples
     * @param apiKey sent as the bearer token; servers on one's own machine need none
     * @param apiKeyVariable the environment variable that it came from, for messages
     */
    public OpenAiEndpoint(EndpointSettings settings, Optional<String> apiKey, String apiKeyVariable) {
        this.settings = settings;
        this.apiKey = apiKey;
        this.apiKeyVariable = apiKeyVariable;
        Duration connectTimeout =
                settings.timeout().compareTo(CONNECT_TIMEOUT) < 0 ? settings.timeout() : CONNECT_TIMEOUT;
        Http11Client client = new Http11Client(connectTimeout, settings.timeout(), new Failures());
        var builder = OpenAiChatModel.builder()
                .httpClientBuilder(new Http11Client.Builder(client, connectTimeout, settings.timeout()))
                .baseUrl(settings.baseUrl())
                .modelName(settings.model())
                .seed(settings.seed())
                .timeout(settings.timeout())
                .strictJsonSchema(true)
                .maxRetries(0)
                .logRequests(false)
                .logResponses(false);
        apiKey.ifPresent(builder::apiKey);
        settings.temperature().ifPresent(builder::temperature);
        if (settings.maxTokensParameter().equals(EndpointSettings.MAX_COMPLETION_TOKENS)) {
            builder.maxCompletionTokens(settings.maxTokens());
        } else {
            builder.maxTokens(settings.maxTokens());
        }
        this.model = builder.build();
    }

    @Override
    public ChatReply ask(String system, String user, AnswerFormat format, Optional<NumberSchema> schema) {
        var parameters = OpenAiChatRequestParameters.builder();
        responseFormat(format, schema).ifPresent(parameters::responseFormat);
        ChatRequest request = ChatRequest.builder()
                .messages(SystemMessage.from(system), UserMessage.from(user))
                .parameters(parameters.build())
                .build();
        try {
            return reply(model.chat(request));
        } catch (EndpointException | CancellationException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new EndpointException(
                    Kind.UNREADABLE,
                    "no chat completion",
                    asked() + ": what came back is no chat completion (" + withoutKey(String.valueOf(e.getMessage()))
                            + ").",
                    "the address is not that of an OpenAI-compatible endpoint; it often ends with /v1.",
                    Optional.empty());
        }
    }

    private static Optional<ResponseFormat> responseFormat(AnswerFormat format, Optional<NumberSchema> schema) {
        return switch (format) {
            case TEXT -> Optional.empty();
            case JSON_OBJECT -> Optional.of(ResponseFormat.JSON);
            case JSON_SCHEMA ->
                Optional.of(ResponseFormat.builder()
                        .type(ResponseFormatType.JSON)
                        .jsonSchema(JsonSchema.builder()
                                .name(NumberSchema.NAME)
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

    private String asked() {
        return "Model '" + settings.model() + "' was asked at " + settings.baseUrl() + "/chat/completions";
    }

    // Some servers repeat the key in their answer.
    private String withoutKey(String text) {
        return apiKey.map(key -> text.replace(key, "(the API key)")).orElse(text);
    }

    private final class Failures implements Http11Client.Failures {

        @Override
        public EndpointException refused(int status, String body, Optional<String> retryAfter) {
            String whole = withoutKey(body).strip();
            String shown = whole.length() > SHOWN_BODY ? whole.substring(0, SHOWN_BODY) + "…" : whole;
            return new EndpointException(
                    kind(status),
                    "HTTP " + status,
                    asked() + ": the server answered HTTP " + status
                            + (shown.isEmpty() ? " without a text." : ": " + shown),
                    advice(status),
                    retryAfter);
        }

        @Override
        public EndpointException silent(Kind kind, String reason, String description) {
            return new EndpointException(
                    kind,
                    reason,
                    asked() + ": " + withoutKey(description) + ".",
                    kind == Kind.TIMEOUT
                            ? "the server is overloaded or still loads the model; raise the time-out or lower the"
                                    + " concurrency."
                            : "the server does not run, or it has another address; try 'curl " + settings.baseUrl()
                                    + "/models'.",
                    Optional.empty());
        }

        private static Kind kind(int status) {
            if (status == 429) {
                return Kind.BUSY;
            }
            // 408: the server gave up waiting for us; 425: too early. Both ask for another try.
            if (status / 100 == 5 || status == 408 || status == 425) {
                return Kind.SERVER;
            }
            return Kind.REFUSED;
        }

        private String advice(int status) {
            return switch (status) {
                case 401, 403 ->
                    apiKey.isEmpty()
                            ? "the endpoint wants an API key: put it into the environment variable " + apiKeyVariable
                                    + "."
                            : "the API key in the environment variable " + apiKeyVariable
                                    + " is wrong or may not use this" + " model.";
                case 404 ->
                    "the model's name or the base URL has a typing mistake (the URL often ends with /v1); 'curl "
                            + settings.baseUrl() + "/models' lists the models.";
                case 400, 413, 422 ->
                    "the prompt is longer than the model's context, or the model does not take a"
                            + " parameter that was sent (temperature, seed, " + settings.maxTokensParameter()
                            + ", response_format); the answer's text says which.";
                case 429 -> "the account has no quota left, or the concurrency is too high.";
                default -> "the server is overloaded or broken; its log says more.";
            };
        }
    }
}
