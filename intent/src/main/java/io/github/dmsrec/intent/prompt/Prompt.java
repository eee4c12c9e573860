package io.github.dmsrec.intent.prompt;

/**
 * One question to a language model.
 *
 * @param system the instructions; the same for all rows, so that servers can cache them
 * @param user the session and the candidates
 * @param shown the candidates in the order shown, as catalogue indices
 */
public record Prompt(String system, String user, int[] shown) {}
