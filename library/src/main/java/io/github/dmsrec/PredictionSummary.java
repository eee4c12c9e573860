package io.github.dmsrec;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Model#predict} wrote.
 *
 * @param file with the recommendations
 * @param sessions how many sessions were read; each has a row
 * @param clicks how many clicks they have
 * @param unknownClicks how many of those are on items that the model does not know; they are skipped
 * @param sessionsWithUnknown how many sessions have such a click
 * @param fallbackSessions how many sessions have no other clicks and got the fallback {@value LiveRecommender#FALLBACK}
 * @param inferrer what inferred intents; null if none reached the scores
 * @param seconds that it took, without the loading of the model
 */
public record PredictionSummary(
        Path file,
        long sessions,
        long clicks,
        long unknownClicks,
        long sessionsWithUnknown,
        long fallbackSessions,
        @Nullable String inferrer,
        double seconds) {}
