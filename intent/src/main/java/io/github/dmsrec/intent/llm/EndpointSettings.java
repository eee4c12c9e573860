package io.github.dmsrec.intent.llm;

import java.time.Duration;
import java.util.Optional;

/**
 * Where a model is and how it samples. The API key is not part of it, so that it can be shown and stored.
 *
 * @param baseUrl the address up to and with the version, e.g. {@code http://localhost:8000/v1}
 * @param model the model's name as the server knows it
 * @param temperature 0 for the likeliest answer; empty to leave it to the server, as some models demand
 * @param seed sent along; servers that sample repeatably use it
 * @param maxTokens the most tokens of an answer
 * @param maxTokensParameter the limit's name in the request: {@code max_tokens}, or {@code max_completion_tokens} for
 *     models that demand it
 * @param timeout for a whole answer
 */
public record EndpointSettings(
        String baseUrl,
        String model,
        Optional<Double> temperature,
        int seed,
        int maxTokens,
        String maxTokensParameter,
        Duration timeout) {

    /** The two names that servers know for the limit. */
    public static final String MAX_TOKENS = "max_tokens";

    /** What newer models of OpenAI call the limit. */
    public static final String MAX_COMPLETION_TOKENS = "max_completion_tokens";
}
