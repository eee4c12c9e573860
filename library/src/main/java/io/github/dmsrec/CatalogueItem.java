package io.github.dmsrec;

import java.util.Map;

/**
 * An item that can be recommended.
 *
 * @param id the user's own identifier
 * @param title what the item is called; empty if unknown
 * @param columns its other text columns by name; empty if the model has none
 * @param clicks on it in the sessions that the model has learned from; 0 for a new item
 */
public record CatalogueItem(String id, String title, Map<String, String> columns, long clicks) {

    /**
     * Copies the columns.
     *
     * @param id the user's own identifier
     * @param title what the item is called; empty if unknown
     * @param columns its other text columns by name; empty if the model has none
     * @param clicks on it in the sessions that the model has learned from; 0 for a new item
     */
    public CatalogueItem {
        columns = Map.copyOf(columns);
    }
}
