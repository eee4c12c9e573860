package io.github.dmsrec.server.api;

import io.github.dmsrec.Explanation;
import io.github.dmsrec.IntentMode;
import io.github.dmsrec.Recommendation;
import io.github.dmsrec.Recommendations;
import io.github.dmsrec.server.api.RecommendationAnswer.Because;
import io.github.dmsrec.server.api.RecommendationAnswer.ClickShare;
import io.github.dmsrec.server.api.RecommendationAnswer.ClickedItem;
import io.github.dmsrec.server.api.RecommendationAnswer.IntentsAnswer;
import io.github.dmsrec.server.api.RecommendationAnswer.ItemAnswer;
import io.github.dmsrec.server.api.RecommendationAnswer.MemberShare;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes answers of recommendations. */
public final class Answers {

    private Answers() {}

    /**
     * What was done for a request.
     *
     * @param found what is recommended
     * @param model the method and fingerprint of the model that answered
     * @param served its name
     * @param degraded why a non-neural baseline answered; null if the model did
     * @param fallback the non-neural baseline; null if the model answered
     */
    public record Served(
            Recommendations found, String model, String served, @Nullable String degraded, @Nullable String fallback) {}

    /**
     * An answer.
     *
     * @param request what was asked
     * @param served what was done
     * @param requestId names the answer
     * @param variant that the session got; null without variants
     * @param stored whether the click was kept
     * @param nanos since the request arrived
     */
    public static RecommendationAnswer of(
            ParsedRequest request,
            Served served,
            String requestId,
            @Nullable String variant,
            boolean stored,
            long nanos) {
        Recommendations found = served.found();
        boolean explain = request.recommendation().explain();
        return new RecommendationAnswer(
                requestId,
                served.model(),
                served.served(),
                variant,
                Math.round(nanos / 1e4) / 1e2,
                found.session().stream()
                        .map(item -> new ClickedItem(item.id(), item.title()))
                        .toList(),
                found.unknown(),
                served.fallback() == null ? found.fallback() : served.fallback(),
                served.degraded(),
                intents(found.intents(), explain),
                found.emptiedBy(),
                stored,
                found.items().stream()
                        .map(item -> item(item, request.columns()))
                        .toList());
    }

    private static IntentsAnswer intents(Recommendations.@Nullable InferredIntents intents, boolean explain) {
        return intents == null
                ? new IntentsAnswer(IntentMode.NONE.label(), null, List.of(), List.of(), null)
                : new IntentsAnswer(
                        IntentMode.LIVE.label(),
                        intents.inferrer(),
                        explain ? intents.explicit() : List.of(),
                        explain ? intents.latent() : List.of(),
                        intents.note());
    }

    private static ItemAnswer item(Recommendation item, Set<String> columns) {
        return new ItemAnswer(
                item.id(),
                item.score(),
                columns.contains(RequestParser.TITLE) ? item.title() : null,
                columns(item.columns(), columns),
                item.because() == null ? null : because(item.because()));
    }

    private static @Nullable Map<String, String> columns(Map<String, String> all, Set<String> wanted) {
        Map<String, String> columns = new TreeMap<>();
        for (String name : wanted) {
            String value = all.get(name);
            if (value != null) {
                columns.put(name, value);
            }
        }
        return columns.isEmpty() ? null : columns;
    }

    private static Because because(Explanation because) {
        return new Because(
                because.clicks().stream()
                        .map(click -> new ClickShare(click.id(), click.share()))
                        .toList(),
                because.followed(),
                because.neighbours(),
                because.intents(),
                because.lookedAt(),
                because.members().stream()
                        .map(member -> new MemberShare(member.name(), member.share()))
                        .toList());
    }
}
