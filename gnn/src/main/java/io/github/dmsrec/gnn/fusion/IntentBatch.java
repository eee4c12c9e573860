package io.github.dmsrec.gnn.fusion;

import io.github.dmsrec.core.intent.IntentRows;
import io.github.dmsrec.core.intent.IntentVectors;
import java.util.Arrays;

/**
 * The mean explicit and latent intent vectors of a batch of B sessions, row-major [B, dimension]; zero where a session has
 * none.
 *
 * @param dimension the length of each vector
 * @param explicit the mean vectors of explicit intents
 * @param hasExplicit 1 where a session has an explicit intent, else 0
 * @param latent the mean vectors of latent intents
 * @param hasLatent 1 where a session has a latent intent, else 0
 */
public record IntentBatch(int dimension, float[] explicit, float[] hasExplicit, float[] latent, float[] hasLatent) {

    /** Averages the intents of the given rows. */
    public static IntentBatch of(IntentVectors vectors, IntentRows intents, int[] rows) {
        int dimension = vectors.dimension();
        IntentBatch batch = new IntentBatch(
                dimension,
                new float[rows.length * dimension],
                new float[rows.length],
                new float[rows.length * dimension],
                new float[rows.length]);
        for (int b = 0; b < rows.length; b++) {
            int row = rows[b];
            for (int i = 0; i < intents.explicitCount(row); i++) {
                add(vectors, intents.explicitText(row, i), batch.explicit, b, intents.explicitCount(row));
                batch.hasExplicit[b] = 1;
            }
            for (int i = 0; i < intents.latentCount(row); i++) {
                add(vectors, intents.latentText(row, i), batch.latent, b, intents.latentCount(row));
                batch.hasLatent[b] = 1;
            }
        }
        return batch;
    }

    /** Sessions without any intent. */
    public static IntentBatch none(int dimension, int sessions) {
        return new IntentBatch(
                dimension,
                new float[sessions * dimension],
                new float[sessions],
                new float[sessions * dimension],
                new float[sessions]);
    }

    /** Zero vectors that count as intents: a control arm. */
    public static IntentBatch zeros(int dimension, int sessions) {
        IntentBatch batch = none(dimension, sessions);
        Arrays.fill(batch.hasExplicit, 1);
        Arrays.fill(batch.hasLatent, 1);
        return batch;
    }

    /** This batch as if no session had a latent intent: a control arm. */
    public IntentBatch withoutLatent() {
        return new IntentBatch(dimension, explicit, hasExplicit, new float[latent.length], new float[hasLatent.length]);
    }

    /** This batch as if no session had an explicit intent: a control arm. */
    public IntentBatch withoutExplicit() {
        return new IntentBatch(dimension, new float[explicit.length], new float[hasExplicit.length], latent, hasLatent);
    }

    /** This batch with the other side's vector where one side is missing. */
    public IntentBatch withMissingCopied() {
        IntentBatch copy =
                new IntentBatch(dimension, explicit.clone(), hasExplicit.clone(), latent.clone(), hasLatent.clone());
        for (int b = 0; b < hasExplicit.length; b++) {
            int from = b * dimension;
            if (hasExplicit[b] == 0) {
                System.arraycopy(latent, from, copy.explicit, from, dimension);
            } else if (hasLatent[b] == 0) {
                System.arraycopy(explicit, from, copy.latent, from, dimension);
            }
        }
        return copy;
    }

    private static void add(IntentVectors vectors, int text, float[] target, int batchRow, int count) {
        int from = text * vectors.dimension();
        int to = batchRow * vectors.dimension();
        for (int j = 0; j < vectors.dimension(); j++) {
            target[to + j] += vectors.values()[from + j] / count;
        }
    }
}
