package io.github.dmsrec.intent.reply;

/**
 * The JSON schema of an answer by candidate numbers.
 *
 * @param candidates the number of candidates shown, at least 1
 * @param maxPicks the most numbers allowed, at least 1
 */
public record NumberSchema(int candidates, int maxPicks) implements AnswerSchema {

    /** The most phrases that describe the intents. */
    public static final int MAX_PHRASES = 3;

    @Override
    public String name() {
        return "session_intents";
    }

    /**
     * {@inheritDoc} That numbers differ cannot be said in the grammars that servers
     * make of it, so duplicates are dropped when the answer is read.
     */
    @Override
    public String json() {
        return "{\"type\":\"object\",\"properties\":{\"intents\":{\"type\":\"array\",\"items\":{\"type\":\"string\"},"
                + "\"maxItems\":" + MAX_PHRASES
                + "},\"ids\":{\"type\":\"array\",\"items\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":"
                + candidates
                + "},\"minItems\":1,\"maxItems\":" + maxPicks
                + "}},\"required\":[\"intents\",\"ids\"],\"additionalProperties\":false}";
    }
}
