package io.github.dmsrec.spark;

import io.github.dmsrec.PredictionOptions;
import io.github.dmsrec.SeenItems;
import java.io.Serializable;

/**
 * What is recommended.
 *
 * @param k how many items at most
 * @param seenItems whether clicked items may be recommended
 * @param intents whether a fused model infers intents
 */
record Wanted(int k, SeenItems seenItems, boolean intents) implements Serializable {

    /** As the library has it; the memory is divided among as many tasks as the machine has processors. */
    PredictionOptions options() {
        PredictionOptions options = PredictionOptions.USUAL.k(k).seenItems(seenItems);
        return intents ? options : options.withoutIntents();
    }
}
