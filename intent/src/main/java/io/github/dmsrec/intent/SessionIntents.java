package io.github.dmsrec.intent;

import io.github.dmsrec.core.intent.IntentRows;
import io.github.dmsrec.core.intent.IntentVectors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The intents of one session.
 *
 * @param explicit what was clicked already, in the order chosen
 * @param latent what was not, in the order chosen
 * @param vectors one for each intent, the explicit ones first: {@code [explicit + latent, dimension]}
 * @param row the numbers of the intents in {@code vectors}
 * @param note what people should know of how they came about; null if they are as the inferrer's name says
 */
public record SessionIntents(
        List<String> explicit, List<String> latent, IntentVectors vectors, IntentRows.Row row, @Nullable String note) {

    public SessionIntents {
        explicit = List.copyOf(explicit);
        latent = List.copyOf(latent);
    }
}
