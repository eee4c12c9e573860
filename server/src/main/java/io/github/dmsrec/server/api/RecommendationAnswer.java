package io.github.dmsrec.server.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is recommended, and how it came about. */
@Described("Recommended items, best first, and how they came about.")
public record RecommendationAnswer(
        @Described("Names this answer; feedback refers to it.") @JsonProperty("request_id") String requestId,
        @Described("The method and the first digits of the model's fingerprint.") String model,
        @Described("The name of the model that answered.") String served,
        @Described("The variant that the session got; null without variants.") @Nullable String variant,
        @Described("Milliseconds from the request's arrival to the answer.") @JsonProperty("took_ms") double tookMs,
        @Described("The clicked items that the model knows, oldest first.") List<ClickedItem> session,
        @Described("The ids of the session that the model does not know.") List<String> unknown,
        @Described("The method that answered in the model's place; null if the model did.") @Nullable String fallback,
        @Described(
                        value =
                                "Why a counting method answered in the model's place: too many requests, or no time left.",
                        words = {"overload", "deadline"})
                @Nullable String degraded,
        @Described("The intents that reached the scores.") IntentsAnswer intents,
        @Described("What left no item; null if there are items.") @JsonProperty("emptied_by") @Nullable String emptiedBy,
        @Described("Whether the server keeps the click.") boolean stored,
        @Described("The recommended items, best first.") List<ItemAnswer> items) {

    /** A clicked item. */
    @Described("A clicked item.")
    public record ClickedItem(
            @Described("The id.") String id, @Described("The title; empty if unknown.") String title) {}

    /** The intents of the session. */
    @Described("The intents of the session.")
    public record IntentsAnswer(
            @Described(
                            value = "Whether intents were inferred for this request.",
                            words = {"live", "none"})
                    String mode,
            @Described("What inferred them.") @Nullable String inferrer,
            @Described("What was clicked already; with 'explain'.") List<String> explicit,
            @Described("What was not; with 'explain'.") List<String> latent,
            @Described("How they came about, where that needs saying.") @Nullable String note) {}

    /** A recommended item. */
    @Described("A recommended item.")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ItemAnswer(
            @Described("The id.") String id,
            @Described("Higher is better; not comparable between sessions or models.") double score,
            @Described("The title, if it was asked for.") @Nullable String title,
            @Described("The other columns that were asked for.") @Nullable Map<String, String> columns,
            @Described("Why it is recommended, with 'explain'.") @Nullable Because because) {}

    /** Why an item is recommended. */
    @Described("Why an item is recommended.")
    public record Because(
            @Described("The clicks that raise its score, the strongest first.") List<ClickShare> clicks,
            @Described(
                            "How often it came directly after a click of the session in the training sessions; null if unknown.")
                    @Nullable Integer followed,
            @Described("How many similar training sessions hold it; null for methods without neighbours.") @Nullable Integer neighbours,
            @Described("The session's intents that are nearest to it.") List<String> intents,
            @Described("What each model of a blend adds to its score, the greatest first; empty for other models.")
                    List<MemberShare> members) {}

    /** What a model of a blend adds. */
    @Described("What a model of a blend adds to the score.")
    public record MemberShare(
            @Described("The name of the model in the blend.") String name,
            @Described("Its share in the score, from 0 to 1.") double share) {}

    /** What a click adds. */
    @Described("What a click adds to the score.")
    public record ClickShare(
            @Described("The id of the clicked item.") String id,
            @Described(value = "Its share of what all clicks add.", least = 0, most = 1) double share) {}
}
