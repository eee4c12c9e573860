package io.github.dmsrec.intent.answers.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.intent.inferrer.InferrerOptions;
import io.github.dmsrec.intent.llm.EndpointSettings;
import io.github.dmsrec.intent.option.OptionReader;
import io.github.dmsrec.intent.prompt.PromptOptions;
import io.github.dmsrec.intent.prompt.PromptTemplate;
import io.github.dmsrec.intent.reply.AnswerStyle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The choices of {@link ReplayInferrer}: where the answers are, and how the questions were made that they answer. The
 * choices of the prompt must be those of the run that asked; the endpoint's matter where answers are named by the key of
 * their question, which is made of them.
 *
 * @param from a store of answers (its file or folder), or a file of answers made elsewhere, JSONL or Parquet
 * @param endpoint the model and the sampling as they were
 * @param identity what the manifest of the run that asked calls {@code identity}; empty if it has none
 * @param prompt how sessions and candidates were shown, and how answers are read
 * @param maxFailedShare the largest share of rows without a usable answer, in [0, 1]
 */
public record ReplayOptions(
        Path from, EndpointSettings endpoint, String identity, PromptOptions prompt, double maxFailedShare)
        implements InferrerOptions {

    /** The inferrer's name. */
    public static final String NAME = "replay";

    private static final Map<String, String> DEFAULTS = defaults();

    private static Map<String, String> defaults() {
        Map<String, String> defaults = OptionReader.ordered(
                "from", "",
                "model", "",
                "identity", "",
                "temperature", "0",
                "seed", "42",
                "max-tokens", "512");
        defaults.putAll(PromptOptions.defaults());
        defaults.put("max-failed-share", "0.05");
        return defaults;
    }

    /**
     * Reads the choices; {@code from} is needed, the others have the defaults of the inferrers that ask.
     *
     * @throws io.github.dmsrec.core.UserMistakeException for an unknown key, a missing one or a value out of range
     */
    public static ReplayOptions ofMap(Map<String, String> given) {
        OptionReader options = new OptionReader(NAME, given, DEFAULTS);
        return new ReplayOptions(
                Path.of(options.required("from", "from answers.jsonl")),
                new EndpointSettings(
                        "",
                        options.text("model"),
                        EndpointSettings.temperature(options),
                        options.integer("seed", 0),
                        options.integer("max-tokens", 1),
                        Duration.ZERO,
                        Map.of("model", options.text("model"))),
                options.text("identity"),
                PromptOptions.read(options),
                options.number("max-failed-share", "from 0 to 1", share -> share >= 0 && share <= 1));
    }

    /**
     * How the answers of a run that asked are found again.
     *
     * @param recorded the choices of the run's inferrer as its manifest has them; those that no answer depends on are left
     *     out
     * @param model the model's name in the store
     * @param identity what the manifest calls {@code identity}; empty if it has none
     * @throws io.github.dmsrec.core.UserMistakeException if the manifest has values that are out of range
     */
    public static ReplayOptions ofRun(Map<String, String> recorded, String model, String identity) {
        Map<String, String> options = new LinkedHashMap<>();
        recorded.forEach((key, value) -> {
            if (DEFAULTS.containsKey(key)) {
                options.put(key, value);
            }
        });
        options.put("from", recorded.getOrDefault("answers", ""));
        options.put("model", model);
        options.put("identity", identity);
        return ofMap(options);
    }

    /**
     * The choices that a file of answers names itself, as an export does: {@code from}, and {@code model}, {@code titles},
     * {@code max-picks} and a built-in {@code template} whose answers are of the same style as its first line has them.
     *
     * @throws io.github.dmsrec.core.UserMistakeException if the file cannot be read
     */
    public static Map<String, String> saidBy(Path file) {
        JsonNode first = AnswerLines.first(file);
        Map<String, String> options = new LinkedHashMap<>();
        options.put("from", file.toString());
        if (first.path("answers").asText("").equals(AnswerStyle.TITLES.label())) {
            options.put("template", PromptTemplate.PUBLISHED);
        }
        Map.of("model", "model", "titles", "titles", "max_picks", "max-picks").forEach((field, key) -> {
            if (first.hasNonNull(field)) {
                options.put(key, first.path(field).asText());
            }
        });
        return options;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>(DEFAULTS);
        map.put("from", from.toAbsolutePath().normalize().toString());
        map.putAll(endpoint.toMap());
        map.remove("timeout-seconds");
        map.put("seed", Integer.toString(endpoint.seed()));
        map.put("identity", identity);
        prompt.putInto(map);
        map.put("max-failed-share", Double.toString(maxFailedShare));
        return map;
    }
}
