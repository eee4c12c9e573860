package io.github.dmsrec.intent.llm;

import io.github.dmsrec.intent.answer.AnswerFormat;
import io.github.dmsrec.intent.answer.NumberSchema;
import java.util.Optional;

/** A language model behind an address. Safe for use by several threads. */
public interface ChatEndpoint {

    /**
     * Asks once, without retrying.
     *
     * @param system the instructions
     * @param user the question
     * @param format how the answer's form is asked for
     * @param schema the form, needed by {@link AnswerFormat#JSON_SCHEMA} only
     * @throws EndpointException if no answer came
     */
    ChatReply ask(String system, String user, AnswerFormat format, Optional<NumberSchema> schema);
}
