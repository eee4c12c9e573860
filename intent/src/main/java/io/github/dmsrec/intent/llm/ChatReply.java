package io.github.dmsrec.intent.llm;

/**
 * What a model answered.
 *
 * @param text the answer; may be empty
 * @param promptTokens as the server counted, 0 if it does not say
 * @param completionTokens as the server counted, 0 if it does not say
 * @param finishReason why the model ended, in lower case: {@code "stop"}, {@code "length"}, …; empty if the server does
 *     not say
 */
public record ChatReply(String text, int promptTokens, int completionTokens, String finishReason) {

    /** The finish reason of an answer that the limit of tokens ended. */
    public static final String CUT_OFF = "length";

    /** Whether the model was cut off by the token limit. */
    public boolean cutOff() {
        return finishReason.equals(CUT_OFF);
    }
}
