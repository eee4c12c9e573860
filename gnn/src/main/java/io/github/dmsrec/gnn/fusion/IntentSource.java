package io.github.dmsrec.gnn.fusion;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.intent.IntentRows;
import io.github.dmsrec.core.intent.IntentVectors;
import java.util.Arrays;

/** Where the intents of a batch come from: those of the rows, or those of a control arm. Safe for several threads. */
public interface IntentSource {

    /** The intents of certain rows, in that order. */
    IntentBatch of(int[] rows);

    /** The intents of rows under a control arm; which rows are exchanged depends on the number of rows alone. */
    static IntentSource of(FusionOptions.Control control, IntentVectors vectors, IntentRows intents) {
        return switch (control) {
            case NONE -> rows -> IntentBatch.of(vectors, intents, rows);
            case ZERO -> rows -> IntentBatch.zeros(vectors.dimension(), rows.length);
            case SHUFFLED -> {
                int[] other = new RandomStreams(0).permutation(intents.size(), "shuffled intents");
                yield rows -> IntentBatch.of(
                        vectors,
                        intents,
                        Arrays.stream(rows).map(row -> other[row]).toArray());
            }
            case EXPLICIT_ONLY -> rows -> IntentBatch.of(vectors, intents, rows).withoutLatent();
            case LATENT_ONLY -> rows -> IntentBatch.of(vectors, intents, rows).withoutExplicit();
        };
    }

    /** No intents, for any row. */
    static IntentSource none(int dimension) {
        return rows -> IntentBatch.none(dimension, rows.length);
    }
}
