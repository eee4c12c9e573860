package io.github.dmsrec.intent.asking;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.intent.asking.QuestionList.Question;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import io.github.dmsrec.intent.llm.ChatProvider;
import io.github.dmsrec.intent.llm.ChatProviders;
import io.github.dmsrec.intent.prompt.PromptWriter;
import io.github.dmsrec.intent.prompt.WorkedExample;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Questions about sessions as requests of batch files, and what answers to them say: those of
 * {@link LanguageModelInferrer#exportBatch} and {@link LanguageModelInferrer#importBatch}, for callers that bring rows and
 * lines together by themselves. Asks nobody. Immutable and safe for use by several threads.
 */
public final class BatchQuestions {

    private final ChatProvider provider;
    private final LanguageModelOptions options;
    private final BatchForm form;
    private final Catalogue catalogue;
    private final String identity;
    private final PromptWriter prompts;

    /**
     * @param form as of {@link LanguageModelInferrer#batchForm}
     * @param catalogue all items
     * @param example for prompts, from the training rows
     * @throws io.github.dmsrec.core.UserMistakeException if the inferrer has no batch form, the catalogue lacks what the options show, or
     *     a file that they name is not there or not as it was
     */
    public BatchQuestions(BatchForm form, Catalogue catalogue, Optional<WorkedExample> example) {
        this.form = form;
        this.catalogue = catalogue;
        provider = ChatProviders.find(form.inferrer())
                .orElseThrow(() -> new IllegalArgumentException("no provider '" + form.inferrer() + "'"));
        options = LanguageModelOptions.ofMap(provider, form.options());
        BatchRequest.requireForm(provider, options);
        identity = provider.identity(options.endpoint());
        prompts = options.prompt().writer(catalogue, new RandomStreams(options.seed()), form.format(), example);
    }

    /** The folder of the store that answers are kept in. */
    public Path answers() {
        return options.answers();
    }

    /** The name of the model. */
    public String model() {
        return options.endpoint().model();
    }

    /** Whether the words show an example, if there is one. */
    public boolean showsExample() {
        return options.prompt().example();
    }

    /** The template of the words, with its version. */
    public String template() {
        return options.prompt().template().label();
    }

    /** The items. */
    public Catalogue catalogue() {
        return catalogue;
    }

    /**
     * Puts a question.
     *
     * @return null if nothing in the row has a title, so that there is nothing to ask
     */
    public @Nullable BatchRequest request(IntentRequest request) {
        Questions questions = questions(request);
        return questions
                .of(0)
                .map(question -> BatchRequest.of(provider, options, questions, question))
                .orElse(null);
    }

    /**
     * Reads an answer.
     *
     * @param request the row that was asked about
     * @param line of its question
     */
    public BatchReply read(IntentRequest request, BatchLine line) {
        Questions questions = questions(request);
        Question question = questions
                .of(0)
                .filter(asked -> asked.key().equals(line.key()))
                .orElseThrow(() -> new IllegalArgumentException("the line answers another question: " + line.key()));
        return line.read(options, questions, question);
    }

    private Questions questions(IntentRequest request) {
        return new Questions(options, identity, catalogue, form.format(), prompts, List.of(request));
    }
}
