package io.github.dmsrec.gnn.fusion;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.intent.IntentRows;
import io.github.dmsrec.core.intent.IntentTable;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Random intents for a small data set, always the same: none, one or two on either side of each row. */
public final class TinyIntents {

    /** The length of the intent vectors. */
    public static final int DIMENSION = 16;

    private TinyIntents() {}

    /** Intents of all rows of a data set. */
    public static IntentTable of(SessionDataset dataset) {
        RandomStreams streams = new RandomStreams(5);
        int texts = dataset.catalogue().size() + 3;
        Map<Split, IntentRows> rows = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            SplittableRandom random = streams.stream("intents " + split.label());
            List<IntentRows.Row> ofSplit = new ArrayList<>();
            for (int row = 0; row < dataset.examples(split).size(); row++) {
                ofSplit.add(new IntentRows.Row(someOf(texts, random), someOf(texts, random)));
            }
            rows.put(split, new IntentRows(ofSplit));
        }
        SplittableRandom random = streams.stream("intent vectors");
        float[] values = new float[texts * DIMENSION];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (2 * random.nextDouble() - 1);
        }
        return new IntentTable(new IntentVectors(DIMENSION, values), rows);
    }

    /** Random intents of a batch: both sides, the explicit one, the latent one, none, and so on. */
    public static IntentBatch batch(int dimension, int sessions) {
        float[] hasExplicit = new float[sessions];
        float[] hasLatent = new float[sessions];
        for (int s = 0; s < sessions; s++) {
            hasExplicit[s] = s % 4 < 2 ? 1 : 0;
            hasLatent[s] = s % 2 == 0 ? 1 : 0;
        }
        return new IntentBatch(
                dimension,
                vectors(dimension, hasExplicit, "explicit"),
                hasExplicit,
                vectors(dimension, hasLatent, "latent"),
                hasLatent);
    }

    private static float[] vectors(int dimension, float[] has, String purpose) {
        SplittableRandom random = new RandomStreams(8).stream(purpose);
        float[] vectors = new float[has.length * dimension];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = has[i / dimension] * (float) (2 * random.nextDouble() - 1);
        }
        return vectors;
    }

    private static int[] someOf(int texts, SplittableRandom random) {
        return random.ints(random.nextInt(3), 0, texts).toArray();
    }
}
