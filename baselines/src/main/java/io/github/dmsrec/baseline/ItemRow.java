package io.github.dmsrec.baseline;

/**
 * What an item leads to.
 *
 * @param items catalogue indices, the best first
 * @param scores of the items, as the method gives them
 */
public record ItemRow(int[] items, float[] scores) {}
