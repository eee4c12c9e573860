package io.github.dmsrec.stage;

import io.github.dmsrec.core.session.Catalogue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is recommended for one session.
 *
 * @param catalogue the items
 * @param session the items that the model knows, in click order
 * @param skipped the ids that it does not know
 * @param items the recommended items, best first
 * @param scores the score of each
 * @param popular whether nothing of the session is known, so that popular items are given
 * @param explicit the inferred intents among the clicks, as titles; empty for a base model
 * @param latent the other inferred intents, as titles
 * @param note what people should know of how the intents came about; null if there is nothing to say
 */
public record Recommendation(
        Catalogue catalogue,
        int[] session,
        List<String> skipped,
        int[] items,
        float[] scores,
        boolean popular,
        List<String> explicit,
        List<String> latent,
        @Nullable String note) {}
