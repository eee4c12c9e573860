package io.github.dmsrec.intent.infer;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.intent.answer.AnswerFormat;
import io.github.dmsrec.intent.prompt.IndexedPrompt;
import io.github.dmsrec.intent.prompt.Prompt;
import io.github.dmsrec.intent.prompt.PromptStyle;
import io.github.dmsrec.intent.prompt.PromptWriter;
import io.github.dmsrec.intent.prompt.PublishedPrompt;
import io.github.dmsrec.intent.prompt.WorkedExample;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Writes questions anew, in each form that they may have been asked in. For one thread. */
final class QuestionsAgain {

    private final ReplayOptions options;
    private final Map<AnswerFormat, PromptWriter> prompts = new LinkedHashMap<>();
    private Optional<AnswerFormat> likeliest = Optional.empty();

    /**
     * A question.
     *
     * @param key its key in a store of answers
     * @param format how its answer's form was asked for
     * @param prompt its words
     */
    record Asked(String key, AnswerFormat format, Prompt prompt) {}

    QuestionsAgain(ReplayOptions options, InferenceSetting setting) {
        this.options = options;
        Optional<WorkedExample> example = setting.example().filter(present -> options.example());
        if (options.style() == PromptStyle.PUBLISHED) {
            prompts.put(AnswerFormat.TEXT, new PublishedPrompt(setting.catalogue(), example));
            return;
        }
        for (AnswerFormat format : AnswerFormat.values()) {
            prompts.put(
                    format,
                    new IndexedPrompt(
                            setting.catalogue(),
                            new RandomStreams(options.endpoint().seed()),
                            format,
                            options.maxPicks(),
                            options.maxTitleLength(),
                            options.maxClicks(),
                            example));
        }
    }

    /** What is found for the question in the first of its forms that something is found for. */
    <T> Optional<T> firstFound(IntentRequest request, Function<Asked, Optional<T>> find) {
        // All questions of a run have one form: what was right once is tried first.
        Optional<T> found = likeliest.flatMap(format -> find.apply(asked(request, format)));
        if (found.isPresent()) {
            return found;
        }
        for (AnswerFormat format : prompts.keySet()) {
            if (likeliest.filter(format::equals).isEmpty()) {
                found = find.apply(asked(request, format));
                if (found.isPresent()) {
                    likeliest = Optional.of(format);
                    return found;
                }
            }
        }
        return found;
    }

    /** The candidates in the order in which the question shows them, which is the same in every form. */
    int[] shown(IntentRequest request) {
        return prompt(request, AnswerFormat.TEXT).shown();
    }

    private Asked asked(IntentRequest request, AnswerFormat format) {
        Prompt prompt = prompt(request, format);
        String key = QuestionKey.of(
                options.endpoint(),
                options.identity(),
                options.style(),
                format,
                AskingRun.schema(prompt, options.maxPicks()),
                prompt);
        return new Asked(key, format, prompt);
    }

    private Prompt prompt(IntentRequest request, AnswerFormat format) {
        PromptWriter writer = prompts.get(format);
        if (writer == null) {
            throw new IllegalStateException("no prompts of the form " + format.label());
        }
        return writer.write(request.session(), request.candidates());
    }
}
