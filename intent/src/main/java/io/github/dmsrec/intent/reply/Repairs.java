package io.github.dmsrec.intent.reply;

/**
 * What was dropped from one answer before it could be used.
 *
 * @param outOfRange numbers that no candidate has
 * @param duplicates candidates that were named again
 * @param beyondLimit candidates that were named after enough had been
 * @param hallucinated pieces of the answer that are not the title of a candidate
 */
public record Repairs(int outOfRange, int duplicates, int beyondLimit, int hallucinated) {

    /** Nothing was dropped. */
    public static final Repairs NONE = new Repairs(0, 0, 0, 0);

    /** How many things were dropped. */
    public int total() {
        return outOfRange + duplicates + beyondLimit + hallucinated;
    }
}
