package io.github.dmsrec.intent.inferrer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Infers the intents of single sessions that belong to no data set. It holds all that it needs, keeps no answers and
 * writes no file. Safe for use by several threads.
 */
public interface SessionInferrer extends AutoCloseable {

    /**
     * Infers the intents of a session.
     *
     * @param request of a session that is not an example of a data set
     * @throws io.github.dmsrec.core.UserMistakeException if a language model is asked and gives no usable answer
     */
    Outcome infer(IntentRequest request);

    /**
     * What is known of an item beside its title, as texts that intents are made of; empty if intents are not made of such.
     *
     * @param item the catalogue index
     */
    default List<String> textsOf(int item) {
        return List.of();
    }

    /** Whether explicit intents are facets of the clicked items, so that people can be told that they looked at such. */
    default boolean namesFacets() {
        return false;
    }

    /** Whether requests should have the session vectors of the model that gave the candidates, where it has any. */
    default boolean wantsSessionVectors() {
        return false;
    }

    @Override
    void close();

    /**
     * The intents of a session.
     *
     * @param row the intents
     * @param note what people should know of how they came about; null if it is as in the inferrer's name
     */
    record Outcome(InferredRow row, @Nullable String note) {

        /** Intents that came about as the inferrer's name says. */
        public Outcome(InferredRow row) {
            this(row, null);
        }
    }
}
