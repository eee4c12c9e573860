package io.github.dmsrec.server.api;

import io.github.dmsrec.RecommendationRequest;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request that is understood. Its session is the one that it brings, or the click alone, until the stored session is joined.
 *
 * @param recommendation what is wanted
 * @param sessionId names the session; null if it has no name
 * @param stored whether the server's session of that name is to be used
 * @param consent whether the click, or the session for warming up, may be kept
 * @param model that is asked, or variants; null for the default
 * @param columns of the items in the answer
 * @param timeout within which the answer is needed
 */
public record ParsedRequest(
        RecommendationRequest recommendation,
        @Nullable String sessionId,
        boolean stored,
        @Nullable Boolean consent,
        @Nullable String model,
        Set<String> columns,
        Duration timeout) {

    /** The same with another session. */
    public ParsedRequest with(RecommendationRequest other) {
        return new ParsedRequest(other, sessionId, stored, consent, model, columns, timeout);
    }
}
