package io.github.dmsrec.intent.llm;

import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionType;
import io.github.dmsrec.core.option.OptionValues;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a model is and how it samples. The API key is not part of it, so that it can be shown and stored.
 *
 * @param baseUrl the address up to and with the version, e.g. {@code http://localhost:8000/v1}; empty for a model in this
 *     process
 * @param model the model's name, as the server knows it
 * @param temperature 0 for the likeliest answer; empty to leave it to the server, as some models demand
 * @param seed sent along; servers that sample repeatably use it
 * @param maxTokens the most tokens of an answer
 * @param timeout for a whole answer
 * @param own the checked values of the provider's own options by key, as {@link ChatProvider#options} names them
 */
public record EndpointSettings(
        String baseUrl,
        String model,
        Optional<Double> temperature,
        int seed,
        int maxTokens,
        Duration timeout,
        Map<String, String> own) {

    /** A text that is not empty. */
    public static final OptionType<String> WORD =
            OptionType.of("a text that is not empty", text -> text.isEmpty() ? null : text, text -> text);

    private static final Option<Optional<Double>> TEMPERATURE = Option.of(
            "temperature",
            "randomness of answers; none leaves it to the server, as some models demand",
            OptionType.optional("none", OptionType.real(0, 2)),
            Optional.of(0.0));
    private static final Option<Integer> SEED =
            Option.integer("seed", "sent along, and decides the order of the candidates", 42, 0, Integer.MAX_VALUE);
    private static final Option<Integer> MAX_TOKENS = Option.integer(
                    "max-tokens", "longest answer", 512, 1, Integer.MAX_VALUE)
            .unit("tokens");
    private static final Option<Double> TIMEOUT_SECONDS = Option.of(
                    "timeout-seconds", "longest wait for a whole answer", OptionType.real(0.1, 1e9), 120.0)
            .unit("seconds");

    /** The options that every provider has. */
    public static final List<Option<?>> OPTIONS = List.of(TEMPERATURE, SEED, MAX_TOKENS, TIMEOUT_SECONDS);

    /** Those of them that answers depend on. */
    public static final List<Option<?>> SAMPLING = List.of(TEMPERATURE, SEED, MAX_TOKENS);

    public EndpointSettings {
        own = Collections.unmodifiableMap(new LinkedHashMap<>(own));
    }

    /**
     * Reads {@link #OPTIONS}.
     *
     * @param own the provider's own, checked
     */
    public static EndpointSettings of(OptionValues values, String baseUrl, String model, Map<String, String> own) {
        return of(values, Duration.ofMillis((long) (1000 * values.get(TIMEOUT_SECONDS))), baseUrl, model, own);
    }

    /** Reads {@link #SAMPLING} alone: nobody will be asked. */
    public static EndpointSettings ofSampling(OptionValues values, String model) {
        return of(values, Duration.ZERO, "", model, Map.of("model", model));
    }

    private static EndpointSettings of(
            OptionValues values, Duration timeout, String baseUrl, String model, Map<String, String> own) {
        return new EndpointSettings(
                baseUrl, model, values.get(TEMPERATURE), values.get(SEED), values.get(MAX_TOKENS), timeout, own);
    }

    /** Every option of the endpoint by key, {@code seed} excepted. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>(own);
        map.put(TEMPERATURE.key(), TEMPERATURE.type().format(temperature));
        map.put(MAX_TOKENS.key(), Integer.toString(maxTokens));
        map.put(TIMEOUT_SECONDS.key(), Double.toString(timeout.toMillis() / 1000.0));
        return map;
    }

    /** The value of an option of the provider's own. */
    public String own(String key) {
        String value = own.get(key);
        if (value == null) {
            throw new IllegalArgumentException("the settings have no option '" + key + "'");
        }
        return value;
    }

    /** What was given under keys of the provider's own that begin with a prefix, by the rest of the key. */
    Map<String, String> ownBelow(String prefix) {
        Map<String, String> found = new LinkedHashMap<>();
        own.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                found.put(key.substring(prefix.length()), value);
            }
        });
        return found;
    }
}
