package io.github.dmsrec.server.api;

import java.util.List;
import java.util.Map;

/** Answers about items. */
public final class ItemAnswers {

    private ItemAnswers() {}

    /** An item of the catalogue. */
    @Described("An item of the catalogue.")
    public record ItemDetails(
            @Described("The id.") String id,
            @Described("The title; empty if unknown.") String title,
            @Described("Its other columns.") Map<String, String> columns,
            @Described("How often it was clicked in the training sessions.") long clicks) {}

    /** Items that a search found. */
    @Described("Items of the catalogue.")
    public record FoundItems(
            @Described("The model whose catalogue it is.") String model,
            @Described("The items, best first.") List<ItemDetails> items) {}

    /** An item that is like another. */
    @Described("An item that is like another.")
    public record SimilarItem(
            @Described("The id.") String id,
            @Described("How similar; higher is more.") double score,
            @Described("The title.") String title) {}

    /** Items that are like another. */
    @Described("Items that are like another.")
    public record SimilarAnswer(
            @Described("The model that compares.") String model,
            @Described("The id of the other.") String id,
            @Described(
                            value =
                                    "What was compared: the model's item vectors, or what the method recommends after this item alone.",
                            words = {"item vectors", "co-clicks"})
                    String by,
            @Described("The most similar first.") List<SimilarItem> items) {}

    /** A popular item. */
    @Described("A popular item.")
    public record PopularItem(
            @Described("The id.") String id,
            @Described("The title.") String title,
            @Described("How often it was clicked in the training sessions.") long clicks) {}

    /** Popular items. */
    @Described("The items that were clicked most in the training sessions.")
    public record PopularAnswer(
            @Described("The model whose training sessions they are.") String model,
            @Described("The most clicked first.") List<PopularItem> items) {}
}
