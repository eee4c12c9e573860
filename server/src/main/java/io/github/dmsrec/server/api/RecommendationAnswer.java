package io.github.dmsrec.server.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is recommended, and how it came about. */
@SchemaDescription("Recommended items, best first, and how they came about.")
public record RecommendationAnswer(
        @SchemaDescription("Names this answer; feedback refers to it.") @JsonProperty("request_id") String requestId,
        @SchemaDescription("The method and the first digits of the model's fingerprint.") String model,
        @SchemaDescription("The name of the model that answered.") String served,
        @SchemaDescription("The variant that the session got; null without variants.") @Nullable String variant,
        @SchemaDescription("Milliseconds from the request's arrival to the answer.") @JsonProperty("took_ms")
                double tookMs,
        @SchemaDescription("The clicked items that the model knows, oldest first.") List<ClickedItem> session,
        @SchemaDescription("The ids of the session that the model does not know.") List<String> unknown,
        @SchemaDescription("The method that answered in the model's place; null if the model did.") @Nullable String fallback,
        @SchemaDescription(
                        value =
                                "Why a non-neural baseline answered in the model's place: too many requests, or no time left.",
                        words = {"overload", "deadline"})
                @Nullable String degraded,
        @SchemaDescription("The intents that reached the scores.") IntentsAnswer intents,
        @SchemaDescription("What left no item; null if there" + " are items.") @JsonProperty("emptied_by") @Nullable String emptiedBy,
        @SchemaDescription("Whether the server keeps the click.") boolean stored,
        @SchemaDescription("The recommended items, best first.") List<ItemAnswer> items) {

    /** A clicked item. */
    @SchemaDescription("A clicked item.")
    public record ClickedItem(
            @SchemaDescription("The id.") String id, @SchemaDescription("The title; empty if unknown.") String title) {}

    /** The intents of the session. */
    @SchemaDescription("The intents of the session.")
    public record IntentsAnswer(
            @SchemaDescription(
                            value = "Whether intents were inferred for this request.",
                            words = {"live", "none"})
                    String mode,
            @SchemaDescription("What inferred them.") @Nullable String inferrer,
            @SchemaDescription("What was clicked already; with 'explain'.") List<String> explicit,
            @SchemaDescription("What was not; with 'explain'.") List<String> latent,
            @SchemaDescription("How they came about, where that needs saying.") @Nullable String note) {}

    /** A recommended item. */
    @SchemaDescription("A recommended item.")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ItemAnswer(
            @SchemaDescription("The id.") String id,
            @SchemaDescription("Higher is better; not comparable between sessions or models.") double score,
            @SchemaDescription("The title, if it was asked for.") @Nullable String title,
            @SchemaDescription("The other columns that were asked for.") @Nullable Map<String, String> columns,
            @SchemaDescription("Why it is recommended, with 'explain'.") @Nullable Because because) {}

    /** Why an item is recommended. */
    @SchemaDescription("Why an item is recommended.")
    public record Because(
            @SchemaDescription("The clicks that raise its score, the strongest first.") List<ClickShare> clicks,
            @SchemaDescription("How often it came directly after a click of the session in the training sessions; null"
                            + " if unknown.")
                    @Nullable Integer followed,
            @SchemaDescription("How many similar training sessions hold it; null for methods without neighbours.")
                    @Nullable Integer neighbours,
            @SchemaDescription("The session's intents that are nearest to it.") List<String> intents,
            @SchemaDescription("Those of its intents that are facets of the clicked items.") @JsonProperty("looked_at")
                    List<String> lookedAt,
            @SchemaDescription(
                            "What each model of a blend adds to its score, the greatest first; empty for other models.")
                    List<MemberShare> members) {}

    /** What a model of a blend adds. */
    @SchemaDescription("What a model of a blend adds to the score.")
    public record MemberShare(
            @SchemaDescription("The name of the model in the blend.") String name,
            @SchemaDescription("Its share in the score, from 0 to 1.") double share) {}

    /** What a click adds. */
    @SchemaDescription("What a click adds to the score.")
    public record ClickShare(
            @SchemaDescription("The id of the clicked item.") String id,
            @SchemaDescription(value = "Its share of what all clicks add.", least = 0, most = 1) double share) {}
}
