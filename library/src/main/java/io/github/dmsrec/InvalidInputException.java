package io.github.dmsrec;

/**
 * Something that was given cannot be used: a file, an option, an id. The message says what, where, which value, and what to
 * do. The library's one exception that callers should expect; anything else is a fault of the library or of the machine.
 */
public final class InvalidInputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message what is wrong, where, and what to do */
    public InvalidInputException(String message) {
        super(message);
    }

    /**
     * @param message what is wrong, where, and what to do
     * @param cause where it was found
     */
    public InvalidInputException(String message, Throwable cause) {
        super(message, cause);
    }
}
