package io.github.dmsrec.intent.infer;

import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.intent.answer.AnswerException;
import io.github.dmsrec.intent.answer.AnswerFormat;
import io.github.dmsrec.intent.answer.NumberAnswer;
import io.github.dmsrec.intent.answer.NumberSchema;
import io.github.dmsrec.intent.answer.PublishedAnswer;
import io.github.dmsrec.intent.prompt.Prompt;
import io.github.dmsrec.intent.prompt.PromptStyle;
import io.github.dmsrec.intent.prompt.PromptWriter;
import io.github.dmsrec.intent.store.StoredAnswer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The questions of a list of rows. None is held: each is written when it is asked for. Safe for use by several threads. */
final class Questions {

    private final LanguageModelOptions options;
    private final String identity;
    private final Catalogue catalogue;
    private final AnswerFormat format;
    private final PromptWriter prompts;
    private final List<IntentRequest> requests;

    /**
     * What is asked about a row.
     *
     * @param row its number
     * @param prompt the words
     * @param schema the form of the answer
     * @param key SHA-256 over all that the answer depends on
     */
    record Question(int row, Prompt prompt, NumberSchema schema, String key) {

        /** The length of the prompt. */
        int characters() {
            return prompt.system().length() + prompt.user().length();
        }
    }

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
    }

    /** The number of rows. */
    int rows() {
        return requests.size();
    }

    /** How answers are asked for. */
    AnswerFormat format() {
        return format;
    }

    IntentRequest request(int row) {
        return requests.get(row);
    }

    /** What is asked about a row; empty if nothing in it has a title. */
    Optional<Question> of(int row) {
        IntentRequest request = requests.get(row);
        if (!AnswerReader.askable(catalogue, request)) {
            return Optional.empty();
        }
        Prompt prompt = prompts.write(request.session(), request.candidates());
        NumberSchema schema = AskingRun.schema(prompt, options.maxPicks());
        return Optional.of(new Question(row, prompt, schema, key(prompt, schema)));
    }

    /**
     * Validates an answer.
     *
     * @return what it picks; empty in the published style, whose answers are free text
     * @throws AnswerException if it is not usable
     */
    Optional<NumberAnswer> read(String answer, Question question) throws AnswerException {
        if (options.style() == PromptStyle.PUBLISHED) {
            PublishedAnswer.parse(answer, Set.of());
            return Optional.empty();
        }
        return Optional.of(NumberAnswer.parse(answer, format, question.schema()));
    }

    /**
     * Reads an answer that was validated before it was stored.
     *
     * @throws IllegalStateException if it cannot be read any more
     */
    Optional<NumberAnswer> read(StoredAnswer stored, Question question) {
        try {
            return read(stored.answer(), question);
        } catch (AnswerException e) {
            throw new IllegalStateException(
                    "the stored answer " + stored.key() + " was read once and cannot be read now: " + e.reason(), e);
        }
    }

    private String key(Prompt prompt, NumberSchema schema) {
        return QuestionKey.of(options.endpoint(), identity, options.style(), format, schema, prompt);
    }
}
