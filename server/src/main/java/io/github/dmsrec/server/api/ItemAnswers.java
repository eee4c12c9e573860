package io.github.dmsrec.server.api;

import java.util.List;
import java.util.Map;

/** Answers about items. */
public final class ItemAnswers {

    private ItemAnswers() {}

    /** An item of the catalogue. */
    @SchemaDescription("An item of the catalogue.")
    public record ItemDetails(
            @SchemaDescription("The id.") String id,
            @SchemaDescription("The title; empty if unknown.") String title,
            @SchemaDescription("Its other columns.") Map<String, String> columns,
            @SchemaDescription("How often it was clicked in the training sessions.") long clicks) {}

    /** Items that a search found. */
    @SchemaDescription("Items of the catalogue.")
    public record FoundItems(
            @SchemaDescription("The model whose catalogue it is.") String model,
            @SchemaDescription("The items, best first.") List<ItemDetails> items) {}

    /** An item that is like another. */
    @SchemaDescription("An item that is like another.")
    public record SimilarItem(
            @SchemaDescription("The id.") String id,
            @SchemaDescription("How similar; higher is more.") double score,
            @SchemaDescription("The title.") String title) {}

    /** Items that are like another. */
    @SchemaDescription("Items that are like another.")
    public record SimilarAnswer(
            @SchemaDescription("The model that compares.") String model,
            @SchemaDescription("The id of the other.") String id,
            @SchemaDescription(
                            value =
                                    "What was compared: the model's item vectors, or what the method recommends after this item alone.",
                            words = {"item vectors", "co-clicks"})
                    String by,
            @SchemaDescription("The most similar first.") List<SimilarItem> items) {}

    /** A popular item. */
    @SchemaDescription("A popular item.")
    public record PopularItem(
            @SchemaDescription("The id.") String id,
            @SchemaDescription("The title.") String title,
            @SchemaDescription("How often it was clicked in the training sessions.") long clicks) {}

    /** Popular items. */
    @SchemaDescription("The items that were clicked most in the training sessions.")
    public record PopularAnswer(
            @SchemaDescription("The model whose training sessions they are.") String model,
            @SchemaDescription("The most clicked first.") List<PopularItem> items) {}
}
