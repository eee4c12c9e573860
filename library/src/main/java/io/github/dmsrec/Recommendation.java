package io.github.dmsrec;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One recommended item.
 *
 * @param id the user's own identifier
 * @param title what the item is called; empty if unknown
 * @param score of its model: higher is better; scores of different sessions or models need not be comparable
 * @param columns the item's other text columns by name; empty if the model has none
 * @param because why it is recommended; null unless {@link RecommendationRequest#explained()} was asked for
 */
public record Recommendation(
        String id, String title, float score, Map<String, String> columns, @Nullable Explanation because) {

    /**
     * Copies the collections.
     *
     * @param id the user's own identifier
     * @param title what the item is called; empty if unknown
     * @param score of its model: higher is better; scores of different sessions or models need not be comparable
     * @param columns the item's other text columns by name; empty if the model has none
     * @param because why it is recommended; null unless {@link RecommendationRequest#explained()} was asked for
     */
    public Recommendation {
        columns = Map.copyOf(columns);
    }
}
