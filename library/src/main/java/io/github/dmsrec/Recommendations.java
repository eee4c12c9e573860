package io.github.dmsrec;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is recommended for a session, and how it came about.
 *
 * @param items the recommended items, best first; at most as many as were asked for
 * @param session the clicked items that the model knows, oldest first
 * @param unknown the ids of the session that the model does not know, in order of appearance, each once
 * @param fallback the method that recommends where the model knows no item of the session; null if the model recommends
 * @param intents the session's intents; null if none reached the scores
 * @param emptiedBy what left no item, in words; null if there are items
 */
public record Recommendations(
        List<Recommendation> items,
        List<ClickedItem> session,
        List<String> unknown,
        @Nullable String fallback,
        @Nullable InferredIntents intents,
        @Nullable String emptiedBy)
        implements Iterable<Recommendation> {

    /**
     * Copies the collections.
     *
     * @param items the recommended items, best first; at most as many as were asked for
     * @param session the clicked items that the model knows, oldest first
     * @param unknown the ids of the session that the model does not know, in order of appearance, each once
     * @param fallback the method that recommends where the model knows no item of the session; null if the model recommends
     * @param intents the session's intents; null if none reached the scores
     * @param emptiedBy what left no item, in words; null if there are items
     */
    public Recommendations {
        items = List.copyOf(items);
        session = List.copyOf(session);
        unknown = List.copyOf(unknown);
    }

    /**
     * A clicked item that the model knows.
     *
     * @param id the user's own identifier
     * @param title what the item is called; empty if unknown
     */
    public record ClickedItem(String id, String title) {}

    /**
     * The intents of a session.
     *
     * @param inferrer what inferred them
     * @param explicit what was clicked already
     * @param latent what was not
     * @param note what people should know of how they came about; null if it is as the inferrer's name says
     */
    public record InferredIntents(String inferrer, List<String> explicit, List<String> latent, @Nullable String note) {

        /**
         * Copies the collections.
         *
         * @param inferrer what inferred them
         * @param explicit what was clicked already
         * @param latent what was not
         * @param note what people should know of how they came about; null if it is as the inferrer's name says
         */
        public InferredIntents {
            explicit = List.copyOf(explicit);
            latent = List.copyOf(latent);
        }
    }

    /** The recommended items, best first. */
    @Override
    public Iterator<Recommendation> iterator() {
        return items.iterator();
    }

    /** {@return the ids of the recommended items, best first} */
    public List<String> ids() {
        return items.stream().map(Recommendation::id).toList();
    }
}
