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
import io.github.dmsrec.intent.reply.NumberSchema;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The questions of a list of rows. None is held: each is written when it is asked for. Safe for use by several threads. */
public final class Questions {

    private final LanguageModelOptions options;
    private final String identity;
    private final Catalogue catalogue;
    private final AnswerFormat format;
    private final PromptWriter prompts;
    private final List<IntentRequest> requests;
    private final AnswerReader reader;

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
        this.reader = new AnswerReader(catalogue, options.prompt());
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
        NumberSchema schema = AskingRun.schema(prompt, options.prompt().maxPicks());
        return Optional.of(new Question(row, prompt, schema, key(prompt, schema)));
    }

    /**
     * Reads and validates an answer.
     *
     * @throws AnswerException if it is not usable
     */
    InferredRow read(String answer, Question question) throws AnswerException {
        return reader.read(requests.get(question.row()), question.prompt(), format, answer);
    }

    /**
     * Refuses a store that holds answers to other words under the same name and version.
     *
     * @throws UserMistakeException if it does
     */
    public static void requireSameWords(PromptTemplate template, AnswerStore store, Path where) {
        if (template.file().isEmpty()) {
            return;
        }
        Set<String> others = store.templatesOf(template.versionName());
        others.remove(template.label());
        if (!others.isEmpty()) {
            throw new UserMistakeException(
                    "The template '" + template.file().get() + "' calls itself '" + template.versionName()
                            + "', but the answers in '" + where + "' are to other words of that name and version ("
                            + String.join(", ", others) + "; this one is " + template.label() + ").",
                    "Raise its version, restore its earlier text, or use another folder for answers.");
        }
    }

    private String key(Prompt prompt, NumberSchema schema) {
        return QuestionKey.of(options.endpoint(), identity, options.prompt().template(), format, schema, prompt);
    }
}
