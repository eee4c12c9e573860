package io.github.dmsrec.intent.asking;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.intent.answers.store.AnswerStore;
import io.github.dmsrec.intent.answers.store.StoredAnswer;
import io.github.dmsrec.intent.llm.ChatEndpoint;
import io.github.dmsrec.intent.llm.ChatProvider;
import io.github.dmsrec.intent.prompt.FacetTemplate;
import io.github.dmsrec.intent.reply.AnswerException;
import io.github.dmsrec.intent.reply.AnswerFormat;
import io.github.dmsrec.intent.reply.FacetAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks a language model about items, once each. Answers are kept in a store and nothing is asked twice: a run that was
 * interrupted goes on with the same call. For one thread.
 */
public final class ItemDescriber implements AutoCloseable {

    private static final int READ_AT_ONCE = 256;
    private static final String NOT_ASKED = "not asked";

    private final DescribeOptions options;
    private final ModelSession session;

    /**
     * What is known of one item.
     *
     * @param item its index
     * @param answer the facets; null if there is none
     * @param reason why not; empty if there is one
     */
    public record Described(int item, @Nullable FacetAnswer answer, String reason) {}

    /**
     * What was asked.
     *
     * @param items in the order of asking
     * @param facts what was counted, for the manifest
     */
    public record Descriptions(List<Described> items, ObjectNode facts) {}

    /**
     * @param environment where the API key is looked up
     * @param clock the clock and waiting
     */
    public ItemDescriber(DescribeOptions options, Map<String, String> environment, Clock clock) {
        this(options, provider -> provider.open(options.asking().endpoint(), environment), clock);
    }

    private ItemDescriber(DescribeOptions options, Function<ChatProvider, ChatEndpoint> opener, Clock clock) {
        this.options = options;
        this.session = new ModelSession(
                options.asking(),
                options.provider(),
                opener,
                new RandomStreams(options.asking().endpoint().seed()),
                clock,
                store -> requireSameWords(options, store));
    }

    private static void requireSameWords(DescribeOptions options, AnswerStore store) {
        FacetTemplate template = options.template();
        if (template.file() != null) {
            Questions.requireSameWords(
                    String.valueOf(template.file()),
                    "facets-" + template.versionName(),
                    template.label(),
                    store,
                    options.asking().answers());
        }
    }

    /**
     * What would be asked. Asks nobody, and makes no store.
     *
     * @param items in the order in which they are asked about
     * @param tokens counts as the model does; empty to estimate
     */
    public AskingPlan plan(Catalogue catalogue, int[] items, Optional<TokenCounter> tokens, Progress progress) {
        Optional<AnswerFormat> format = session.formatBefore();
        ItemQuestions questions = questions(catalogue, items, format.orElse(AnswerFormat.JSON_SCHEMA));
        return AskingPlan.of(
                options.asking().endpoint().model(),
                questions,
                format.isPresent(),
                session.storeBefore(),
                tokens,
                progress);
    }

    /**
     * Asks about items that have no usable answer yet.
     *
     * @param items in the order in which they are asked about
     * @throws UserMistakeException if a limit is reached, the endpoint cannot be used or too many
     *     questions fail
     */
    public Descriptions describe(Catalogue catalogue, int[] items, Progress progress) {
        session.store();
        ItemQuestions questions =
                questions(catalogue, items, session.formatBefore().orElseGet(session::probe));
        ModelSession.Asked asked = session.askAll(questions, work -> {}, PickGuard.OFF, progress);
        return new Descriptions(read(questions, items), session.facts(questions, asked));
    }

    /** What the store knows of items. Asks nobody; items without an answer have none. */
    public Descriptions kept(Catalogue catalogue, int[] items, Progress progress) {
        ItemQuestions questions =
                questions(catalogue, items, session.formatBefore().orElseGet(() -> mostKept(catalogue, items)));
        return new Descriptions(read(questions, items), session.keptFacts(questions, progress));
    }

    /**
     * As {@link #kept}, where every item with a title must have been asked about.
     *
     * @throws UserMistakeException if one was not
     */
    public Descriptions replay(Catalogue catalogue, int[] items, Progress progress) {
        Descriptions kept = kept(catalogue, items, progress);
        List<Described> missing = kept.items().stream()
                .filter(item -> item.reason().equals(NOT_ASKED))
                .toList();
        if (!missing.isEmpty()) {
            throw new UserMistakeException(
                    "'" + options.asking().answers() + "' has no answer about " + missing.size() + " of " + items.length
                            + " items; the first is '"
                            + catalogue.id(missing.get(0).item()) + "'.",
                    "Finish the run that asked, and use its model, 'identity', sampling, template and columns;"
                            + " '--kept-only' takes what there is.");
        }
        return kept;
    }

    /** The format that most of the items were asked in: a store names it by the endpoint, which may be unknown. */
    private AnswerFormat mostKept(Catalogue catalogue, int[] items) {
        AnswerFormat most = AnswerFormat.JSON_SCHEMA;
        long found = 0;
        for (AnswerFormat format : AnswerFormat.values()) {
            long ofThis = read(questions(catalogue, items, format), items).stream()
                    .filter(item -> item.answer() != null)
                    .count();
            if (ofThis > found) {
                most = format;
                found = ofThis;
            }
        }
        return most;
    }

    private ItemQuestions questions(Catalogue catalogue, int[] items, AnswerFormat format) {
        return new ItemQuestions(options, session.identity(), catalogue, format, items);
    }

    private List<Described> read(ItemQuestions questions, int[] items) {
        List<Described> described = new ArrayList<>(items.length);
        for (int from = 0; from < items.length; from += READ_AT_ONCE) {
            int to = Math.min(from + READ_AT_ONCE, items.length);
            List<Optional<QuestionList.Question>> asked = new ArrayList<>();
            for (int row = from; row < to; row++) {
                asked.add(questions.of(row));
            }
            Map<String, StoredAnswer> found = session.store()
                    .findAll(asked.stream()
                            .flatMap(Optional::stream)
                            .map(QuestionList.Question::key)
                            .toList());
            for (int row = from; row < to; row++) {
                StoredAnswer answer = asked.get(row - from)
                        .map(question -> found.get(question.key()))
                        .orElse(null);
                described.add(read(questions, items[row], asked.get(row - from).isPresent(), answer));
            }
        }
        return described;
    }

    private static Described read(ItemQuestions questions, int item, boolean hasTitle, @Nullable StoredAnswer answer) {
        if (!hasTitle) {
            return new Described(item, null, "no title");
        }
        if (answer == null) {
            return new Described(item, null, NOT_ASKED);
        }
        if (!answer.answered()) {
            return new Described(item, null, answer.reason());
        }
        try {
            return new Described(item, questions.read(answer.answer(), item), "");
        } catch (AnswerException e) {
            return new Described(item, null, e.reason());
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
