package io.github.dmsrec;

import org.jspecify.annotations.Nullable;

/**
 * What {@link Model#predict} writes, and how. Begin with {@link #USUAL}; each method returns other options. Immutable.
 *
 * @param k how many items for each session at most, at least 1; fewer come where fewer are left
 * @param seenItems whether clicked items may be recommended
 * @param intents whether a fused model infers the intents of the sessions; without, it scores as for sessions without any
 * @param inferrer what infers the intents; null for what inferred those of the training
 * @param threads that score sessions, each with one engine thread, at least 1
 * @param memoryBytes the limit of the buffers for scores of all threads together
 * @param sessionColumn the column, or key in JSON lines, of the session's id
 * @param itemColumn the column or key of the clicked item or of the list of clicked items; null for {@code "item"} in rows of
 *     clicks and {@code "items"} in lists
 * @param progress gets one stage
 */
public record PredictionOptions(
        int k,
        SeenItems seenItems,
        boolean intents,
        @Nullable Inferrer inferrer,
        int threads,
        long memoryBytes,
        String sessionColumn,
        @Nullable String itemColumn,
        Progress progress) {

    /** {@value RecommendationRequest#USUAL_K} items that a session has not clicked, with all processors, silently. */
    public static final PredictionOptions USUAL = new PredictionOptions(
            RecommendationRequest.USUAL_K,
            SeenItems.MASKED,
            true,
            null,
            Runtime.getRuntime().availableProcessors(),
            Settings.USUAL_MEMORY,
            "session",
            null,
            Progress.none());

    /**
     * Checks the numbers.
     *
     * @param k how many items for each session at most, at least 1; fewer come where fewer are left
     * @param seenItems whether clicked items may be recommended
     * @param intents whether a fused model infers the intents of the sessions; without, it scores as for sessions without any
     * @param inferrer what infers the intents; null for what inferred those of the training
     * @param threads that score sessions, each with one engine thread, at least 1
     * @param memoryBytes the limit of the buffers for scores of all threads together
     * @param sessionColumn the column, or key in JSON lines, of the session's id
     * @param itemColumn the column or key of the clicked item or of the list of clicked items; null for {@code "item"} in rows of
     *     clicks and {@code "items"} in lists
     * @param progress gets one stage
     */
    public PredictionOptions {
        if (k < 1) {
            throw new InvalidInputException("k is " + k + ", but must be at least 1.");
        }
        if (threads < 1) {
            throw new InvalidInputException("threads is " + threads + ", but must be at least 1.");
        }
        if (memoryBytes < 1) {
            throw new InvalidInputException("memoryBytes is " + memoryBytes + ", but must be at least 1.");
        }
    }

    /**
     * At most so many items.
     *
     * @param most at least 1
     * @return the changed options; these stay as they are
     */
    public PredictionOptions k(int most) {
        return new PredictionOptions(
                most, seenItems, intents, inferrer, threads, memoryBytes, sessionColumn, itemColumn, progress);
    }

    /**
     * Clicked items may be recommended, or not.
     *
     * @param other whether they may
     * @return the changed options; these stay as they are
     */
    public PredictionOptions seenItems(SeenItems other) {
        return new PredictionOptions(
                k, other, intents, inferrer, threads, memoryBytes, sessionColumn, itemColumn, progress);
    }

    /**
     * A fused model scores as for sessions without any intent.
     *
     * @return the changed options; these stay as they are
     */
    public PredictionOptions withoutIntents() {
        return new PredictionOptions(
                k, seenItems, false, null, threads, memoryBytes, sessionColumn, itemColumn, progress);
    }

    /**
     * Something else infers the intents of the sessions.
     *
     * @param other than in the training
     * @return the changed options; these stay as they are
     */
    public PredictionOptions intentsFrom(Inferrer other) {
        return new PredictionOptions(
                k, seenItems, true, other, threads, memoryBytes, sessionColumn, itemColumn, progress);
    }

    /**
     * Another number of threads.
     *
     * @param number at least 1
     * @return the changed options; these stay as they are
     */
    public PredictionOptions threads(int number) {
        return new PredictionOptions(
                k, seenItems, intents, inferrer, number, memoryBytes, sessionColumn, itemColumn, progress);
    }

    /**
     * Another limit of the buffers for scores.
     *
     * @param bytes at most so many
     * @return the changed options; these stay as they are
     */
    public PredictionOptions memory(long bytes) {
        return new PredictionOptions(
                k, seenItems, intents, inferrer, threads, bytes, sessionColumn, itemColumn, progress);
    }

    /**
     * Other names of the columns or keys; a null item is the usual one of the format.
     *
     * @param session the name of the one with the session
     * @param item the name of the one with the item or items
     * @return the changed options; these stay as they are
     */
    public PredictionOptions columns(String session, @Nullable String item) {
        return new PredictionOptions(k, seenItems, intents, inferrer, threads, memoryBytes, session, item, progress);
    }

    /**
     * Somebody who gets the progress.
     *
     * @param other may be called from several threads
     * @return the changed options; these stay as they are
     */
    public PredictionOptions progress(Progress other) {
        return new PredictionOptions(
                k, seenItems, intents, inferrer, threads, memoryBytes, sessionColumn, itemColumn, other);
    }
}
