package io.github.dmsrec.intent.answers.replay;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.intent.asking.AskingRun;
import io.github.dmsrec.intent.asking.QuestionKey;
import io.github.dmsrec.intent.inferrer.InferenceSetting;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import io.github.dmsrec.intent.prompt.Prompt;
import io.github.dmsrec.intent.prompt.PromptOptions;
import io.github.dmsrec.intent.prompt.PromptWriter;
import io.github.dmsrec.intent.reply.AnswerFormat;
import io.github.dmsrec.intent.reply.AnswerSchema;
import io.github.dmsrec.intent.reply.AnswerStyle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Writes questions again, in each form that they may have been asked in. For one thread. */
final class QuestionRebuilder {

    private final ReplayOptions options;
    private final Catalogue catalogue;
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

    QuestionRebuilder(ReplayOptions options, InferenceSetting setting) {
        this.options = options;
        this.catalogue = setting.catalogue();
        PromptOptions prompt = options.prompt();
        List<AnswerFormat> formats = prompt.template().answers() == AnswerStyle.TITLES
                ? List.of(
                        AnswerFormat.TEXT,
                        AnswerFormat.GRAMMAR,
                        AnswerFormat.STRUCTURED_OUTPUTS,
                        AnswerFormat.JSON_SCHEMA)
                : AnswerFormat.OF_NUMBERS;
        for (AnswerFormat format : formats) {
            prompts.put(
                    format,
                    prompt.writer(
                            setting.catalogue(),
                            new RandomStreams(options.endpoint().seed()),
                            format,
                            setting.example()));
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
        AnswerSchema schema = options.prompt()
                .schema(catalogue, prompt.shown(), format)
                .orElseGet(() -> AskingRun.schema(prompt, options.prompt().maxPicks()));
        String key = QuestionKey.of(
                options.endpoint(),
                options.identity(),
                options.prompt().template().label(),
                format,
                schema,
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
