package io.github.dmsrec;

import org.jspecify.annotations.Nullable;

/**
 * How a model is opened for live use. Begin with {@link #USUAL}; each method returns other options. Immutable.
 *
 * @param threads of the tensor engine, for the whole process. One is best where several threads ask
 * @param intents whether a fused model infers intents
 * @param inferrer what infers the intents of new sessions; null for what inferred those of the training. Its options are
 *     those of the training, but for the ones given here, such as another {@code base-url}
 * @param newer a data set with items that the model does not know, which are then scored through their titles; null for the
 *     model's items alone
 */
public record LiveOptions(int threads, boolean intents, @Nullable Inferrer inferrer, @Nullable Dataset newer) {

    /** One thread, intents as in the training, the model's items. */
    public static final LiveOptions USUAL = new LiveOptions(1, true, null, null);

    /**
     * Checks the number of threads.
     *
     * @param threads of the tensor engine, for the whole process. One is best where several threads ask
     * @param intents whether a fused model infers intents
     * @param inferrer what infers the intents of new sessions; null for what inferred those of the training. Its options are
     *     those of the training, but for the ones given here, such as another {@code base-url}
     * @param newer a data set with items that the model does not know, which are then scored through their titles; null for the
     *     model's items alone
     */
    public LiveOptions {
        if (threads < 1) {
            throw new InvalidInputException("threads is " + threads + ", but must be at least 1.");
        }
    }

    /**
     * Another number of engine threads, for the whole process.
     *
     * @param number at least 1
     * @return the changed options; these stay as they are
     */
    public LiveOptions threads(int number) {
        return new LiveOptions(number, intents, inferrer, newer);
    }

    /**
     * A fused model scores as for sessions without any intent.
     *
     * @return the changed options; these stay as they are
     */
    public LiveOptions withoutIntents() {
        return new LiveOptions(threads, false, null, newer);
    }

    /**
     * Something else infers the intents of new sessions.
     *
     * @param other than in the training
     * @return the changed options; these stay as they are
     */
    public LiveOptions intentsFrom(Inferrer other) {
        return new LiveOptions(threads, true, other, newer);
    }

    /**
     * The items of a newer data set are recommended, too; those that the model does not know through their titles.
     *
     * @param dataset that has them
     * @return the changed options; these stay as they are
     */
    public LiveOptions itemsOf(Dataset dataset) {
        return new LiveOptions(threads, intents, inferrer, dataset);
    }
}
