package io.github.dmsrec.intent.encode;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.intent.IntentVectors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The vectors of a list of texts while they come in: each distinct text once, zero for a blank one. For one thread. */
final class VectorSheet {

    private static final int BLANK = -1;

    private final int dimension;
    private final float[] values;
    private final List<String> distinct = new ArrayList<>();
    private final Map<String, Integer> firstRow = new HashMap<>();
    private final int[] sameAs;

    /**
     * @param texts in any number and order
     * @param dimension of their vectors
     * @throws UserMistakeException if the vectors do not fit into one table
     */
    VectorSheet(List<String> texts, int dimension) {
        if ((long) texts.size() * dimension > Integer.MAX_VALUE - 8) {
            throw new UserMistakeException(
                    texts.size() + " texts with vectors of " + dimension
                            + " numbers are more than one table of vectors holds (2,147,483,639 numbers).",
                    "Use an encoder with shorter vectors, or fewer texts: omit free intents.");
        }
        this.dimension = dimension;
        this.values = new float[texts.size() * dimension];
        this.sameAs = new int[texts.size()];
        for (int row = 0; row < sameAs.length; row++) {
            String text = texts.get(row);
            if (text.isBlank()) {
                sameAs[row] = BLANK;
                continue;
            }
            Integer first = firstRow.putIfAbsent(text, row);
            sameAs[row] = first == null ? row : first;
            if (first == null) {
                distinct.add(text);
            }
        }
    }

    /** The texts that need a vector, each once, in order. */
    List<String> distinct() {
        return distinct;
    }

    /** Where a text's vector goes in {@link #values}. */
    int offset(String text) {
        Integer row = firstRow.get(text);
        if (row == null) {
            throw new IllegalStateException("a vector came of a text that was not asked for");
        }
        return row * dimension;
    }

    /** One row per text, complete after {@link #finish}. */
    float[] values() {
        return values;
    }

    /**
     * The table, once every distinct text has its vector.
     *
     * @param computed how many distinct texts went through the model
     * @param cached how many distinct texts had their vector in the cache
     */
    EncodedTexts finish(int computed, int cached) {
        int blank = 0;
        for (int row = 0; row < sameAs.length; row++) {
            if (sameAs[row] == BLANK) {
                blank++;
            } else if (sameAs[row] != row) {
                System.arraycopy(values, sameAs[row] * dimension, values, row * dimension, dimension);
            }
        }
        return new EncodedTexts(new IntentVectors(dimension, values), blank, computed, cached);
    }
}
