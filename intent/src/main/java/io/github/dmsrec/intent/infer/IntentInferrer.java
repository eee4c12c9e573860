package io.github.dmsrec.intent.infer;

import io.github.dmsrec.core.progress.Progress;
import java.util.List;

/** Infers the intents of sessions from their clicks and candidates. For one thread. */
public interface IntentInferrer extends AutoCloseable {

    /** The choices that it was made from; their name is the inferrer's. */
    InferrerOptions options();

    /**
     * Infers the intents of rows.
     *
     * @param setting what all rows share
     * @param requests the rows; may be a view that makes them when asked
     * @param progress counts rows
     * @throws io.github.dmsrec.core.UserMistakeException if an endpoint cannot be used, or too many rows failed
     */
    Inference infer(InferenceSetting setting, List<IntentRequest> requests, Progress progress);

    @Override
    void close();
}
