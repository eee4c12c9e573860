package io.github.dmsrec.core;

/**
 * An error that the user can correct: a missing file, a malformed line, options that do not go together. The command line
 * prints its message alone and exits with code 2.
 */
public final class UserMistakeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message what is wrong (file, line, column or key, and the value) and what to do about it */
    public UserMistakeException(String message) {
        super(message);
    }

    /** As {@link #UserMistakeException(String)}, keeping the cause for the log. */
    public UserMistakeException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * @param problem what is wrong: file, line, column or key, and the value
     * @param advice what to do about it, as sentences in the imperative
     */
    public UserMistakeException(String problem, String advice) {
        super(message(problem, advice));
    }

    /** As {@link #UserMistakeException(String, String)}, keeping the cause for the log. */
    public UserMistakeException(String problem, String advice, Throwable cause) {
        super(message(problem, advice), cause);
    }

    private static String message(String problem, String advice) {
        return problem + System.lineSeparator() + advice;
    }
}
