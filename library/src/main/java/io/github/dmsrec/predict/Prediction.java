package io.github.dmsrec.predict;

/**
 * What is recommended for a session.
 *
 * @param session its id
 * @param items catalogue indices, best first
 * @param scores of the items
 * @param unknown how many of its clicks are on items that the model does not know
 * @param fallback whether the model knows none of its items, so that popular ones are given
 */
public record Prediction(String session, int[] items, float[] scores, int unknown, boolean fallback) {}
