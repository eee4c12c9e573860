package io.github.dmsrec.core.recommend;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Prefixes;

/** Scores rows in chunks that fit a memory limit, and checks the scores. */
public final class ScoreChunks {

    // Larger chunks are no faster and make progress jerky.
    private static final int MOST_ROWS = 512;

    /** Takes the scores of some rows. */
    @FunctionalInterface
    public interface Consumer {

        /**
         * Takes the scores of rows {@code from..to-1}.
         *
         * @param from the first row, inclusive
         * @param to the last row, exclusive
         * @param scores the score of item {@code i} for row {@code r} is at {@code (r - from) * catalogueSize + i};
         *     overwritten by the next chunk
         */
        void accept(int from, int to, float[] scores);
    }

    private ScoreChunks() {}

    /**
     * Scores all rows in order. Every stage unit is a row.
     *
     * @param memoryBytes the limit of the buffer for the scores; what the recommender itself needs comes on top
     * @throws UserMistakeException if the limit is too low for one row, or if a score is not finite: the model is broken
     */
    public static void forEach(
            Recommender recommender, Prefixes rows, long memoryBytes, Progress.Stage stage, Consumer consumer) {
        int items = recommender.catalogueSize();
        int chunk = rowsPerChunk(items, rows.size(), memoryBytes);
        float[] scores = new float[chunk * items];
        for (int from = 0; from < rows.size(); from += chunk) {
            int to = Math.min(from + chunk, rows.size());
            recommender.score(rows, from, to, scores);
            requireFinite(recommender, from, to, scores);
            consumer.accept(from, to, scores);
            stage.advance(to - from);
        }
    }

    private static int rowsPerChunk(int items, int rows, long memoryBytes) {
        long bytesPerRow = Float.BYTES * (long) items;
        if (memoryBytes < bytesPerRow) {
            throw new UserMistakeException(
                    "a memory limit of " + memoryBytes + " bytes does not hold the scores of one row, which take "
                            + bytesPerRow + " (" + items + " items).",
                    "Use a larger limit.");
        }
        long fitting = Math.min(memoryBytes, Integer.MAX_VALUE - 8L) / bytesPerRow;
        return (int) Math.min(Math.min(fitting, MOST_ROWS), rows);
    }

    private static void requireFinite(Recommender recommender, int from, int to, float[] scores) {
        int items = recommender.catalogueSize();
        int count = (to - from) * items;
        for (int i = 0; i < count; i++) {
            if (!Float.isFinite(scores[i])) {
                throw new UserMistakeException(
                        "model '" + recommender.name() + "' gives row " + (from + i / items) + ", item " + i % items
                                + " the score " + scores[i] + ".",
                        "Train it again: its training may have diverged, or its weights were changed.");
            }
        }
    }
}
