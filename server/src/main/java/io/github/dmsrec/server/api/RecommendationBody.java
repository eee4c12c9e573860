package io.github.dmsrec.server.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request for recommendations as it is sent. What is missing is null. */
@SchemaDescription(
        "What is wanted. Either 'session' brings the clicks, or 'session_id' and 'click' use the session that the server keeps.")
public record RecommendationBody(
        @SchemaDescription("The ids of the clicked items, oldest first.") @Nullable List<String> session,
        @SchemaDescription(
                        "The session: together with 'click', the one that the server keeps; together with 'session', it only chooses the variant.")
                @JsonProperty("session_id")
                @Nullable String sessionId,
        @SchemaDescription("The id of the item that was just clicked.") @Nullable String click,
        @SchemaDescription("Whether the server may keep the click. Without, only this click counts. Default: false.")
                @Nullable Boolean consent,
        @SchemaDescription("The name of a model or of variants. Default: the first model.") @Nullable String model,
        @SchemaDescription(value = "How many items at most. Default: 20.", least = 1) @Nullable Integer k,
        @SchemaDescription("Ids that must not be recommended.") @Nullable List<String> exclude,
        @SchemaDescription("The only ids that may be recommended. Default: all.") @Nullable List<String> include,
        @SchemaDescription(
                        value = "What becomes of clicked items. Default: exclude.",
                        words = {"exclude", "rank"})
                @JsonProperty("seen_items")
                @Nullable String seenItems,
        @SchemaDescription("Conditions on the items' columns; all must hold.") @Nullable Map<String, ConditionBody> filter,
        @SchemaDescription("Items whose probability is multiplied.") @Nullable List<BoostBody> boost,
        @SchemaDescription(value = "How unlike each other the items are to be. Default: 0.", least = 0, most = 1)
                @Nullable Double diversity,
        @SchemaDescription("Whether each item says why it is recommended. Default: false.") @Nullable Boolean explain,
        @SchemaDescription("The columns of the items in the answer. Default: title.") @JsonProperty("return") @Nullable List<String> columns,
        @SchemaDescription(
                        value = "Within how many milliseconds the answer is needed; then a counting method answers.",
                        least = 1,
                        most = 600_000)
                @JsonProperty("timeout_ms")
                @Nullable Integer timeoutMs) {

    /** A condition on a column. */
    @SchemaDescription("A condition on the value of a column: one of 'any', or a number from 'min' to 'max'.")
    public record ConditionBody(
            @SchemaDescription("The value, or one of its parts between vertical bars, is one of these.") @Nullable List<String> any,
            @SchemaDescription("The least number.") @Nullable Double min,
            @SchemaDescription("The greatest number.") @Nullable Double max) {}

    /** Items to boost. */
    @SchemaDescription("Multiplies the probability of some items.")
    public record BoostBody(
            @SchemaDescription("Which items.") @Nullable Map<String, ConditionBody> where,
            @SchemaDescription(value = "By what; above 1 for more, below 1 for less.", least = 0) @Nullable Double factor) {}
}
