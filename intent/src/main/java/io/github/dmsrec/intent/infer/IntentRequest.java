package io.github.dmsrec.intent.infer;

/**
 * One row whose intents are wanted.
 *
 * @param session the clicks as catalogue indices, oldest first, at least one
 * @param candidates catalogue indices, best first
 */
public record IntentRequest(int[] session, int[] candidates) {}
