package io.github.dmsrec.intent.reply;

/**
 * What was dropped from one answer before it could be used.
 *
 * @param outOfRange numbers that no candidate has
 * @param duplicates candidates that were named again
 * @param beyondLimit candidates that were named after enough had been
 * @param hallucinated pieces of the answer that are not the title of a candidate
 * @param cutOff last lines that the limit of tokens may have cut off
 */
public record Repairs(int outOfRange, int duplicates, int beyondLimit, int hallucinated, int cutOff) {

    /** Of an answer that was not cut off. */
    public Repairs(int outOfRange, int duplicates, int beyondLimit, int hallucinated) {
        this(outOfRange, duplicates, beyondLimit, hallucinated, 0);
    }

    /** Nothing was dropped. */
    public static final Repairs NONE = new Repairs(0, 0, 0, 0);

    /** How many things were dropped. */
    public int total() {
        return outOfRange + duplicates + beyondLimit + hallucinated + cutOff;
    }
}
