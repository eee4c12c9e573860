package io.github.dmsrec.intent.encode;

import io.github.dmsrec.core.intent.IntentVectors;

/**
 * The vectors of a list of texts.
 *
 * @param vectors one per text, in order
 * @param blank how many of the texts are blank and got the zero vector
 * @param computed how many distinct texts went through the model
 * @param cached how many distinct texts had their vector in the cache
 */
public record EncodedTexts(IntentVectors vectors, int blank, int computed, int cached) {}
