package io.github.dmsrec.intent.llm;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.intent.option.OptionReader;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
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
 * @param own the checked values of the provider's own options by key, as {@link ChatProvider#defaults} names them
 */
public record EndpointSettings(
        String baseUrl,
        String model,
        Optional<Double> temperature,
        int seed,
        int maxTokens,
        Duration timeout,
        Map<String, String> own) {

    private static final String NO_TEMPERATURE = "none";

    public EndpointSettings {
        own = Collections.unmodifiableMap(new LinkedHashMap<>(own));
    }

    /** The options that every provider has, with their defaults. */
    public static Map<String, String> defaults() {
        return OptionReader.ordered("temperature", "0", "seed", "42", "max-tokens", "512", "timeout-seconds", "120");
    }

    /**
     * Reads the options of {@link #defaults}.
     *
     * @param own the provider's own, checked
     * @throws UserMistakeException for a value out of range
     */
    public static EndpointSettings of(OptionReader options, String baseUrl, String model, Map<String, String> own) {
        return new EndpointSettings(
                baseUrl,
                model,
                temperature(options),
                options.integer("seed", 0),
                options.integer("max-tokens", 1),
                Duration.ofMillis(
                        (long) (1000 * options.number("timeout-seconds", "at least 0.1", value -> value >= 0.1))),
                own);
    }

    /** Reads the option {@code temperature}. */
    public static Optional<Double> temperature(OptionReader options) {
        return options.text("temperature").equals(NO_TEMPERATURE)
                ? Optional.empty()
                : Optional.of(options.number("temperature", "from 0 to 2, or none", t -> t >= 0 && t <= 2));
    }

    /** Every option of the endpoint by key, {@code seed} excepted. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>(own);
        map.put("temperature", temperature.map(String::valueOf).orElse(NO_TEMPERATURE));
        map.put("max-tokens", Integer.toString(maxTokens));
        map.put("timeout-seconds", Double.toString(timeout.toMillis() / 1000.0));
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
