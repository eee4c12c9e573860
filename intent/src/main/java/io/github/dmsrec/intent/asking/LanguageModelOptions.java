package io.github.dmsrec.intent.asking;

import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionSet;
import io.github.dmsrec.core.option.OptionValues;
import io.github.dmsrec.intent.inferrer.InferrerKind;
import io.github.dmsrec.intent.inferrer.InferrerOptions;
import io.github.dmsrec.intent.inferrer.IntentInferrer;
import io.github.dmsrec.intent.llm.ChatProvider;
import io.github.dmsrec.intent.llm.EndpointSettings;
import io.github.dmsrec.intent.llm.OpenAiProvider;
import io.github.dmsrec.intent.prompt.PromptOptions;
import io.github.dmsrec.intent.reply.AnswerFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

    /** The options of the inferrer that asks by a provider. */
    public static OptionSet options(ChatProvider provider) {
        List<Option<?>> all = new ArrayList<>(provider.options());
        all.addAll(EndpointSettings.OPTIONS);
        all.add(AskingOptions.ANSWERS);
        all.addAll(PromptOptions.OPTIONS);
        all.addAll(AskingOptions.OPTIONS);
        all.addAll(RunLimits.OPTIONS);
        return new OptionSet(InferrerKind.owner(provider.name()), all);
    }

    /** As {@link #ofMap(ChatProvider, Map)}, for an OpenAI-compatible endpoint. */
    public static LanguageModelOptions ofMap(Map<String, String> given) {
        return ofMap(new OpenAiProvider(), given);
    }

    /**
     * Reads the options; {@code answers} and what the provider demands are needed, the others have defaults.
     *
     * @throws io.github.dmsrec.core.UserMistakeException for an unknown key, a missing one or a value out of range
     */
    public static LanguageModelOptions ofMap(ChatProvider provider, Map<String, String> given) {
        return of(provider, options(provider).parse(given));
    }

    /** Checks values of {@link #options}. */
    public static LanguageModelOptions of(ChatProvider provider, OptionValues values) {
        AskingOptions asking = AskingOptions.read(values, provider.settings(values));
        return new LanguageModelOptions(
                provider.name(),
                asking.endpoint(),
                asking.answers(),
                PromptOptions.read(values),
                asking.format(),
                asking.endpoint().seed(),
                asking.concurrency(),
                asking.attempts(),
                asking.maxFailedShare(),
                asking.limits());
    }

    /** How questions are asked, whatever they are about. */
    AskingOptions asking() {
        return new AskingOptions(endpoint, answers, format, concurrency, attempts, maxFailedShare, limits);
    }

    @Override
    public @Nullable String templateText() {
        return prompt.template().text();
    }

    @Override
    public IntentInferrer create() {
        return new LanguageModelInferrer(this, System.getenv(), Clock.SYSTEM);
    }

    @Override
    public Map<String, String> toMap() {
        Map<String, String> map = endpoint.toMap();
        map.put(AskingOptions.ANSWERS.key(), AskingOptions.ANSWERS.type().format(answers));
        prompt.putInto(map);
        map.put("seed", Long.toString(seed));
        asking().putInto(map);
        limits.putInto(map);
        return map;
    }
}
