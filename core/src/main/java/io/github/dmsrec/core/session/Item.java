package io.github.dmsrec.core.session;

import java.util.Map;

/**
 * One item of the catalogue.
 *
 * @param id the user's own identifier
 * @param title what the item is called; empty if unknown
 * @param attributes other text columns by name, e.g. {@code genres}; in the order of the source
 */
public record Item(String id, String title, Map<String, String> attributes) {

    public Item {
        attributes = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(attributes));
    }
}
