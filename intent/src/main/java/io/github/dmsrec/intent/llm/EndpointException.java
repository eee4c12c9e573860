package io.github.dmsrec.intent.llm;

import io.github.dmsrec.core.UserMistakeException;
import java.util.Optional;

/**
 * An endpoint did not answer a question. Its message says what was asked, where, and what came back; it never holds the
 * API key.
 */
public final class EndpointException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What went wrong, which decides about asking again. */
    public enum Kind {
        /** The request is wrong as it is: asking again cannot help. */
        REFUSED,
        /** Too many requests. */
        BUSY,
        /** The server failed. */
        SERVER,
        /** No complete answer in time. */
        TIMEOUT,
        /** No connection, or it broke. */
        CONNECTION,
        /** The server answered with something that is not a chat completion. */
        UNREADABLE
    }

    private final Kind kind;
    private final String reason;
    private final String advice;
    private final transient Optional<String> retryAfter;

    /**
     * @param kind what went wrong
     * @param reason a short phrase of few distinct values, by which failures are counted
     * @param message what was asked, where, and what came back
     * @param advice what to do about it, as sentences in the imperative
     * @param retryAfter the header of that name as the server sent it
     */
    public EndpointException(Kind kind, String reason, String message, String advice, Optional<String> retryAfter) {
        super(message);
        this.kind = kind;
        this.reason = reason;
        this.advice = advice;
        this.retryAfter = retryAfter;
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }

    /** The phrase by which failures are counted. */
    public String reason() {
        return reason;
    }

    /** The header {@code Retry-After}: seconds or a date. */
    public Optional<String> retryAfter() {
        return retryAfter;
    }

    /** The same for the user, for the case that it ends the run. */
    public UserMistakeException asMistake() {
        return new UserMistakeException(String.valueOf(getMessage()), advice, this);
    }
}
