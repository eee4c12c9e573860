package io.github.dmsrec;

import java.util.List;

/**
 * The items that are most similar to one.
 *
 * @param by what similarity is: {@link #ITEM_VECTORS} or {@link #CO_CLICKS}
 * @param items the most similar first, without the item itself
 */
public record SimilarItems(String by, List<SimilarItem> items) {

    /** The cosine of the vectors that a neural model has learned of the items. */
    public static final String ITEM_VECTORS = "item vectors";

    /** What the method recommends for a session of the item alone. */
    public static final String CO_CLICKS = "co-clicks";

    /**
     * Copies the list.
     *
     * @param by what similarity is: {@link #ITEM_VECTORS} or {@link #CO_CLICKS}
     * @param items the most similar first, without the item itself
     */
    public SimilarItems {
        items = List.copyOf(items);
    }

    /**
     * A similar item.
     *
     * @param id the user's own identifier
     * @param title what the item is called; empty if unknown
     * @param score how similar: a cosine from -1 to 1, or the method's score
     */
    public record SimilarItem(String id, String title, float score) {}
}
