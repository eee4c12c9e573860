package io.github.dmsrec;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.intent.SessionIntents;
import io.github.dmsrec.intent.encode.EncoderOptions;
import io.github.dmsrec.intent.encode.TextEncoder;
import io.github.dmsrec.live.Choice;
import io.github.dmsrec.live.Evidence;
import io.github.dmsrec.live.LiveScorer;
import io.github.dmsrec.live.NewItems;
import io.github.dmsrec.live.Titles;
import io.github.dmsrec.live.Wanted;
import io.github.dmsrec.stage.ItemTexts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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
    private final Evidence evidence;
    private final Choice choice;
    private final long[] clicks;
    private final Titles titles;
    private final ReadWriteLock inUse = new ReentrantReadWriteLock();
    private boolean closed;

    LiveRecommender(LiveScorer scorer, NewItems newItems) {
        this.scorer = scorer;
        this.newItems = newItems;
        this.catalogue = newItems.catalogue();
        this.columns = catalogue.items().stream()
                .flatMap(item -> item.attributes().keySet().stream())
                .collect(Collectors.toUnmodifiableSet());
        this.evidence = new Evidence(scorer);
        this.choice = new Choice(scorer, newItems);
        this.clicks = scorer.model().popularity();
        this.titles = new Titles(catalogue, clicks);
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
        return whileOpen(() -> {
            require(request);
            return answer(request);
        });
    }

    /**
     * Recommends items for several sessions. The answers are those that each request gets alone.
     *
     * @param requests the sessions and what is wanted for each
     * @return the answers in the order of the requests
     * @throws InvalidInputException as for one request; then none is answered
     * @throws IllegalStateException if it is closed
     */
    public List<Recommendations> recommend(List<RecommendationRequest> requests) {
        return whileOpen(() -> {
            requests.forEach(this::require);
            return requests.stream().map(this::answer).toList();
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
        Set<String> unknown = new LinkedHashSet<>();
        int[] known = catalogue.indicesOf(request.session(), unknown::add);
        Masks masks = masks(request, known);
        return answered(known, unknown, popular(request, wanted(request, masks)), masks, FALLBACK, null);
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
     */
    public List<PopularItem> popular(int k) {
        requirePositive(k);
        Choice.Chosen popular = choice.popular(new Wanted(k, item -> true, List.of(), 0, 0));
        return Arrays.stream(popular.items())
                .mapToObj(item -> new PopularItem(catalogue.id(item), catalogue.title(item), clicks(item)))
                .toList();
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
        requirePositive(k);
        int item = catalogue
                .indexOf(id)
                .orElseThrow(() -> new InvalidInputException("The model knows no item with the id '" + id + "'."));
        return whileOpen(() -> {
            boolean vectors = scorer.model().network().isPresent();
            Choice.Chosen similar = vectors
                    ? choice.similarByVectors(item, k)
                    : choice.best(
                            scorer.model().recommender(),
                            Prefixes.of(newItems.representative(item)),
                            0,
                            new Wanted(k, other -> other != item, List.of(), 0, 0));
            List<SimilarItems.SimilarItem> items = new ArrayList<>();
            for (int rank = 0; rank < similar.items().length; rank++) {
                int other = similar.items()[rank];
                items.add(new SimilarItems.SimilarItem(
                        catalogue.id(other), catalogue.title(other), similar.scores()[rank]));
            }
            return new SimilarItems(vectors ? SimilarItems.ITEM_VECTORS : SimilarItems.CO_CLICKS, items);
        });
    }

    /**
     * An item.
     *
     * @param id of the item
     * @return null if there is none with that id
     */
    public @Nullable CatalogueItem item(String id) {
        OptionalInt item = catalogue.indexOf(id);
        return item.isEmpty() ? null : catalogueItem(item.getAsInt());
    }

    /**
     * Finds items by their titles, for people who type. Every word of the query must be a word of the title, the last one
     * also the beginning of a word; case and accents make no difference. An id that is typed in full finds its item, too.
     *
     * @param query any text
     * @param k how many at most, at least 1
     * @return the best first; none for a query without letters or digits
     * @throws InvalidInputException if k is below 1
     */
    public List<CatalogueItem> search(String query, int k) {
        requirePositive(k);
        return titles.search(query, k).stream().map(this::catalogueItem).toList();
    }

    private CatalogueItem catalogueItem(int item) {
        return new CatalogueItem(
                catalogue.id(item), catalogue.title(item), catalogue.item(item).attributes(), clicks(item));
    }

    private long clicks(int item) {
        return item < clicks.length ? clicks[item] : 0;
    }

    private static void requirePositive(int k) {
        if (k < 1) {
            throw new InvalidInputException("k is " + k + ", but must be at least 1.");
        }
    }

    private <T> T whileOpen(Supplier<T> work) {
        inUse.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("this recommender is closed");
            }
            return work.get();
        } catch (UserMistakeException e) {
            throw Boundary.translated(e);
        } finally {
            inUse.readLock().unlock();
        }
    }

    private Wanted wanted(RecommendationRequest request, Masks masks) {
        return new Wanted(
                request.k(),
                masks,
                request.boosts().stream()
                        .map(boost -> new Wanted.Boosted(
                                item -> boost.where()
                                        .accepts(catalogue.item(item).attributes()),
                                boost.factor()))
                        .toList(),
                request.diversity(),
                RecommendationRequest.MOST_DIVERSE);
    }

    private Recommendations answer(RecommendationRequest request) {
        Set<String> unknown = new LinkedHashSet<>();
        int[] known = catalogue.indicesOf(request.session(), unknown::add);
        Masks masks = masks(request, known);
        Wanted wanted = wanted(request, masks);
        if (known.length == 0) {
            return answered(known, unknown, popular(request, wanted), masks, FALLBACK, null);
        }
        int[] represented = Arrays.stream(known).map(newItems::representative).toArray();
        Prefixes session = Prefixes.of(represented);
        LiveScorer.Prepared prepared = scorer.prepare(session, request.withIntents());
        Choice.Chosen chosen = choice.best(prepared.recommender(), session, 0, wanted);
        Best best = new Best(chosen.items(), chosen.scores(), null);
        return answered(
                known,
                unknown,
                request.explain() ? explained(best, prepared, known, represented) : best,
                masks,
                null,
                prepared.intentsOf(0));
    }

    /** What may be recommended, one condition after the other. */
    private record Masks(Set<Integer> seen, Set<Integer> excluded, @Nullable Set<Integer> included, IntPredicate filter)
            implements IntPredicate {

        @Override
        public boolean test(int item) {
            return !seen.contains(item)
                    && !excluded.contains(item)
                    && (included == null || included.contains(item))
                    && filter.test(item);
        }

        /** Says what leaves no item of a catalogue; null if some are left, so that the method itself knows of none. */
        @Nullable String emptying(int items) {
            if (included != null && included.isEmpty()) {
                return "'include' names no item that the model knows";
            }
            boolean filtered = true;
            boolean left = true;
            for (int item = 0; item < items; item++) {
                boolean passes = (included == null || included.contains(item)) && filter.test(item);
                filtered &= !passes;
                left &= !test(item);
            }
            if (filtered) {
                return included == null ? "the filter accepts no item" : "the filter accepts no item of 'include'";
            }
            return left ? "every item that is left is excluded, or was clicked already" : null;
        }
    }

    private Masks masks(RecommendationRequest request, int[] clicks) {
        Set<Integer> seen = new HashSet<>();
        if (request.seenItems() == SeenItems.MASKED) {
            Arrays.stream(clicks).forEach(seen::add);
        }
        ItemFilter filter = request.filter();
        return new Masks(
                seen,
                indices(request.exclude()),
                request.include() == null ? null : indices(request.include()),
                filter.conditions().isEmpty()
                        ? item -> true
                        : item -> filter.accepts(catalogue.item(item).attributes()));
    }

    private Set<Integer> indices(Set<String> ids) {
        Set<Integer> indices = new HashSet<>();
        for (String id : ids) {
            catalogue.indexOf(id).ifPresent(indices::add);
        }
        return indices;
    }

    /** The best items, and why. */
    private record Best(int[] items, float[] scores, @Nullable List<Explanation> because) {}

    private Best popular(RecommendationRequest request, Wanted wanted) {
        Choice.Chosen chosen = choice.popular(wanted);
        List<Explanation> none = Arrays.stream(chosen.items())
                .mapToObj(item -> new Explanation(List.of(), null, null, List.of()))
                .toList();
        return new Best(chosen.items(), chosen.scores(), request.explain() ? none : null);
    }

    private Best explained(Best best, LiveScorer.Prepared prepared, int[] clicks, int[] represented) {
        List<Evidence.OfItem> found = evidence.of(
                prepared,
                represented,
                Arrays.stream(best.items()).map(newItems::representative).toArray());
        List<Explanation> because = new ArrayList<>();
        for (Evidence.OfItem item : found) {
            List<Explanation.ClickShare> shares = item.shares().stream()
                    .map(share -> new Explanation.ClickShare(catalogue.id(clicks[share.position()]), share.share()))
                    .toList();
            because.add(new Explanation(shares, item.followed(), item.neighbours(), item.intents()));
        }
        return new Best(best.items(), best.scores(), because);
    }

    private Recommendations answered(
            int[] clicks,
            Set<String> unknown,
            Best best,
            Masks masks,
            @Nullable String fallback,
            @Nullable SessionIntents intents) {
        List<Recommendation> items = new ArrayList<>();
        for (int rank = 0; rank < best.items().length; rank++) {
            int item = best.items()[rank];
            items.add(new Recommendation(
                    catalogue.id(item),
                    catalogue.title(item),
                    best.scores()[rank],
                    catalogue.item(item).attributes(),
                    best.because() == null ? null : best.because().get(rank)));
        }
        String emptiedBy = null;
        if (items.isEmpty()) {
            String mask = masks.emptying(catalogue.size());
            emptiedBy = mask == null ? "'" + name() + "' knows of no item that goes with this session" : mask;
        }
        return new Recommendations(
                items,
                Arrays.stream(clicks)
                        .mapToObj(item -> new Recommendations.ClickedItem(catalogue.id(item), catalogue.title(item)))
                        .toList(),
                List.copyOf(unknown),
                fallback,
                intents == null
                        ? null
                        : new Recommendations.InferredIntents(
                                String.valueOf(inferrer()), intents.explicit(), intents.latent(), intents.note()),
                emptiedBy);
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
