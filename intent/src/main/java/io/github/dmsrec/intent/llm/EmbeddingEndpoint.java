package io.github.dmsrec.intent.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.http.client.HttpMethod;
import dev.langchain4j.http.client.HttpRequest;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.intent.llm.EndpointException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * The path {@code /embeddings} of an OpenAI-compatible endpoint. What fails is asked again where that can help: after the
 * time that the server asks for, else after one that doubles. The API key is in no message. For one thread.
 */
public final class EmbeddingEndpoint {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN_BODY = 500;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final int ATTEMPTS = 5;

    /** Where nothing has ever answered, nobody listens: that is said soon. */
    private static final int ATTEMPTS_TO_CONNECT = 2;

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_ASKED_FOR = Duration.ofMinutes(15);

    private final String baseUrl;
    private final String model;
    private final Optional<String> apiKey;
    private final Secrets secrets;
    private final String apiKeyVariable;
    private final Pause pause;
    private final Http11Client client;
    private boolean everAnswered;

    /** Waiting, so that tests need not wait. */
    interface Pause {
        void of(Duration duration) throws InterruptedException;
    }

    /**
     * @param baseUrl as of {@link BaseUrl#checked}
     * @param model the model's name as the server knows it
     * @param apiKey sent as the bearer token; servers on one's own machine need none
     * @param apiKeyVariable the environment variable that it came from, for messages
     */
    public EmbeddingEndpoint(String baseUrl, String model, Optional<String> apiKey, String apiKeyVariable) {
        this(baseUrl, model, apiKey, apiKeyVariable, duration -> Thread.sleep(duration.toMillis()));
    }

    EmbeddingEndpoint(String baseUrl, String model, Optional<String> apiKey, String apiKeyVariable, Pause pause) {
        this.baseUrl = baseUrl;
        this.model = model;
        this.apiKey = apiKey;
        this.secrets = new Secrets(apiKey.stream().toList());
        this.apiKeyVariable = apiKeyVariable;
        this.pause = pause;
        this.client = new Http11Client(CONNECT_TIMEOUT, TIMEOUT, new Failures());
    }

    /**
     * Encodes texts in one request.
     *
     * @param texts at least one, none blank
     * @return one vector per text, in order, all of one length
     * @throws UserMistakeException if the endpoint refuses, or gives no vectors after five attempts
     */
    public float[][] embed(List<String> texts) {
        Duration wait = FIRST_WAIT;
        for (int attempt = 1; ; attempt++) {
            try {
                float[][] vectors = vectors(client.execute(request(texts)).body(), texts.size());
                everAnswered = true;
                return vectors;
            } catch (EndpointException e) {
                int attempts = e.kind() == Kind.CONNECTION && !everAnswered ? ATTEMPTS_TO_CONNECT : ATTEMPTS;
                if (e.kind() == Kind.REFUSED || e.kind() == Kind.UNREADABLE || attempt >= attempts) {
                    throw e.asMistake();
                }
                pause(e, wait);
                wait = wait.multipliedBy(2);
            }
        }
    }

    private void pause(EndpointException failure, Duration otherwise) {
        Duration wait = failure.retryAfter()
                .flatMap(header -> RetryAfter.parse(header, Instant.now()))
                .orElse(otherwise);
        if (wait.compareTo(LONGEST_ASKED_FOR) > 0) {
            throw new UserMistakeException(
                    failure.getMessage() + " It asks to wait " + wait.toMinutes() + " minutes.",
                    "Run the same command again later: the quota is used up. No encoded text is asked for twice.",
                    failure);
        }
        try {
            pause.of(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting to ask again");
        }
    }

    private HttpRequest request(List<String> texts) {
        ObjectNode body = JSON.createObjectNode().put("model", model);
        ArrayNode input = body.putArray("input");
        texts.forEach(input::add);
        HttpRequest.Builder request = HttpRequest.builder()
                .method(HttpMethod.POST)
                .url(baseUrl + "/embeddings")
                .addHeader("Content-Type", "application/json")
                .body(body.toString());
        apiKey.ifPresent(key -> request.addHeader("Authorization", "Bearer " + key));
        return request.build();
    }

    private float[][] vectors(String body, int count) {
        JsonNode data = json(body).path("data");
        if (!data.isArray() || data.size() != count) {
            throw unreadable("what came back is not a list of " + count + " vectors: " + shown(body));
        }
        float[][] vectors = new float[count][];
        int dimension = data.path(0).path("embedding").size();
        for (int i = 0; i < count; i++) {
            JsonNode entry = data.get(i);
            JsonNode embedding = entry.path("embedding");
            int index = entry.path("index").asInt(i);
            if (dimension == 0
                    || embedding.size() != dimension
                    || index < 0
                    || index >= count
                    || vectors[index] != null) {
                throw unreadable("vector " + i + " of the answer is missing, is not of length " + dimension
                        + " like the first, or has the index of another one");
            }
            vectors[index] = numbers(embedding);
        }
        return vectors;
    }

    private float[] numbers(JsonNode embedding) {
        float[] vector = new float[embedding.size()];
        for (int j = 0; j < vector.length; j++) {
            vector[j] = embedding.get(j).isNumber() ? embedding.get(j).floatValue() : Float.NaN;
            if (!Float.isFinite(vector[j])) {
                throw unreadable("a vector holds '" + shown(embedding.get(j).toString()) + "', which is not a number");
            }
        }
        return vector;
    }

    private JsonNode json(String body) {
        try {
            JsonNode json = JSON.readTree(body);
            return json == null ? MissingNode.getInstance() : json;
        } catch (JsonProcessingException e) {
            throw unreadable("what came back is not JSON: " + shown(body));
        }
    }

    private EndpointException unreadable(String what) {
        return new EndpointException(
                Kind.UNREADABLE,
                "no embeddings",
                asked() + ": " + what + ".",
                "Give the address of an OpenAI-compatible endpoint (it often ends with /v1), or another model: this"
                        + " one may give"
                        + " no embeddings.",
                Optional.empty());
    }

    private String asked() {
        return "Model '" + model + "' was asked at " + baseUrl + "/embeddings";
    }

    // Some servers repeat the key in their answer.
    private String shown(String body) {
        String whole = secrets.withheld(body).strip();
        return whole.length() > SHOWN_BODY ? whole.substring(0, SHOWN_BODY) + "…" : whole;
    }

    private final class Failures implements Http11Client.Failures {

        @Override
        public EndpointException refused(int status, String body, Optional<String> retryAfter) {
            String shown = shown(body);
            return new EndpointException(
                    HttpFailures.kind(status),
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
                    asked() + ": " + shown(description) + ".",
                    kind == Kind.TIMEOUT
                            ? "Try again later: the server may be overloaded or still loading the model."
                            : "Start the server, or correct its address; try 'curl " + baseUrl + "/models'.",
                    Optional.empty());
        }

        private String advice(int status) {
            return switch (status) {
                case 401, 403 ->
                    apiKey.isEmpty()
                            ? "Put an API key into the environment variable " + apiKeyVariable
                                    + ": the endpoint requires one."
                            : "Check the API key in the environment variable " + apiKeyVariable
                                    + ", and whether it may use this model.";
                case 404 ->
                    "Check the model's name and the base URL (which often ends with /v1); 'curl " + baseUrl
                            + "/models' lists the models.";
                case 400, 413, 422 ->
                    "Use a model of embeddings that reads texts of this length; the text of the answer says what is"
                            + " wrong.";
                case 429 -> "Check the account's quota.";
                default -> "Check the address and the log of the server, which may be overloaded or broken.";
            };
        }
    }
}
