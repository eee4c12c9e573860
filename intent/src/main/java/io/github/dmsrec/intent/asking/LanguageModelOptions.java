package io.github.dmsrec.intent.asking;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.intent.inferrer.InferrerOptions;
import io.github.dmsrec.intent.llm.ChatProvider;
import io.github.dmsrec.intent.llm.EndpointSettings;
import io.github.dmsrec.intent.llm.OpenAiProvider;
import io.github.dmsrec.intent.option.OptionReader;
import io.github.dmsrec.intent.prompt.PromptOptions;
import io.github.dmsrec.intent.reply.AnswerFormat;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The choices of {@link LanguageModelInferrer}. Secrets are none of them: they come from the environment, or from a file that is
 * named.
 *
 * @param name of the inferrer, which is its provider's
 * @param endpoint where the model is and how it samples
 * @param answers the folder of the store of answers
 * @param prompt how sessions and candidates are shown, and how answers are read
 * @param format how the answer's form is asked for; empty to try what the endpoint can. Answers by titles are text
 * @param seed decides the order of the candidates
 * @param concurrency how many questions are under way at once at most, at least 1; fewer while the server is overloaded
 * @param attempts how often a question is asked at most in one run, at least 1; what a server is too busy for while it
 *     answers others does not count
 * @param maxFailedShare the largest share of questions that may fail, in [0, 1]
 * @param limits how fast questions may be asked, and when to stop
 */
public record LanguageModelOptions(
        String name,
        EndpointSettings endpoint,
        Path answers,
        PromptOptions prompt,
        Optional<AnswerFormat> format,
        long seed,
        int concurrency,
        int attempts,
        double maxFailedShare,
        RunLimits limits)
        implements InferrerOptions {

    /** The name of the inferrer that asks OpenAI-compatible endpoints. */
    public static final String NAME = OpenAiProvider.NAME;

    private static final String AUTOMATIC = "auto";

    private static Map<String, String> defaults(ChatProvider provider) {
        Map<String, String> defaults = new LinkedHashMap<>(provider.defaults());
        defaults.putAll(EndpointSettings.defaults());
        defaults.put("answers", "");
        defaults.putAll(PromptOptions.defaults());
        defaults.putAll(OptionReader.ordered(
                "answer-format", AUTOMATIC,
                "concurrency", "8",
                "attempts", "5",
                "max-failed-share", "0.05"));
        RunLimits.putDefaults(defaults);
        return defaults;
    }

    /** As {@link #ofMap(ChatProvider, Map)}, for an OpenAI-compatible endpoint. */
    public static LanguageModelOptions ofMap(Map<String, String> given) {
        return ofMap(new OpenAiProvider(), given);
    }

    /**
     * Reads the choices; {@code answers} and what the provider demands are needed, the others have defaults.
     *
     * @throws UserMistakeException for an unknown key, a missing one or a value out of range
     */
    public static LanguageModelOptions ofMap(ChatProvider provider, Map<String, String> given) {
        OptionReader reader = new OptionReader(provider.name(), given, defaults(provider));
        return new LanguageModelOptions(
                provider.name(),
                provider.settings(reader),
                Path.of(reader.required("answers", "answers FOLDER")),
                PromptOptions.read(reader),
                reader.text("answer-format").equals(AUTOMATIC)
                        ? Optional.empty()
                        : Optional.of(reader.choice(
                                "answer-format", "auto, json-schema, json-object or text", AnswerFormat::ofLabel)),
                reader.integer("seed", 0),
                reader.integer("concurrency", 1),
                reader.integer("attempts", 1),
                reader.number("max-failed-share", "from 0 to 1", share -> share >= 0 && share <= 1),
                RunLimits.read(reader));
    }

    @Override
    public Map<String, String> toMap() {
        Map<String, String> map = endpoint.toMap();
        map.put("answers", answers.toAbsolutePath().normalize().toString());
        prompt.putInto(map);
        map.put("answer-format", format.map(AnswerFormat::label).orElse(AUTOMATIC));
        map.put("seed", Long.toString(seed));
        map.put("concurrency", Integer.toString(concurrency));
        map.put("attempts", Integer.toString(attempts));
        map.put("max-failed-share", Double.toString(maxFailedShare));
        limits.putInto(map);
        return map;
    }
}
