package io.github.dmsrec.intent.asking;

import io.github.dmsrec.intent.prompt.Prompt;
import io.github.dmsrec.intent.reply.AnswerException;
import io.github.dmsrec.intent.reply.AnswerFormat;
import io.github.dmsrec.intent.reply.AnswerSchema;
import io.github.dmsrec.intent.reply.Repairs;
import java.util.Optional;

/** The questions of a run by row. None is held: each is written when it is asked for. Safe for use by several threads. */
interface QuestionList {

    /**
     * What is asked about a row.
     *
     * @param row its number
     * @param prompt the words
     * @param schema the form of the answer
     * @param key SHA-256 over all that the answer depends on
     */
    record Question(int row, Prompt prompt, AnswerSchema schema, String key) {

        /** The length of the prompt. */
        int characters() {
            return prompt.system().length() + prompt.user().length();
        }
    }

    /**
     * What is kept of a usable answer beside its text.
     *
     * @param shown how many candidates were shown; 0 if there were none
     * @param numbers the candidate numbers picked; empty if none were asked for
     * @param repairs what was dropped
     */
    record Reading(int shown, int[] numbers, Repairs repairs) {}

    /** The number of rows. */
    int rows();

    /** How answers are asked for. */
    AnswerFormat format();

    /** The template of the words, with its version. */
    String template();

    /** What is asked about a row; empty if nothing in it has a title. */
    Optional<Question> of(int row);

    /**
     * Validates an answer.
     *
     * @param cutOff whether the limit of tokens ended it
     * @throws AnswerException if it is not usable
     */
    Reading check(String answer, boolean cutOff, Question question) throws AnswerException;
}
