package io.github.dmsrec;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted of a {@link LiveRecommender}. Begin with {@link #of}; each method returns another request. All masks apply
 * before the best items are chosen. Immutable.
 *
 * @param session the ids of the clicked items, oldest first, at least one
 * @param k how many items at most, at least 1; fewer come where fewer are left
 * @param seenItems whether clicked items may be recommended
 * @param exclude ids that must not be recommended; unknown ones do no harm
 * @param include the only ids that may be recommended; null for all. Unknown ones do no harm
 * @param filter which items may be recommended, by their columns
 * @param explain whether each item comes with its {@link Explanation}, which costs a scoring for each click
 * @param withIntents whether a fused model infers the session's intents; without, it scores as for a session without any
 * @param boosts which items are raised or lowered before the best are chosen
 * @param diversity from 0, the best items as they score, to 1, items that resemble each other least. Above 0 each next item
 *     is the one with the greatest {@code (1 - diversity) * relevance - diversity * similarity}: the relevance is its score,
 *     scaled to 0..1 within the best {@code max(5 k, 100)} items, from which all are chosen; the similarity is the greatest to
 *     an item that was chosen already, by the cosine of item vectors for neural methods and of the sets of words in titles
 *     and columns for others. Items then keep their own scores, which need not fall. Places beyond
 *     {@value #MOST_DIVERSE} are filled by relevance alone
 */
public record RecommendationRequest(
        List<String> session,
        int k,
        SeenItems seenItems,
        Set<String> exclude,
        @Nullable Set<String> include,
        ItemFilter filter,
        boolean explain,
        boolean withIntents,
        List<Boost> boosts,
        double diversity) {

    /** How many items are recommended unless something else is said. */
    public static final int USUAL_K = 20;

    /** So many places are chosen for diversity, where it is asked for. */
    public static final int MOST_DIVERSE = 1000;

    /**
     * Copies the collections, and checks the session and k.
     *
     * @param session the ids of the clicked items, oldest first, at least one
     * @param k how many items at most, at least 1; fewer come where fewer are left
     * @param seenItems whether clicked items may be recommended
     * @param exclude ids that must not be recommended; unknown ones do no harm
     * @param include the only ids that may be recommended; null for all. Unknown ones do no harm
     * @param filter which items may be recommended, by their columns
     * @param explain whether each item comes with its {@link Explanation}, which costs a scoring for each click
     * @param withIntents whether a fused model infers the session's intents; without, it scores as for a session without any
     * @param boosts which items are raised or lowered before the best are chosen
     * @param diversity from 0, the best items as they score, to 1, items that resemble each other least
     */
    public RecommendationRequest {
        session = List.copyOf(session);
        exclude = Set.copyOf(exclude);
        include = include == null ? null : Set.copyOf(include);
        boosts = List.copyOf(boosts);
        if (session.isEmpty()) {
            throw new InvalidInputException("The session is empty. Name the id of at least one clicked item.");
        }
        if (k < 1) {
            throw new InvalidInputException("k is " + k + ", but must be at least 1.");
        }
        if (!(diversity >= 0 && diversity <= 1)) {
            throw new InvalidInputException("The diversity is " + diversity + ", but must lie between 0 and 1.");
        }
    }

    /**
     * {@value #USUAL_K} items that the session has not clicked yet.
     *
     * @param session the ids of the clicked items, oldest first
     * @return the request
     */
    public static RecommendationRequest of(List<String> session) {
        return new RecommendationRequest(
                session, USUAL_K, SeenItems.MASKED, Set.of(), null, ItemFilter.ALL, false, true, List.of(), 0);
    }

    /**
     * The same for another session.
     *
     * @param clicks the ids of the clicked items, oldest first
     * @return the changed request; this one stays as it is
     */
    public RecommendationRequest session(List<String> clicks) {
        return new RecommendationRequest(
                clicks, k, seenItems, exclude, include, filter, explain, withIntents, boosts, diversity);
    }

    /**
     * At most so many items.
     *
     * @param most at least 1
     * @return the changed request; this one stays as it is
     */
    public RecommendationRequest k(int most) {
        return new RecommendationRequest(
                session, most, seenItems, exclude, include, filter, explain, withIntents, boosts, diversity);
    }

    /**
     * Clicked items may be recommended, or not.
     *
     * @param other whether they may
     * @return the changed request; this one stays as it is
     */
    public RecommendationRequest seenItems(SeenItems other) {
        return new RecommendationRequest(
                session, k, other, exclude, include, filter, explain, withIntents, boosts, diversity);
    }

    /**
     * Never these items.
     *
     * @param ids of items; unknown ones are allowed
     * @return the changed request; this one stays as it is
     */
    public RecommendationRequest excluding(Set<String> ids) {
        return new RecommendationRequest(
                session, k, seenItems, ids, include, filter, explain, withIntents, boosts, diversity);
    }

    /**
     * These items alone.
     *
     * @param ids of items; unknown ones are allowed
     * @return the changed request; this one stays as it is
     */
    public RecommendationRequest including(Set<String> ids) {
        return new RecommendationRequest(
                session, k, seenItems, exclude, ids, filter, explain, withIntents, boosts, diversity);
    }

    /**
     * Items that a filter accepts.
     *
     * @param other that all items must pass
     * @return the changed request; this one stays as it is
     */
    public RecommendationRequest filter(ItemFilter other) {
        return new RecommendationRequest(
                session, k, seenItems, exclude, include, other, explain, withIntents, boosts, diversity);
    }

    /**
     * With an explanation of every item.
     *
     * @return the changed request; this one stays as it is
     */
    public RecommendationRequest explained() {
        return new RecommendationRequest(
                session, k, seenItems, exclude, include, filter, true, withIntents, boosts, diversity);
    }

    /**
     * A fused model scores as for a session without any intent.
     *
     * @return the changed request; this one stays as it is
     */
    public RecommendationRequest withoutIntents() {
        return new RecommendationRequest(
                session, k, seenItems, exclude, include, filter, explain, false, boosts, diversity);
    }

    /**
     * These boosts and one more.
     *
     * @param where which items are raised or lowered
     * @param factor of their probability, above 0 and finite
     * @return the changed request; this one stays as it is
     */
    public RecommendationRequest boost(ItemFilter where, double factor) {
        List<Boost> more = new ArrayList<>(boosts);
        more.add(new Boost(where, factor));
        return new RecommendationRequest(
                session, k, seenItems, exclude, include, filter, explain, withIntents, more, diversity);
    }

    /**
     * Items that resemble each other less.
     *
     * @param share from 0, the best items as they score, to 1, items that resemble each other least
     * @return the changed request; this one stays as it is
     */
    public RecommendationRequest diversity(double share) {
        return new RecommendationRequest(
                session, k, seenItems, exclude, include, filter, explain, withIntents, boosts, share);
    }
}
