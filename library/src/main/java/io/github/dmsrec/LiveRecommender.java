package io.github.dmsrec;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.intent.encode.EncoderOptions;
import io.github.dmsrec.intent.encode.TextEncoder;
import io.github.dmsrec.live.ColumnValues;
import io.github.dmsrec.live.ItemSelector;
import io.github.dmsrec.live.LiveBatch;
import io.github.dmsrec.live.LiveScorer;
import io.github.dmsrec.live.NewItems;
import io.github.dmsrec.stage.ItemTexts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Recommends for sessions as they come, of any model: counting methods, backbones, and fused models with whatever infers
 * their intents. Everything is loaded once, by {@link Model#open()}. Safe for any number of threads at once; the answers
 * do not depend on what the others ask. {@link #close()} waits for the calls that are under way.
 */
public final class LiveRecommender implements AutoCloseable {

    /** A session of more clicks is refused. */
    public static final int MOST_CLICKS = 10_000;

    /** What recommends where no item of the session is known. */
    public static final String FALLBACK = "pop";

    private final LiveScorer scorer;
    private final NewItems newItems;
    private final Catalogue catalogue;
    private final Set<String> columns;
    private final LiveBatch batch;
    private final IdTranslation answering;
    private final LiveCatalogue items;
    private final ReadWriteLock inUse = new ReentrantReadWriteLock();
    private boolean closed;

    LiveRecommender(LiveScorer scorer, NewItems newItems) {
        this.scorer = scorer;
        this.newItems = newItems;
        this.catalogue = newItems.catalogue();
        ColumnValues values = new ColumnValues(catalogue);
        this.columns = values.names();
        ItemSelector choice = new ItemSelector(scorer, newItems);
        this.batch = new LiveBatch(scorer, newItems, choice);
        this.answering = new IdTranslation(
                scorer.model().name(),
                scorer.inferrer(),
                scorer.model().members().stream()
                        .map(member -> String.valueOf(member.folder().path().getFileName()))
                        .toList(),
                catalogue,
                new FilterSets(values));
        this.items = new LiveCatalogue(catalogue, choice);
    }

    static LiveRecommender open(Path path, LiveOptions options) {
        LiveScorer scorer =
                LiveScorer.open(path, options.threads(), Inferrer.source(path, options.intents(), options.inferrer()));
        try {
            return new LiveRecommender(scorer, newItems(scorer, options.newer()));
        } catch (RuntimeException e) {
            scorer.close();
            throw e;
        }
    }

    private static NewItems newItems(LiveScorer scorer, @Nullable Dataset newer) {
        Catalogue known = scorer.model().catalogue();
        if (newer == null) {
            return NewItems.none(known);
        }
        try (TextEncoder encoder = ItemTexts.open(EncoderOptions.builtIn(), 1)) {
            return NewItems.of(
                    known, scorer.model().popularity(), newer.content().catalogue(), encoder, Progress.none());
        }
    }

    /** {@return the model's name as in tables, e.g. {@code "sr-gnn+intents"}} */
    public String name() {
        return scorer.model().name();
    }

    /** {@return the name of the model's method, e.g. {@code "sr-gnn"}} */
    public String method() {
        return scorer.model().backbone();
    }

    /** {@return whether the model was trained with intents} */
    public boolean isFused() {
        return scorer.model().isFused();
    }

    /** {@return the SHA-256 of the model's content in hexadecimal: two models that agree in it recommend the same} */
    public String fingerprint() {
        return scorer.model().folder().manifest().fingerprint();
    }

    /** {@return how many items can be recommended} */
    public int items() {
        return catalogue.size();
    }

    /** {@return how many of them the model was not trained with; they are scored through their titles} */
    public int newItems() {
        return newItems.count();
    }

    /** {@return what infers the intents of sessions; null for a model without, or opened without} */
    public @Nullable String inferrer() {
        return scorer.inferrer();
    }

    /** {@return whether a language model is asked for the intents of a session, so that a call may take long} */
    public boolean asksEndpoint() {
        return scorer.asksEndpoint();
    }

    /** {@return whether every id is a decimal integer without sign or leading zeros; such ids are numbers in the command line's JSON} */
    public boolean hasIntegerIds() {
        return catalogue.hasIntegerIds();
    }

    /** {@return the columns that a filter may name} */
    public Set<String> columns() {
        return columns;
    }

    /**
     * Recommends items that the session has not clicked.
     *
     * @param session the ids of the clicked items, oldest first
     * @param k how many items at most
     * @return at most k items, best first
     * @throws InvalidInputException if the session is empty or too long, or k is below 1, or an endpoint that infers the
     *     intents gives no usable answer
     * @throws IllegalStateException if it is closed
     */
    public Recommendations recommend(List<String> session, int k) {
        return recommend(RecommendationRequest.of(session).k(k));
    }

    /**
     * Recommends items.
     *
     * @param request the session and what is wanted
     * @return the items, best first
     * @throws InvalidInputException if the session is too long, the filter or a boost names a column that no item has, or an
     *     endpoint that infers the intents gives no usable answer
     * @throws IllegalStateException if it is closed
     */
    public Recommendations recommend(RecommendationRequest request) {
        return recommend(List.of(request)).get(0);
    }

    /**
     * Recommends items for several sessions at once, which takes a neural model less time than one by one: it scores all of
     * them together. Each answer is the one that its request gets alone, but that the tensor engine may round otherwise: the
     * last digits of scores may differ, and so may the order of items whose scores are that close. A language model that
     * infers intents is asked for one session after the other.
     *
     * @param requests the sessions and what is wanted for each
     * @return the answers in the order of the requests
     * @throws InvalidInputException as for one request; then none is answered
     * @throws IllegalStateException if it is closed
     */
    public List<Recommendations> recommend(List<RecommendationRequest> requests) {
        return whileOpen(() -> {
            requests.forEach(this::require);
            List<IdTranslation.Asked> asked =
                    requests.stream().map(answering::asked).toList();
            List<LiveBatch.Result> results =
                    batch.recommend(asked.stream().map(IdTranslation.Asked::row).toList());
            List<Recommendations> answers = new ArrayList<>(asked.size());
            for (int i = 0; i < asked.size(); i++) {
                answers.add(answering.answer(asked.get(i), results.get(i)));
            }
            return answers;
        });
    }

    /**
     * Recommends the most clicked items that the request allows, without asking the model: what a session of unknown items
     * gets, in next to no time.
     *
     * @param request the session and what is wanted
     * @return the items, most clicked first
     * @throws InvalidInputException as for {@link #recommend(RecommendationRequest)}
     */
    public Recommendations recommendPopular(RecommendationRequest request) {
        require(request);
        IdTranslation.Asked asked = answering.asked(request);
        return answering.answer(asked, batch.popular(asked.row()));
    }

    /**
     * Refuses a request that cannot be answered, whatever the session.
     *
     * @param request the session and what is wanted
     * @throws InvalidInputException if the session is too long, or the filter or a boost names a column that no item has
     */
    public void require(RecommendationRequest request) {
        if (request.session().size() > MOST_CLICKS) {
            throw new InvalidInputException(
                    "The session has " + request.session().size() + " clicks; at most " + MOST_CLICKS
                            + " are accepted. Send the last ones.");
        }
        request.filter().requireColumns("The filter", columns);
        request.boosts().forEach(boost -> boost.where().requireColumns("A boost", columns));
    }

    /**
     * The most clicked items.
     *
     * @param k how many at most, at least 1
     * @return the most clicked first
     * @throws InvalidInputException if k is below 1
     * @throws IllegalStateException if it is closed
     */
    public List<PopularItem> popular(int k) {
        return whileOpen(() -> items.popular(k));
    }

    /**
     * The items that are most similar to one.
     *
     * @param id of the item
     * @param k how many at most, at least 1
     * @return the most similar first
     * @throws InvalidInputException if k is below 1, or there is no such item
     * @throws IllegalStateException if it is closed
     */
    public SimilarItems similar(String id, int k) {
        return whileOpen(() -> items.similar(id, k));
    }

    /**
     * An item.
     *
     * @param id of the item
     * @return null if there is none with that id
     */
    public @Nullable CatalogueItem item(String id) {
        return items.item(id);
    }

    /**
     * Finds items by their titles, for people who type. Every word of the query must be a word of the title, the last one
     * also the beginning of a word; case and accents make no difference. An id that is typed in full finds its item, too.
     *
     * @param query any text
     * @param k how many at most, at least 1
     * @return the best first; none for a query without letters or digits
     * @throws InvalidInputException if k is below 1
     * @throws IllegalStateException if it is closed
     */
    public List<CatalogueItem> search(String query, int k) {
        return whileOpen(() -> items.search(query, k));
    }

    private <T> T whileOpen(Supplier<T> work) {
        inUse.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("this recommender is closed");
            }
            return work.get();
        } catch (UserMistakeException e) {
            throw ExceptionTranslation.translated(e);
        } finally {
            inUse.readLock().unlock();
        }
    }

    /** Frees what the model holds, when the calls that are under way have ended. Closing again does nothing. */
    @Override
    public void close() {
        inUse.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                scorer.close();
            }
        } finally {
            inUse.writeLock().unlock();
        }
    }
}
