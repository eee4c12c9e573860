package io.github.dmsrec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why an item is recommended. What a method or a model folder does not provide is null, never zero.
 *
 * @param clicks the clicks that raise the item's score, the strongest first: what the score loses without the click, as a
 *     share of what it loses without any of them. Empty for a fallback, and where no single click raises the score
 * @param followed how often the item came directly after one of the session's items in the training sessions; null if the
 *     model does not know, or not exactly
 * @param neighbours how many of the similar training sessions that the method looks at hold the item; null for methods
 *     without neighbours
 * @param intents those of the session's intents that are facets of the item, or, for models without facets, that lie
 *     nearest to the item's title, the nearest first; empty without intents
 * @param lookedAt those of {@code intents} that are facets of the clicked items, or that a student of facets infers to be, where
 *     the items' own are not known; empty for models whose intents are not facets
 * @param members what each model of a blend adds to the score, the greatest first; empty for any other model
 */
public record Explanation(
        List<ClickShare> clicks,
        @Nullable Integer followed,
        @Nullable Integer neighbours,
        List<String> intents,
        List<String> lookedAt,
        List<MemberShare> members) {

    /**
     * Copies the collections.
     *
     * @param clicks the clicks that raise the item's score, the strongest first: what the score loses without the click, as a
     *     share of what it loses without any of them. Empty for a fallback, and where no single click raises the score
     * @param followed how often the item came directly after one of the session's items in the training sessions; null if the
     *     model does not know, or not exactly
     * @param neighbours how many of the similar training sessions that the method looks at hold the item; null for methods
     *     without neighbours
     * @param intents those of the session's intents that are facets of the item, or, for models without facets, that lie
     *     nearest to the item's title, the nearest first; empty without intents
     * @param lookedAt those of {@code intents} that are facets of the clicked items, or that a student of facets infers to be, where
     *     the items' own are not known; empty for models whose intents are not facets
     * @param members what each model of a blend adds to the score, the greatest first; empty for any other model
     */
    public Explanation {
        clicks = List.copyOf(clicks);
        intents = List.copyOf(intents);
        lookedAt = List.copyOf(lookedAt);
        members = List.copyOf(members);
    }

    /**
     * What a member of a blend adds to the score of an item.
     *
     * @param name of the member in the blend
     * @param share from 0 to 1
     */
    public record MemberShare(String name, double share) {}

    /**
     * What a click adds to the score of an item.
     *
     * @param id of the clicked item
     * @param share from 0 to 1
     */
    public record ClickShare(String id, double share) {}
}
