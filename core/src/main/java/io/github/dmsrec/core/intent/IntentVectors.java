package io.github.dmsrec.core.intent;

/**
 * One vector per distinct intent text, from a text encoder. Row-major {@code [count, dimension]}; not copied and not to
 * be changed.
 *
 * @param dimension the length of each vector: 384 for MiniLM-L6, 768 for BERT-base
 * @param values {@code count * dimension} numbers
 */
public record IntentVectors(int dimension, float[] values) {

    public IntentVectors {
        if (dimension < 1 || values.length % dimension != 0) {
            throw new IllegalArgumentException(
                    values.length + " values are not a multiple of the dimension " + dimension);
        }
    }

    /** The number of texts. */
    public int count() {
        return values.length / dimension;
    }
}
