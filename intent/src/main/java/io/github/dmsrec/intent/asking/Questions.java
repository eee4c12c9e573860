package io.github.dmsrec.intent.asking;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.intent.answers.store.AnswerStore;
import io.github.dmsrec.intent.inferrer.InferredRow;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import io.github.dmsrec.intent.prompt.Prompt;
import io.github.dmsrec.intent.prompt.PromptTemplate;
import io.github.dmsrec.intent.prompt.PromptWriter;
import io.github.dmsrec.intent.reply.AnswerException;
import io.github.dmsrec.intent.reply.AnswerFormat;
import io.github.dmsrec.intent.reply.AnswerSchema;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The questions about sessions. */
public final class Questions implements QuestionList {

    private final LanguageModelOptions options;
    private final String identity;
    private final Catalogue catalogue;
    private final AnswerFormat format;
    private final PromptWriter prompts;
    private final List<IntentRequest> requests;
    private final AnswerReader reader;

    /** @param identity of the provider */
    Questions(
            LanguageModelOptions options,
            String identity,
            Catalogue catalogue,
            AnswerFormat format,
            PromptWriter prompts,
            List<IntentRequest> requests) {
        this.options = options;
        this.identity = identity;
        this.catalogue = catalogue;
        this.format = format;
        this.prompts = prompts;
        this.requests = requests;
        this.reader = new AnswerReader(catalogue, options.prompt());
    }

    @Override
    public int rows() {
        return requests.size();
    }

    @Override
    public AnswerFormat format() {
        return format;
    }

    @Override
    public String template() {
        return options.prompt().template().label();
    }

    IntentRequest request(int row) {
        return requests.get(row);
    }

    @Override
    public Optional<Question> of(int row) {
        IntentRequest request = requests.get(row);
        if (!AnswerReader.askable(catalogue, request)) {
            return Optional.empty();
        }
        Prompt prompt = prompts.write(request.session(), request.candidates());
        return options.prompt()
                .schema(catalogue, prompt.shown(), format)
                .map(schema -> new Question(row, prompt, schema, key(prompt, schema)));
    }

    @Override
    public Reading check(String answer, boolean cutOff, Question question) throws AnswerException {
        InferredRow row = read(answer, cutOff, question);
        return new Reading(row.shown().length, row.numbers(), row.repairs());
    }

    /**
     * Reads and validates an answer.
     *
     * @param cutOff whether the limit of tokens ended it
     * @throws AnswerException if it is not usable
     */
    InferredRow read(String answer, boolean cutOff, Question question) throws AnswerException {
        return reader.read(requests.get(question.row()), question.prompt(), format, answer, cutOff);
    }

    /**
     * Refuses a store that holds answers to other words under the same name and version.
     *
     * @throws UserMistakeException if it does
     */
    public static void requireSameWords(PromptTemplate template, AnswerStore store, Path where) {
        template.file()
                .ifPresent(file ->
                        requireSameWords(file.toString(), template.versionName(), template.label(), store, where));
    }

    /**
     * As {@link #requireSameWords(PromptTemplate, AnswerStore, Path)}.
     *
     * @param file the template's
     * @param versionName its name and version
     * @param label these and the fingerprint of its words
     */
    static void requireSameWords(String file, String versionName, String label, AnswerStore store, Path where) {
        Set<String> others = store.templatesOf(versionName);
        others.remove(label);
        if (!others.isEmpty()) {
            throw new UserMistakeException(
                    "The template '" + file + "' calls itself '" + versionName
                            + "', but the answers in '" + where + "' are to other words of that name and version ("
                            + String.join(", ", others) + "; this one is " + label + ").",
                    "Raise its version, restore its earlier text, or use another folder for answers.");
        }
    }

    private String key(Prompt prompt, AnswerSchema schema) {
        return QuestionKey.of(options.endpoint(), identity, template(), format, schema, prompt);
    }
}
