package io.github.dmsrec.server.http;

import io.github.dmsrec.server.api.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletionStage;

/**
 * An operation and what does it.
 *
 * @param operation what can be asked
 * @param work what does it
 */
public record Route(Operation operation, Work work) {

    /** What does an operation. */
    public sealed interface Work permits Single, Streaming {}

    /** One answer to a body that is read whole; must not block. */
    @FunctionalInterface
    public non-sealed interface Single extends Work {

        /**
         * Answers.
         *
         * @throws io.github.dmsrec.server.api.ProblemException if the request is wrong
         */
        CompletionStage<Reply> answer(Call call);
    }

    /** Answers while the body is read, on a thread of its own. */
    @FunctionalInterface
    public non-sealed interface Streaming extends Work {

        /**
         * Reads and writes.
         *
         * @param in the body
         * @param out the answer; begun by the first byte
         */
        void answer(Call call, InputStream in, OutputStream out) throws IOException;
    }
}
