package io.github.dmsrec.core.intent;

import io.github.dmsrec.core.session.Split;
import java.util.EnumMap;
import java.util.Map;

/**
 * The intents of a whole data set: one vector per text, and the rows of every split in the order of its examples.
 *
 * <p>Text {@code i} below the catalogue's size is the title of item {@code i}; texts beyond it are what an LLM wrote that is
 * not a title of the catalogue.
 *
 * @param vectors one vector per text
 * @param rows the intents of each split's examples
 */
public record IntentTable(IntentVectors vectors, Map<Split, IntentRows> rows) {

    public IntentTable {
        rows = java.util.Collections.unmodifiableMap(new EnumMap<>(rows));
        for (Split split : Split.values()) {
            if (!rows.containsKey(split)) {
                throw new IllegalArgumentException("there are no intents for the " + split.label() + " examples");
            }
        }
    }

    /** The intents of a data set that trains on its validation rows, too: those after the training rows. */
    public IntentTable trainingOnValidation() {
        Map<Split, IntentRows> joined = new EnumMap<>(rows);
        joined.put(Split.TRAIN, rows(Split.TRAIN).plus(rows(Split.VALIDATION)));
        return new IntentTable(vectors, joined);
    }

    /** The intents of a data set without its test examples. */
    public IntentTable withoutTest() {
        Map<Split, IntentRows> kept = new EnumMap<>(rows);
        kept.put(Split.TEST, new IntentRows.Builder().build());
        return new IntentTable(vectors, kept);
    }

    /** The intents of a split's examples. */
    public IntentRows rows(Split split) {
        IntentRows found = rows.get(split);
        if (found == null) {
            throw new IllegalStateException("no " + split.label() + " rows");
        }
        return found;
    }
}
