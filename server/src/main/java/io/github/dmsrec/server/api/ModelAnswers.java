package io.github.dmsrec.server.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers about the service, and requests that change it. */
public final class ModelAnswers {

    private ModelAnswers() {}

    /** A served model. */
    @SchemaDescription("A served model.")
    public record ModelDetails(
            @SchemaDescription("By which requests choose it.") String name,
            @SchemaDescription("The method and the first digits of the model's fingerprint.") String model,
            @SchemaDescription("The method.") String method,
            @SchemaDescription("How many items it can recommend.") int items,
            @SchemaDescription("How many of them it was not trained with.") @JsonProperty("new_items") int newItems,
            @SchemaDescription("Whether it was trained with intents.") boolean fused,
            @SchemaDescription("What infers the intents of sessions; null if nothing does.") @Nullable String inferrer,
            @SchemaDescription(
                            value = "Whether intents are inferred.",
                            words = {"live", "none"})
                    String intents,
            @SchemaDescription("The columns of its items beside the title.") List<String> columns,
            @SchemaDescription("When it was loaded.") String loaded) {}

    /** A model in the shadow of another. */
    @SchemaDescription("A model in the shadow of another.")
    public record ShadowDetails(
            @SchemaDescription("The model whose requests it gets.") String of,
            @SchemaDescription("The model in the shadow.") String model,
            @SchemaDescription("The share of the requests.") double share) {}

    /** What requests may ask for. */
    @SchemaDescription("What requests may ask for.")
    public record LimitDetails(
            @SchemaDescription("How many items.") int k, @SchemaDescription("How many clicks.") int session) {}

    /** What is served. */
    @SchemaDescription("What is served.")
    public record ModelsAnswer(
            @SchemaDescription("The models; the first is the default.") List<ModelDetails> models,
            @SchemaDescription("For each name of variants the weights of its models.")
                    Map<String, Map<String, Integer>> variants,
            @SchemaDescription("Models in the shadow.") List<ShadowDetails> shadows,
            @SchemaDescription("Whether the server keeps sessions.") boolean sessions,
            @SchemaDescription("Whether there is a log of feedback.") boolean feedback,
            @SchemaDescription("What requests may ask for.") LimitDetails limits) {}

    /** What happened after a recommendation. */
    @SchemaDescription("What happened after a recommendation.")
    public record FeedbackBody(
            @SchemaDescription("The 'request_id' of the recommendation.") @JsonProperty("request_id") @Nullable String requestId,
            @SchemaDescription("The session.") @JsonProperty("session_id") @Nullable String sessionId,
            @SchemaDescription("The id of the item.") @Nullable String item,
            @SchemaDescription(
                            value = "What happened. Default: click.",
                            words = {"click", "view", "cart", "buy"})
                    @Nullable String event,
            @SchemaDescription("When, as in 2026-05-01T12:00:00Z. Default: now.") @Nullable String time) {}

    /** Feedback was taken. */
    @SchemaDescription("Feedback was taken.")
    public record FeedbackAnswer(@SchemaDescription("Always true.") boolean accepted) {}

    /** Which model takes the place of another. */
    @SchemaDescription("Which model takes the place of another.")
    public record LoadBody(
            @SchemaDescription(
                            "A model folder on the server's machine. Default: the one that the model was loaded from.")
                    @Nullable String path) {}

    /** A model was replaced. */
    @SchemaDescription("A model was replaced.")
    public record LoadAnswer(
            @SchemaDescription("The name of the model.") String name,
            @SchemaDescription("The model until now.") String before,
            @SchemaDescription("The model from now on.") String after,
            @SchemaDescription("Milliseconds for loading and warming up.") @JsonProperty("took_ms") long tookMs,
            @SchemaDescription("How many sessions warmed it up.") @JsonProperty("warm_up_sessions")
                    int warmUpSessions) {}

    /** Whether the service lives, or is ready. */
    @SchemaDescription("A state of the service.")
    public record StateAnswer(
            @SchemaDescription(
                            value = "The state.",
                            words = {"live", "ready", "draining"})
                    String status) {}
}
