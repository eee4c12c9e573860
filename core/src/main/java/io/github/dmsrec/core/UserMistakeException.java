package io.github.dmsrec.core;

/**
 * A mistake that the user can mend: a missing file, a malformed line, options that do not go together. The command line
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
     * @param fix what to do about it, as the rest of a sentence that begins with "Maybe"
     */
    public UserMistakeException(String problem, String fix) {
        super(message(problem, fix));
    }

    /** As {@link #UserMistakeException(String, String)}, keeping the cause for the log. */
    public UserMistakeException(String problem, String fix, Throwable cause) {
        super(message(problem, fix), cause);
    }

    private static String message(String problem, String fix) {
        return problem + System.lineSeparator() + "Maybe " + fix;
    }
}
