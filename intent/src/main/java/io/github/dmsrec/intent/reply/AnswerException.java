package io.github.dmsrec.intent.reply;

/** An answer that cannot be used; asking again may help. */
public final class AnswerException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * @param reason a short phrase of few distinct values, by which failures are counted
     */
    public AnswerException(String reason) {
        super(reason);
    }

    /** Of an answer that the limit of tokens ended before anything in it was whole. */
    public static AnswerException cutOff() {
        return new AnswerException("cut off at the token limit");
    }

    /** The phrase by which failures are counted. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
