package io.github.dmsrec.intent.answers.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionSet;
import io.github.dmsrec.core.option.OptionValues;
import io.github.dmsrec.intent.inferrer.InferrerKind;
import io.github.dmsrec.intent.inferrer.InferrerOptions;
import io.github.dmsrec.intent.inferrer.IntentInferrer;
import io.github.dmsrec.intent.llm.EndpointSettings;
import io.github.dmsrec.intent.prompt.PromptOptions;
import io.github.dmsrec.intent.prompt.PromptTemplate;
import io.github.dmsrec.intent.reply.AnswerStyle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

    static final Option<Path> FROM = Option.path(
            "from",
            "where answers are: a store (its file or folder), or a file of answers made or exported elsewhere, JSONL or"
                    + " Parquet",
            "answers.jsonl");
    static final Option<String> MODEL = Option.text("model", "the model that answered; a store needs it", "");
    static final Option<String> IDENTITY =
            Option.text("identity", "what the manifest of the run that asked has under 'identity'", "");
    private static final Option<Double> MAX_FAILED_SHARE =
            Option.share("max-failed-share", "largest share of rows without a usable answer", 0.05);

    private static final OptionSet OPTIONS = options();

    /** Its entry in the registry. */
    public static final InferrerKind KIND = new InferrerKind(
            NAME,
            "read from answers that a language model gave before",
            InferrerKind.Source.KEPT,
            OPTIONS,
            ReplayOptions::of);

    private static OptionSet options() {
        List<Option<?>> all = new ArrayList<>(List.of(FROM, MODEL, IDENTITY));
        all.addAll(EndpointSettings.SAMPLING);
        all.addAll(PromptOptions.OPTIONS);
        all.add(MAX_FAILED_SHARE);
        return new OptionSet(InferrerKind.owner(NAME), all);
    }

    /**
     * Reads the options; {@code from} is needed, the others have the defaults of the inferrers that ask.
     *
     * @throws io.github.dmsrec.core.UserMistakeException for an unknown key, a missing one or a value out of range
     */
    public static ReplayOptions ofMap(Map<String, String> given) {
        return of(OPTIONS.parse(given));
    }

    private static ReplayOptions of(OptionValues values) {
        return new ReplayOptions(
                values.get(FROM),
                EndpointSettings.ofSampling(values, values.get(MODEL)),
                values.get(IDENTITY),
                PromptOptions.read(values),
                values.get(MAX_FAILED_SHARE));
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
        Map<String, String> options = OPTIONS.known(recorded);
        options.put(FROM.key(), recorded.getOrDefault("answers", ""));
        options.put(MODEL.key(), model);
        options.put(IDENTITY.key(), identity);
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
        options.put(FROM.key(), file.toString());
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
        Map<String, String> map = new LinkedHashMap<>();
        map.put(FROM.key(), FROM.type().format(from));
        map.put(IDENTITY.key(), identity);
        map.putAll(endpoint.toMap());
        map.remove("timeout-seconds");
        map.put("seed", Integer.toString(endpoint.seed()));
        prompt.putInto(map);
        map.put(MAX_FAILED_SHARE.key(), MAX_FAILED_SHARE.type().format(maxFailedShare));
        return map;
    }

    @Override
    public @Nullable String templateText() {
        return prompt.template().text();
    }

    @Override
    public IntentInferrer create() {
        return new ReplayInferrer(this);
    }
}
