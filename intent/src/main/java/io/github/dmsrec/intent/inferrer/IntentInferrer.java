package io.github.dmsrec.intent.inferrer;

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

    /**
     * Prepares for single sessions that belong to no data set. Unless an inferrer does better, sessions wait for each
     * other.
     *
     * @param setting what a folder of intents keeps for them
     * @return closes this inferrer when it is closed
     */
    default SessionInferrer forSessions(LiveSetting setting) {
        return new OneByOne(this, setting);
    }

    /** Whether requests should have the session vectors of the model that gave the candidates, where it has any. */
    default boolean wantsSessionVectors() {
        return false;
    }

    @Override
    void close();

    /** Sessions that wait for each other. */
    final class OneByOne implements SessionInferrer {

        private final IntentInferrer inferrer;
        private final LiveSetting setting;

        private OneByOne(IntentInferrer inferrer, LiveSetting setting) {
            this.inferrer = inferrer;
            this.setting = setting;
        }

        @Override
        public synchronized Outcome infer(IntentRequest request) {
            return new Outcome(inferrer.infer(setting.shared(), List.of(request), Progress.NONE)
                    .rows()
                    .get(0));
        }

        @Override
        public synchronized void close() {
            inferrer.close();
        }
    }
}
