package io.github.dmsrec.intent.infer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.Progress;
import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.intent.answer.AnswerException;
import io.github.dmsrec.intent.answer.AnswerFormat;
import io.github.dmsrec.intent.infer.Questions.Question;
import io.github.dmsrec.intent.llm.ChatEndpoint;
import io.github.dmsrec.intent.llm.ChatProvider;
import io.github.dmsrec.intent.llm.ChatProviders;
import io.github.dmsrec.intent.prompt.IndexedPrompt;
import io.github.dmsrec.intent.prompt.PromptStyle;
import io.github.dmsrec.intent.prompt.PromptWriter;
import io.github.dmsrec.intent.prompt.PublishedPrompt;
import io.github.dmsrec.intent.prompt.WorkedExample;
import io.github.dmsrec.intent.store.AnswerStore;
import io.github.dmsrec.intent.store.StoredAnswer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Asks a language model by one of the {@link ChatProviders}. Answers are kept in a store and nothing is asked twice:
 * neither rows with the same session and candidates, nor what an earlier or interrupted run asked; questions without a
 * usable answer are asked again by the next run only.
 *
 * <p>Neither prompts nor answers are held for a large number of rows: prompts are written when they are asked, and the
 * rows of {@link #infer} are read from the store when they are looked at, which is possible until this is closed.
 */
public final class LanguageModelInferrer implements AskingInferrer {

    /** So many rows are held, about 70 MB; of more, each is read again whenever it is looked at. */
    private static final int ROWS_HELD = 100_000;

    private final LanguageModelOptions options;
    private final ChatProvider provider;
    private final Function<ChatProvider, ChatEndpoint> opener;
    private final RandomStreams random;
    private final Timekeeper timekeeper;
    private Optional<AnswerStore> store = Optional.empty();
    private Optional<ChatEndpoint> endpoint = Optional.empty();
    private Optional<String> identity = Optional.empty();

    /**
     * @param options the choices
     * @param environment where the API key is looked up
     * @param timekeeper the clock and waiting
     */
    public LanguageModelInferrer(LanguageModelOptions options, Map<String, String> environment, Timekeeper timekeeper) {
        this(options, provider(options), provider -> provider.open(options.endpoint(), environment), timekeeper);
    }

    /** Asks an endpoint that is there already. */
    LanguageModelInferrer(LanguageModelOptions options, ChatEndpoint endpoint, Timekeeper timekeeper) {
        this(options, provider(options), provider -> endpoint, timekeeper);
    }

    private LanguageModelInferrer(
            LanguageModelOptions options,
            ChatProvider provider,
            Function<ChatProvider, ChatEndpoint> opener,
            Timekeeper timekeeper) {
        this.options = options;
        this.provider = provider;
        this.opener = opener;
        this.random = new RandomStreams(options.seed());
        this.timekeeper = timekeeper;
    }

    @Override
    public LanguageModelOptions options() {
        return options;
    }

    @Override
    public Inference infer(InferenceSetting setting, List<IntentRequest> requests, Progress progress) {
        AnswerStore answers = store();
        Budget budget = new Budget(options.limits(), options.endpoint().maxTokens());
        Throttle throttle = new Throttle(options.concurrency(), options.limits(), budget, timekeeper);
        Retries retries = new Retries(options.attempts(), random, timekeeper, throttle);
        AnswerFormat format = formatBefore(Optional.of(answers)).orElseGet(() -> probe(answers, retries));
        Catalogue catalogue = setting.catalogue();
        Questions questions = questions(catalogue, format, setting.example(), requests);
        WorkList work = WorkList.of(questions, Optional.of(answers), progress);
        work.tell(budget);
        AskingRun run = new AskingRun(options, endpoint(), retries, throttle, answers, questions, work);
        run.askAll(progress);
        AnswerReader reader = new AnswerReader(catalogue, options.style(), options.maxPicks());
        List<InferredRow> rows =
                new AnsweredRows(questions, answers, (question, stored) -> row(reader, questions, question, stored));
        return new Inference(rows.size() <= ROWS_HELD ? List.copyOf(rows) : rows, facts(format, work, run));
    }

    @Override
    public AskingPlan plan(
            Catalogue catalogue,
            Optional<WorkedExample> example,
            List<IntentRequest> requests,
            Optional<TokenCounter> tokens,
            Progress progress) {
        Optional<AnswerStore> before = AnswerStore.exists(options.answers()) ? Optional.of(store()) : Optional.empty();
        Optional<AnswerFormat> format = formatBefore(before);
        Questions questions = questions(catalogue, format.orElse(AnswerFormat.JSON_SCHEMA), example, requests);
        return AskingPlan.of(questions, format.isPresent(), before, tokens, progress);
    }

    private static ChatProvider provider(LanguageModelOptions options) {
        return ChatProviders.find(options.name())
                .orElseThrow(() -> new IllegalStateException("no provider '" + options.name() + "'"));
    }

    /** Opened when the first question is asked: it may need a secret or load a model, which a plan does not. */
    private ChatEndpoint endpoint() {
        ChatEndpoint open = endpoint.orElseGet(() -> opener.apply(provider));
        endpoint = Optional.of(open);
        return open;
    }

    private String identity() {
        String known = identity.orElseGet(() -> provider.identity(options.endpoint()));
        identity = Optional.of(known);
        return known;
    }

    private AnswerStore store() {
        AnswerStore open = store.orElseGet(() -> AnswerStore.open(options.answers()));
        store = Optional.of(open);
        return open;
    }

    private Questions questions(
            Catalogue catalogue, AnswerFormat format, Optional<WorkedExample> example, List<IntentRequest> requests) {
        return new Questions(options, identity(), catalogue, format, prompts(catalogue, format, example), requests);
    }

    /** The answer format, as far as it is known without asking. */
    private Optional<AnswerFormat> formatBefore(Optional<AnswerStore> answers) {
        if (options.style() == PromptStyle.PUBLISHED) {
            return Optional.of(AnswerFormat.TEXT);
        }
        return options.format()
                .or(() -> answers.flatMap(known -> known.format(
                        options.endpoint().baseUrl(), options.endpoint().model())));
    }

    private AnswerFormat probe(AnswerStore answers, Retries retries) {
        AnswerFormat found = FormatProbe.find(endpoint(), retries);
        answers.putFormat(options.endpoint().baseUrl(), options.endpoint().model(), found);
        return found;
    }

    private PromptWriter prompts(Catalogue catalogue, AnswerFormat format, Optional<WorkedExample> example) {
        Optional<WorkedExample> shown = example.filter(present -> options.example());
        return switch (options.style()) {
            case INDEXED ->
                new IndexedPrompt(
                        catalogue,
                        random,
                        format,
                        options.maxPicks(),
                        options.maxTitleLength(),
                        options.maxClicks(),
                        shown);
            case PUBLISHED -> new PublishedPrompt(catalogue, shown);
        };
    }

    private ObjectNode facts(AnswerFormat format, WorkList work, AskingRun run) {
        Tally all = new Tally();
        all.add(work.before());
        all.add(run.now());
        ObjectNode facts = JsonNodeFactory.instance.objectNode();
        facts.put("answerFormat", format.label());
        if (!identity().isEmpty()) {
            facts.put("identity", identity());
        }
        facts.put("template", options.style().templateVersion());
        facts.put("questions", work.distinct());
        facts.put("askedNow", run.asked());
        facts.put("answeredBefore", work.answered());
        facts.put("attempts", all.attempts());
        facts.putObject("tokens").put("prompt", all.promptTokens()).put("completion", all.completionTokens());
        if (options.limits().hasPrices()) {
            facts.put("cost", options.limits().cost((double) all.promptTokens(), (double) all.completionTokens()));
        }
        if (options.style() == PromptStyle.INDEXED) {
            facts.putObject("droppedNumbers")
                    .put("outOfRange", all.outOfRange())
                    .put("duplicates", all.duplicates())
                    .put("beyondLimit", all.beyondLimit());
        }
        return facts;
    }

    private static InferredRow row(AnswerReader reader, Questions questions, Question question, StoredAnswer stored) {
        try {
            return reader.read(
                    questions.request(question.row()), question.prompt(), questions.format(), stored.answer());
        } catch (AnswerException e) {
            throw new IllegalStateException(
                    "the stored answer " + stored.key() + " was read once and cannot be read now: " + e.reason(), e);
        }
    }

    @Override
    public void close() {
        store.ifPresent(AnswerStore::close);
        store = Optional.empty();
        endpoint.ifPresent(ChatEndpoint::close);
        endpoint = Optional.empty();
    }
}
