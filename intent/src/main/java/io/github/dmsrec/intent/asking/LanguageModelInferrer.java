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
import io.github.dmsrec.intent.prompt.WorkedExample;
import io.github.dmsrec.intent.reply.AnswerException;
import io.github.dmsrec.intent.reply.AnswerFormat;
import io.github.dmsrec.intent.reply.AnswerStyle;
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
    private final Clock clock;
    private final ModelSession session;

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

    @Override
    public LanguageModelOptions options() {
        return options;
    }

    @Override
    public Inference infer(InferenceSetting setting, List<IntentRequest> requests, Progress progress) {
        AnswerStore answers = session.store();
        AnswerFormat format = formatBefore().orElseGet(session::probe);
        Questions questions = questions(setting.catalogue(), format, setting.example(), requests);
        ModelSession.Asked asked = session.askAll(questions, this::refuseUnreadable, progress);
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
        Optional<AnswerFormat> format = formatBefore();
        Questions questions = questions(catalogue, format.orElse(AnswerFormat.JSON_SCHEMA), example, requests);
        return AskingPlan.of(questions, format.isPresent(), before, tokens, progress);
    }

    @Override
    public SessionInferrer forSessions(LiveSetting setting) {
        return new LiveAsking(options, opener.apply(provider), random, clock, setting);
    }

    private static ChatProvider provider(LanguageModelOptions options) {
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

    /** The answer format, as far as it is known without asking. */
    private Optional<AnswerFormat> formatBefore() {
        return options.prompt().template().answers() == AnswerStyle.TITLES
                ? Optional.of(AnswerFormat.TEXT)
                : session.formatBefore();
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
            return questions.read(stored.answer(), question);
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
