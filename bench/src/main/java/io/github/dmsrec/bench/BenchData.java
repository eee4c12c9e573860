package io.github.dmsrec.bench;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.intent.IntentRows;
import io.github.dmsrec.core.intent.IntentTable;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.datasets.format.srgnn.SrgnnImport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** The data sets of speed runs: the real ones where they are, else random sessions of their shape. */
enum BenchData {
    ML_1M(3416, 59_000, 13.4),
    DIGINETICA(43_097, 100_000, 5);

    /** The length of intent vectors: that of all-MiniLM-L6-v2. */
    static final int INTENT_DIMENSION = 384;

    private static final int INTENT_TEXTS = 2000;
    private static final int INTENT_ROWS = 1000;

    private final int items;
    private final int sessions;
    private final double meanPrefix;

    BenchData(int items, int sessions, double meanPrefix) {
        this.items = items;
        this.sessions = sessions;
        this.meanPrefix = meanPrefix;
    }

    /** The name on the command line, and of its folder. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String toString() {
        return label();
    }

    /**
     * Reads the data set in SR-GNN's format, or makes one of its shape.
     *
     * @param folder holds the folders of data sets
     */
    SessionDataset read(Path folder) throws IOException {
        Path own = folder.resolve(label());
        return Files.exists(own.resolve("test.txt"))
                ? SrgnnImport.read(own, Optional.empty(), label(), Progress.NONE)
                : SyntheticSessions.dataset(items, sessions, meanPrefix);
    }

    /** Random intents of a few rows, which stand for those of all: two explicit and two latent ones each. */
    static IntentTable intents() {
        SplittableRandom random = new RandomStreams(1).stream("intents");
        float[] values = new float[INTENT_TEXTS * INTENT_DIMENSION];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((2 * random.nextDouble() - 1) / Math.sqrt(INTENT_DIMENSION));
        }
        List<IntentRows.Row> rows = IntStream.range(0, INTENT_ROWS)
                .mapToObj(row -> new IntentRows.Row(
                        random.ints(2, 0, INTENT_TEXTS).toArray(),
                        random.ints(2, 0, INTENT_TEXTS).toArray()))
                .toList();
        Map<Split, IntentRows> ofSplits = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            ofSplits.put(split, new IntentRows(rows));
        }
        return new IntentTable(new IntentVectors(INTENT_DIMENSION, values), ofSplits);
    }
}
