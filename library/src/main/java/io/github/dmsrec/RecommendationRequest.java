package io.github.dmsrec;

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
 */
public record RecommendationRequest(
        List<String> session,
        int k,
        SeenItems seenItems,
        Set<String> exclude,
        @Nullable Set<String> include,
        ItemFilter filter,
        boolean explain,
        boolean withIntents) {

    /** How many items are recommended unless something else is said. */
    public static final int USUAL_K = 20;

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
     */
    public RecommendationRequest {
        session = List.copyOf(session);
        exclude = Set.copyOf(exclude);
        include = include == null ? null : Set.copyOf(include);
        if (session.isEmpty()) {
            throw new InvalidInputException("The session is empty. Name the id of at least one clicked item.");
        }
        if (k < 1) {
            throw new InvalidInputException("k is " + k + ", but must be at least 1.");
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
                session, USUAL_K, SeenItems.MASKED, Set.of(), null, ItemFilter.ALL, false, true);
    }

    /**
     * At most so many items.
     *
     * @param most at least 1
     * @return the changed request; this one stays as it is
     */
    public RecommendationRequest k(int most) {
        return new RecommendationRequest(session, most, seenItems, exclude, include, filter, explain, withIntents);
    }

    /**
     * Clicked items may be recommended, or not.
     *
     * @param other whether they may
     * @return the changed request; this one stays as it is
     */
    public RecommendationRequest seenItems(SeenItems other) {
        return new RecommendationRequest(session, k, other, exclude, include, filter, explain, withIntents);
    }

    /**
     * Never these items.
     *
     * @param ids of items; unknown ones are allowed
     * @return the changed request; this one stays as it is
     */
    public RecommendationRequest excluding(Set<String> ids) {
        return new RecommendationRequest(session, k, seenItems, ids, include, filter, explain, withIntents);
    }

    /**
     * These items alone.
     *
     * @param ids of items; unknown ones are allowed
     * @return the changed request; this one stays as it is
     */
    public RecommendationRequest including(Set<String> ids) {
        return new RecommendationRequest(session, k, seenItems, exclude, ids, filter, explain, withIntents);
    }

    /**
     * Items that a filter accepts.
     *
     * @param other that all items must pass
     * @return the changed request; this one stays as it is
     */
    public RecommendationRequest filter(ItemFilter other) {
        return new RecommendationRequest(session, k, seenItems, exclude, include, other, explain, withIntents);
    }

    /**
     * With an explanation of every item.
     *
     * @return the changed request; this one stays as it is
     */
    public RecommendationRequest explained() {
        return new RecommendationRequest(session, k, seenItems, exclude, include, filter, true, withIntents);
    }

    /**
     * A fused model scores as for a session without any intent.
     *
     * @return the changed request; this one stays as it is
     */
    public RecommendationRequest withoutIntents() {
        return new RecommendationRequest(session, k, seenItems, exclude, include, filter, explain, false);
    }
}
