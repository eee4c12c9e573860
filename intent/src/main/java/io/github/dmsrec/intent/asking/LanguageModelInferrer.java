package io.github.dmsrec.intent.asking;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.intent.answers.store.AnswerStore;
import io.github.dmsrec.intent.answers.store.StoredAnswer;
import io.github.dmsrec.intent.asking.QuestionList.Question;
import io.github.dmsrec.intent.inferrer.Inference;
import io.github.dmsrec.intent.inferrer.InferenceSetting;
import io.github.dmsrec.intent.inferrer.InferredRow;
import io.github.dmsrec.intent.inferrer.InferrerKind;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import io.github.dmsrec.intent.inferrer.LiveSetting;
import io.github.dmsrec.intent.inferrer.RowStatus;
import io.github.dmsrec.intent.inferrer.SessionInferrer;
import io.github.dmsrec.intent.llm.ChatEndpoint;
import io.github.dmsrec.intent.llm.ChatProvider;
import io.github.dmsrec.intent.llm.ChatProviders;
import io.github.dmsrec.intent.prompt.CandidateOrder;
import io.github.dmsrec.intent.prompt.WorkedExample;
import io.github.dmsrec.intent.reply.AnswerException;
import io.github.dmsrec.intent.reply.AnswerForm;
import io.github.dmsrec.intent.reply.AnswerFormat;
import io.github.dmsrec.intent.reply.AnswerStyle;
import java.nio.file.Path;
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

    private final ChatProvider provider;
    private final Function<ChatProvider, ChatEndpoint> opener;
    private final RandomStreams random;
    private final Clock clock;
    private final boolean auto;
    private final ModelSession session;
    private LanguageModelOptions options;

    /** The entry of a provider's inferrer in the registry. */
    public static InferrerKind kind(ChatProvider provider) {
        return new InferrerKind(
                provider.name(),
                "inferred by a language model",
                InferrerKind.Source.ASKED,
                LanguageModelOptions.options(provider),
                values -> LanguageModelOptions.of(provider, values));
    }

    /**
     * @param options the choices
     * @param environment where the API key is looked up
     * @param clock the clock and waiting
     */
    public LanguageModelInferrer(LanguageModelOptions options, Map<String, String> environment, Clock clock) {
        this(options, provider(options), provider -> provider.open(options.endpoint(), environment), clock);
    }

    /** Asks an endpoint that is there already. */
    LanguageModelInferrer(LanguageModelOptions options, ChatEndpoint endpoint, Clock clock) {
        this(options, provider(options), provider -> endpoint, clock);
    }

    private LanguageModelInferrer(
            LanguageModelOptions options,
            ChatProvider provider,
            Function<ChatProvider, ChatEndpoint> opener,
            Clock clock) {
        this.options = options;
        this.auto = options.prompt().form() == AnswerForm.AUTO;
        this.provider = provider;
        this.opener = opener;
        this.random = new RandomStreams(options.seed());
        this.clock = clock;
        this.session = new ModelSession(
                options.asking(),
                provider,
                opener,
                random,
                clock,
                store -> Questions.requireSameWords(options.prompt().template(), store, options.answers()));
    }

    /** The choices; {@code answer-form=auto} is what was found, once this has inferred. */
    @Override
    public LanguageModelOptions options() {
        return options;
    }

    @Override
    public Inference infer(InferenceSetting setting, List<IntentRequest> requests, Progress progress) {
        AnswerStore answers = session.store();
        AnswerFormat format = settleFormat(progress);
        Questions questions = questions(setting.catalogue(), format, setting.example(), requests);
        ModelSession.Asked asked = session.askAll(questions, this::refuseUnreadable, guard(), progress);
        List<InferredRow> rows =
                new AnsweredRows(questions, answers, (question, stored) -> row(questions, question, stored));
        ObjectNode facts = session.facts(questions, asked);
        Tally dropped = new Tally();
        dropped.add(asked.work().before());
        dropped.add(asked.run().now());
        dropped.describeDropped(options.prompt(), facts);
        return new Inference(rows.size() <= ROWS_HELD ? List.copyOf(rows) : rows, facts);
    }

    @Override
    public AskingPlan plan(
            Catalogue catalogue,
            Optional<WorkedExample> example,
            List<IntentRequest> requests,
            Optional<TokenCounter> tokens,
            Progress progress) {
        Optional<AnswerStore> before = session.storeBefore();
        Optional<AnswerFormat> format = assumeForm(Progress.NONE);
        AnswerFormat likely = format.orElseGet(
                () -> options.prompt().bindsTitles() ? provider.titleFormats().get(0) : AnswerFormat.JSON_SCHEMA);
        Questions questions = questions(catalogue, likely, example, requests);
        return AskingPlan.of(options.endpoint().model(), questions, format.isPresent(), before, tokens, progress);
    }

    @Override
    public BatchExport exportBatch(
            Catalogue catalogue,
            Optional<WorkedExample> example,
            List<IntentRequest> requests,
            Path folder,
            Progress progress) {
        BatchExport.requireEmpty(folder);
        AnswerFormat format = batchFormat(progress);
        // Before the files: what they ask is found by later commands whatever happens to this one.
        settleForm(format);
        Questions questions = questions(catalogue, format, example, requests);
        WorkList work = WorkList.of(questions, Optional.of(session.store()), progress);
        return BatchExport.write(provider, options, questions, work, folder, BatchExport.USUAL, progress);
    }

    @Override
    public BatchImport importBatch(
            Catalogue catalogue,
            Optional<WorkedExample> example,
            List<IntentRequest> requests,
            List<Path> files,
            Progress progress) {
        AnswerFormat format = batchFormat(progress);
        BatchImport result = BatchImport.read(
                options, questions(catalogue, format, example, requests), session.store(), files, progress);
        settleForm(format);
        return result;
    }

    /**
     * How questions are put in batch files. It is kept in the store, so that the answers are found by runs that could try the
     * endpoint.
     */
    public BatchForm batchForm() {
        AnswerFormat format = batchFormat(Progress.NONE);
        settleForm(format);
        return new BatchForm(options.name(), options.toMap(), format);
    }

    /** How a file of requests asks; nobody can be tried. */
    private AnswerFormat batchFormat(Progress progress) {
        Optional<AnswerFormat> known = assumeForm(progress);
        if (auto && known.isEmpty()) {
            progress.result(
                    "answer-form=auto is numbers here, because files cannot try what a server binds. Later commands"
                            + " with auto and the answers in '" + options.answers() + "' keep to it.");
            options = options.withForm(AnswerForm.NUMBERS);
            known = formatBefore();
        }
        AnswerFormat format = known.orElse(AnswerFormat.JSON_SCHEMA);
        if (options.prompt().template().answers() == AnswerStyle.NUMBERS
                || options.prompt().bindsTitles()) {
            session.keepFormat(form(), format);
        }
        return format;
    }

    @Override
    public SessionInferrer forSessions(LiveSetting setting) {
        return new LiveAsking(options, opener.apply(provider), random, clock, setting);
    }

    static ChatProvider provider(LanguageModelOptions options) {
        return ChatProviders.find(options.name())
                .orElseThrow(() -> new IllegalStateException("no provider '" + options.name() + "'"));
    }

    private Questions questions(
            Catalogue catalogue, AnswerFormat format, Optional<WorkedExample> example, List<IntentRequest> requests) {
        return new Questions(
                options,
                session.identity(),
                catalogue,
                format,
                options.prompt().writer(catalogue, random, format, example),
                requests);
    }

    /** Finds how answers are asked for; what was to be found out is a choice afterwards. */
    private AnswerFormat settleFormat(Progress progress) {
        AnswerFormat format = findFormat(progress);
        settleForm(format);
        return format;
    }

    private void settleForm(AnswerFormat format) {
        if (auto) {
            session.settleForm(options.prompt().form(), format);
        }
    }

    private AnswerFormat findFormat(Progress progress) {
        Optional<AnswerFormat> known = assumeForm(progress);
        if (known.isPresent()) {
            return known.get();
        }
        if (!options.prompt().bindsTitles()) {
            return session.probe();
        }
        Optional<AnswerFormat> bound = session.probeTitles(provider.titleFormats());
        if (bound.isPresent()) {
            session.keepFormat(form(), bound.get());
            return bound.get();
        }
        if (!auto) {
            throw TitleProbe.unbound(options.endpoint());
        }
        progress.result("The endpoint of model '" + options.endpoint().model()
                + "' does not bind answers to titles, so it is asked for numbers.");
        options = options.withForm(AnswerForm.NUMBERS);
        return formatBefore().orElseGet(session::probe);
    }

    /**
     * Takes {@code auto} for what an earlier command settled, which it says, else for titles; the format, as far as it is known
     * without asking.
     */
    private Optional<AnswerFormat> assumeForm(Progress progress) {
        if (options.prompt().form() == AnswerForm.AUTO) {
            Optional<AnswerForm> settled = session.settledForm();
            settled.ifPresent(form -> progress.result("answer-form=auto is " + form.label()
                    + ", as an earlier command settled it for model '"
                    + options.endpoint().model() + "' and the answers in '" + options.answers()
                    + "'; answer-form=titles or numbers chooses otherwise."));
            options = options.withForm(settled.orElse(AnswerForm.TITLES));
        }
        return formatBefore();
    }

    /** An endpoint may honour other formats for titles than for numbers. */
    private String form() {
        return options.prompt().bindsTitles() ? " titles" : "";
    }

    /** In a ranked list the first candidates are the best, so that positions say nothing. */
    private PickGuard guard() {
        return options.prompt().order() == CandidateOrder.SHUFFLED ? options.guard() : PickGuard.OFF;
    }

    /** The answer format, as far as it is known without asking. */
    private Optional<AnswerFormat> formatBefore() {
        boolean free =
                !options.prompt().bindsTitles() && options.prompt().template().answers() == AnswerStyle.TITLES;
        return free ? Optional.of(AnswerFormat.TEXT) : session.formatBefore(form());
    }

    /** Kept answers cost nothing, so that they do not count among those that a run may fail at while it asks. */
    private void refuseUnreadable(WorkList work) {
        int unreadable =
                work.unreadable().values().stream().mapToInt(Integer::intValue).sum();
        if (unreadable > options.maxFailedShare() * work.distinct()) {
            throw new UserMistakeException(
                    unreadable + " of " + work.distinct() + " answers kept in '" + options.answers()
                            + "' cannot be used as they are read now, more than the share "
                            + options.maxFailedShare() + " that may fail: " + work.unreadable() + ".",
                    "Add 'titles published', which takes any text, as these answers were read then.");
        }
    }

    private static InferredRow row(Questions questions, Question question, StoredAnswer stored) {
        try {
            return questions.read(stored.answer(), stored.cutOff(), question);
        } catch (AnswerException e) {
            // It was kept by a run that read titles otherwise.
            return InferredRow.without(RowStatus.FAILED, e.reason());
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
