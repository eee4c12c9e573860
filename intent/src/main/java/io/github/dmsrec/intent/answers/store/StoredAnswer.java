package io.github.dmsrec.intent.answers.store;

import io.github.dmsrec.intent.llm.ChatReply;
import io.github.dmsrec.intent.reply.AnswerFormat;

/**
 * One question's outcome.
 *
 * @param key SHA-256 over all that the answer depends on
 * @param answered whether the answer is usable
 * @param reason why it is not; empty if it is
 * @param answer the model's text as it came; empty if none came
 * @param numbers the candidate numbers read from it
 * @param finishReason why the model ended, empty if unknown
 * @param promptTokens of all attempts together, also those of earlier runs; likewise the next two
 * @param completionTokens of all attempts together
 * @param attempts how often it was asked
 * @param latencyMillis how long the last attempt took
 * @param model the model's name
 * @param template the version of the prompt's wording
 * @param format how the answer's form was asked for
 */
public record StoredAnswer(
        String key,
        boolean answered,
        String reason,
        String answer,
        int[] numbers,
        String finishReason,
        int promptTokens,
        int completionTokens,
        int attempts,
        long latencyMillis,
        String model,
        String template,
        AnswerFormat format) {

    /** Whether the limit of tokens ended it. */
    public boolean cutOff() {
        return finishReason.equals(ChatReply.CUT_OFF);
    }
}
