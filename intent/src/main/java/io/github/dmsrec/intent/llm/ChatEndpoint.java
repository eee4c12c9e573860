package io.github.dmsrec.intent.llm;

import io.github.dmsrec.intent.reply.AnswerFormat;
import io.github.dmsrec.intent.reply.AnswerSchema;
import java.util.Optional;

/** A language model behind an address, or in this process. Safe for use by several threads. */
public interface ChatEndpoint extends AutoCloseable {

    /**
     * Asks once, without retrying. A thread that is interrupted while it waits keeps its interrupted status.
     *
     * @param system the instructions
     * @param user the question
     * @param format how the answer's form is asked for
     * @param schema the form, where {@link AnswerFormat#needsSchema}
     * @throws EndpointException if no answer came
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    ChatReply ask(String system, String user, AnswerFormat format, Optional<AnswerSchema> schema);

    /**
     * Whether the model computes in this process. An interrupted question then ends only with the step it is in, which may be
     * the reading of a long prompt.
     */
    default boolean inProcess() {
        return false;
    }

    /** Ends questions under way, and gives back what is held. Doing so twice has no effect. */
    @Override
    default void close() {}
}
