package io.github.dmsrec.intent.asking;

import io.github.dmsrec.core.UserMistakeException;
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
import io.github.dmsrec.intent.reply.AnswerForm;
import io.github.dmsrec.intent.reply.AnswerFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
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
 * @param guard what happens when the picks go by position
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
        PickGuard guard,
        RunLimits limits)
        implements InferrerOptions {

    private static final Option<PickGuard> GUARD = Option.label(
            "guard",
            "what happens when most answers are runs of neighbours or go by position: stop, warn or off",
            PickGuard.class,
            PickGuard.STOP);

    /** The options of the inferrer that asks by a provider. */
    public static OptionSet options(ChatProvider provider) {
        List<Option<?>> all = new ArrayList<>(provider.options());
        all.addAll(EndpointSettings.OPTIONS);
        all.add(AskingOptions.ANSWERS);
        all.addAll(PromptOptions.OPTIONS);
        all.addAll(AskingOptions.OPTIONS);
        all.add(GUARD);
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
        PromptOptions prompt = PromptOptions.read(values);
        asking.format().ifPresent(format -> requireFormat(provider, prompt.form(), format));
        return new LanguageModelOptions(
                provider.name(),
                asking.endpoint(),
                asking.answers(),
                prompt,
                asking.format(),
                asking.endpoint().seed(),
                asking.concurrency(),
                asking.attempts(),
                asking.maxFailedShare(),
                values.get(GUARD),
                asking.limits());
    }

    /** How questions are asked, whatever they are about. */
    AskingOptions asking() {
        return new AskingOptions(endpoint, answers, format, concurrency, attempts, maxFailedShare, limits);
    }

    private static void requireFormat(ChatProvider provider, AnswerForm form, AnswerFormat format) {
        if (form == AnswerForm.AUTO) {
            throw new UserMistakeException("The option 'answer-format' is '" + format.label()
                    + "', but 'answer-form=auto' tries what the endpoint honours. Choose 'answer-form=titles' or"
                    + " 'answer-form=numbers', or omit 'answer-format'.");
        }
        List<AnswerFormat> possible = form == AnswerForm.TITLES ? provider.titleFormats() : AnswerFormat.OF_NUMBERS;
        if (!possible.contains(format)) {
            throw new UserMistakeException("The option 'answer-format' is '" + format.label() + "'; for answers by "
                    + (form == AnswerForm.TITLES ? "bound titles" : "numbers") + ", '" + provider.name() + "' knows "
                    + possible.stream().map(AnswerFormat::label).collect(Collectors.joining(", "))
                    + ". Choose one of them, or omit the option.");
        }
    }

    /** The same with another form of answers. */
    public LanguageModelOptions withForm(AnswerForm form) {
        return with(prompt.withForm(form), form == prompt.form() ? format : Optional.empty(), guard);
    }

    /** The same that watches no picks, for a probe, which counts them itself. */
    public LanguageModelOptions withoutGuard() {
        return with(prompt, format, PickGuard.OFF);
    }

    private LanguageModelOptions with(PromptOptions prompt, Optional<AnswerFormat> format, PickGuard guard) {
        return new LanguageModelOptions(
                name, endpoint, answers, prompt, format, seed, concurrency, attempts, maxFailedShare, guard, limits);
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
        map.put(GUARD.key(), GUARD.type().format(guard));
        limits.putInto(map);
        return map;
    }
}
