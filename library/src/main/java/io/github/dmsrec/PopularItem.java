package io.github.dmsrec;

/**
 * An item and how often it was clicked.
 *
 * @param id the user's own identifier
 * @param title what the item is called; empty if unknown
 * @param clicks on it in the sessions that the model has learned from
 */
public record PopularItem(String id, String title, long clicks) {}
