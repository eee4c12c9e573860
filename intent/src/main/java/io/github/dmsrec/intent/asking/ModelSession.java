package io.github.dmsrec.intent.asking;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.intent.answers.store.AnswerStore;
import io.github.dmsrec.intent.llm.ChatEndpoint;
import io.github.dmsrec.intent.llm.ChatProvider;
import io.github.dmsrec.intent.llm.ChatReply;
import io.github.dmsrec.intent.reply.AnswerForm;
import io.github.dmsrec.intent.reply.AnswerFormat;
import io.github.dmsrec.intent.reply.AnswerSchema;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A model, the store of its answers and how questions are asked: what runs share, whatever they ask about. Store and
 * endpoint are opened when they are first needed. For one thread.
 */
final class ModelSession implements AutoCloseable {

    private final AskingOptions options;
    private final ChatProvider provider;
    private final Function<ChatProvider, ChatEndpoint> opener;
    private final Consumer<AnswerStore> storeCheck;
    private final Budget budget;
    private final Throttle throttle;
    private final Retries retries;
    private Optional<AnswerStore> store = Optional.empty();
    private Optional<ChatEndpoint> endpoint = Optional.empty();
    private Optional<String> identity = Optional.empty();

    /**
     * @param opener makes the endpoint
     * @param storeCheck refuses a store that does not fit
     */
    ModelSession(
            AskingOptions options,
            ChatProvider provider,
            Function<ChatProvider, ChatEndpoint> opener,
            RandomStreams random,
            Clock clock,
            Consumer<AnswerStore> storeCheck) {
        this.options = options;
        this.provider = provider;
        this.opener = opener;
        this.storeCheck = storeCheck;
        this.budget = new Budget(options.limits(), options.endpoint().maxTokens());
        this.throttle = new Throttle(options.concurrency(), options.limits(), budget, clock);
        this.retries = new Retries(options.attempts(), random, clock, throttle);
    }

    /**
     * What a run came to.
     *
     * @param work what was to be asked
     * @param run what was asked
     */
    record Asked(WorkList work, AskingRun run) {}

    /** The store, made if it is not there. */
    AnswerStore store() {
        if (store.isPresent()) {
            return store.get();
        }
        AnswerStore open = AnswerStore.open(options.answers());
        store = Optional.of(open);
        storeCheck.accept(open);
        return open;
    }

    /** The store, if there is one. */
    Optional<AnswerStore> storeBefore() {
        return AnswerStore.exists(options.answers()) ? Optional.of(store()) : Optional.empty();
    }

    /** What answers depend on beyond the options. */
    String identity() {
        String known = identity.orElseGet(() -> provider.identity(options.endpoint()));
        identity = Optional.of(known);
        return known;
    }

    /** The form of answers as the user chose it or an earlier run found it. */
    Optional<AnswerFormat> formatBefore() {
        return formatBefore("");
    }

    /**
     * As {@link #formatBefore()}.
     *
     * @param form of answers, for which an endpoint may honour other formats than usual; empty for the usual one
     */
    Optional<AnswerFormat> formatBefore(String form) {
        return options.format().or(() -> storeBefore()
                .flatMap(known -> known.format(
                        options.endpoint().baseUrl() + form, options.endpoint().model())));
    }

    /** Keeps the format of a form, as {@link #formatBefore(String)} finds it. */
    void keepFormat(String form, AnswerFormat format) {
        store().putFormat(
                        options.endpoint().baseUrl() + form, options.endpoint().model(), format);
    }

    /** What the form {@code auto} is for a model, as an earlier command settled it, so that its answers are found again. */
    Optional<AnswerForm> settledForm() {
        return storeBefore().flatMap(known -> Stream.of(AnswerForm.TITLES, AnswerForm.NUMBERS)
                .filter(form -> known.format(settledBy(form), options.endpoint().model())
                        .isPresent())
                .findFirst());
    }

    /** Keeps what the form {@code auto} is, unless it is settled; formats as {@link #keepFormat} keeps them. */
    void settleForm(AnswerForm form, AnswerFormat format) {
        if (settledForm().isEmpty()) {
            store().putFormat(settledBy(form), options.endpoint().model(), format);
        }
    }

    private String settledBy(AnswerForm form) {
        return options.endpoint().baseUrl() + " auto=" + form.label();
    }

    /** Tries by which of some formats the endpoint binds a model to titles. */
    Optional<AnswerFormat> probeTitles(List<AnswerFormat> formats) {
        return TitleProbe.find(endpoint(), formats, retries);
    }

    /** Tries what the endpoint honours, and keeps it. */
    AnswerFormat probe() {
        AnswerFormat found = FormatProbe.find(endpoint(), retries);
        keepFormat("", found);
        return found;
    }

    /**
     * Asks what has no usable answer yet.
     *
     * @param check looks at the work before anything is asked
     * @param guard what happens when the picks go by position
     * @throws UserMistakeException if a limit is reached, the endpoint cannot be used or too many questions fail
     */
    Asked askAll(QuestionList questions, Consumer<WorkList> check, PickGuard guard, Progress progress) {
        WorkList work = WorkList.of(questions, Optional.of(store()), progress);
        check.accept(work);
        work.report(budget);
        AskingRun run = new AskingRun(
                options,
                work.open().isEmpty() ? ModelSession::nothingToAsk : endpoint(),
                retries,
                throttle,
                store(),
                questions,
                work,
                guard,
                AskingRun.Patience.USUAL);
        run.askAll(progress);
        return new Asked(work, run);
    }

    private static ChatReply nothingToAsk(
            String system, String user, AnswerFormat format, Optional<AnswerSchema> schema) {
        throw new IllegalStateException("there was nothing to ask");
    }

    /** What was asked and used, for manifests. */
    ObjectNode facts(QuestionList questions, Asked asked) {
        Tally all = new Tally();
        all.add(asked.work().before());
        all.add(asked.run().now());
        return facts(questions, asked.work(), asked.run().asked(), all);
    }

    /** As {@link #facts(QuestionList, Asked)}, where nobody was asked. */
    ObjectNode keptFacts(QuestionList questions, Progress progress) {
        WorkList work = WorkList.of(questions, Optional.of(store()), progress);
        return facts(questions, work, 0, work.before());
    }

    private ObjectNode facts(QuestionList questions, WorkList work, int askedNow, Tally all) {
        ObjectNode facts = JsonNodeFactory.instance.objectNode();
        facts.put("answerFormat", questions.format().label());
        if (!identity().isEmpty()) {
            facts.put("identity", identity());
        }
        facts.put("template", questions.template());
        facts.put("questions", work.distinct());
        facts.put("askedNow", askedNow);
        facts.put("answeredBefore", work.answered());
        facts.put("attempts", all.attempts());
        facts.putObject("tokens").put("prompt", all.promptTokens()).put("completion", all.completionTokens());
        if (options.limits().hasPrices()) {
            facts.put("cost", options.limits().cost((double) all.promptTokens(), (double) all.completionTokens()));
        }
        return facts;
    }

    /** Opened when the first question is asked: it may need a secret or load a model, which a plan does not. */
    private ChatEndpoint endpoint() {
        ChatEndpoint open = endpoint.orElseGet(() -> opener.apply(provider));
        endpoint = Optional.of(open);
        return open;
    }

    @Override
    public void close() {
        store.ifPresent(AnswerStore::close);
        store = Optional.empty();
        endpoint.ifPresent(ChatEndpoint::close);
        endpoint = Optional.empty();
    }
}
