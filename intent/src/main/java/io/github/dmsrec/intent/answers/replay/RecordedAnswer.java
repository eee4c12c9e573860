package io.github.dmsrec.intent.answers.replay;

import io.github.dmsrec.intent.llm.ChatReply;
import io.github.dmsrec.intent.reply.AnswerFormat;
import java.util.Optional;

/**
 * A language model's answer as it was kept, with what is needed to read it again.
 *
 * @param text what the model wrote; empty if nothing came
 * @param verbatim whether the text is the model's own; where that was not kept, the text is written from the numbers that
 *     were
 * @param asked whether the model was asked; false for a row outside the share that was
 * @param failure why the answer is not usable; empty if it is
 * @param numbers the candidate numbers read from it when it was kept; empty if they were not kept
 * @param shown the candidates in the order shown, as catalogue indices
 * @param format how the answer's form was asked for
 * @param place where it is kept, for messages
 * @param usage what it took
 * @param origin who gave it
 */
public record RecordedAnswer(
        String text,
        boolean verbatim,
        boolean asked,
        Optional<String> failure,
        int[] numbers,
        int[] shown,
        AnswerFormat format,
        String place,
        Usage usage,
        Origin origin) {

    /** Whether the limit of tokens ended the model's own text. */
    public boolean cutOff() {
        return verbatim && origin.finishReason().equals(ChatReply.CUT_OFF);
    }

    /**
     * What an answer took; 0 where nobody knows.
     *
     * @param promptTokens of all attempts together; likewise the next
     * @param completionTokens of all attempts together
     * @param attempts how often it was asked
     * @param latencyMillis how long the last attempt took
     */
    public record Usage(int promptTokens, int completionTokens, int attempts, long latencyMillis) {}

    /**
     * Who gave an answer; empty where nobody knows.
     *
     * @param model the model's name
     * @param template the version of the prompt's wording
     * @param finishReason why the model ended
     */
    public record Origin(String model, String template, String finishReason) {}
}
