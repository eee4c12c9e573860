package io.github.dmsrec.intent;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What infers the intents of new sessions. Where a language model gave the folder's intents and {@code inferrer} is null,
 * a session with the clicks of an answered row has that row's intents; else every session is inferred.
 *
 * @param inferrer its name; null for the one that inferred the folder
 * @param options those that differ from the folder's by key, such as another {@code base-url}. Another inferrer takes over
 *     how the folder's prompts were written and its model's name
 */
public record LiveSource(@Nullable String inferrer, Map<String, String> options) {

    /** As the folder was inferred. */
    public static final LiveSource AS_RECORDED = new LiveSource(null, Map.of());

    public LiveSource {
        options = Map.copyOf(options);
    }
}
