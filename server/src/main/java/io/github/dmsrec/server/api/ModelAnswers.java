package io.github.dmsrec.server.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers about the service, and requests that change it. */
public final class ModelAnswers {

    private ModelAnswers() {}

    /** A served model. */
    @Described("A served model.")
    public record ModelDetails(
            @Described("By which requests choose it.") String name,
            @Described("The method and the first digits of the model's fingerprint.") String model,
            @Described("The method.") String method,
            @Described("How many items it can recommend.") int items,
            @Described("How many of them it was not trained with.") @JsonProperty("new_items") int newItems,
            @Described("Whether it was trained with intents.") boolean fused,
            @Described("What infers the intents of sessions; null if nothing does.") @Nullable String inferrer,
            @Described(
                            value = "Whether intents are inferred.",
                            words = {"live", "none"})
                    String intents,
            @Described("The columns of its items beside the title.") List<String> columns,
            @Described("When it was loaded.") String loaded) {}

    /** A model in the shadow of another. */
    @Described("A model in the shadow of another.")
    public record ShadowDetails(
            @Described("The model whose requests it gets.") String of,
            @Described("The model in the shadow.") String model,
            @Described("The share of the requests.") double share) {}

    /** What requests may ask for. */
    @Described("What requests may ask for.")
    public record LimitDetails(@Described("How many items.") int k, @Described("How many clicks.") int session) {}

    /** What is served. */
    @Described("What is served.")
    public record ModelsAnswer(
            @Described("The models; the first is the default.") List<ModelDetails> models,
            @Described("For each name of variants the weights of its models.")
                    Map<String, Map<String, Integer>> variants,
            @Described("Models in the shadow.") List<ShadowDetails> shadows,
            @Described("Whether the server keeps sessions.") boolean sessions,
            @Described("Whether there is a log of feedback.") boolean feedback,
            @Described("What requests may ask for.") LimitDetails limits) {}

    /** What happened after a recommendation. */
    @Described("What happened after a recommendation.")
    public record FeedbackBody(
            @Described("The 'request_id' of the recommendation.") @JsonProperty("request_id") @Nullable String requestId,
            @Described("The session.") @JsonProperty("session_id") @Nullable String sessionId,
            @Described("The id of the item.") @Nullable String item,
            @Described(
                            value = "What happened. Default: click.",
                            words = {"click", "view", "cart", "buy"})
                    @Nullable String event,
            @Described("When, as in 2026-05-01T12:00:00Z. Default: now.") @Nullable String time) {}

    /** Feedback was taken. */
    @Described("Feedback was taken.")
    public record FeedbackAnswer(@Described("Always true.") boolean accepted) {}

    /** Which model takes the place of another. */
    @Described("Which model takes the place of another.")
    public record LoadBody(
            @Described("A model folder on the server's machine. Default: the one that the model was loaded from.")
                    @Nullable String path) {}

    /** A model was replaced. */
    @Described("A model was replaced.")
    public record LoadAnswer(
            @Described("The name of the model.") String name,
            @Described("The model until now.") String before,
            @Described("The model from now on.") String after,
            @Described("Milliseconds for loading and warming up.") @JsonProperty("took_ms") long tookMs,
            @Described("How many sessions warmed it up.") @JsonProperty("warm_up_sessions") int warmUpSessions) {}

    /** Whether the service lives, or is ready. */
    @Described("A state of the service.")
    public record StateAnswer(
            @Described(
                            value = "The state.",
                            words = {"live", "ready", "draining"})
                    String status) {}
}
