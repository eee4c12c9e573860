package io.github.dmsrec.server.api;

import io.github.dmsrec.InvalidInputException;
import io.github.dmsrec.core.SafeText;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Ends a request with a problem. It is no fault of the service, and has no stack trace. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int LONGEST_QUOTE = 60;

    private final int status;
    private final @Nullable String field;
    private final @Nullable String fix;

    /**
     * @param status of HTTP, from 400
     * @param field of the request that is wrong; null if it is none
     * @param detail what is wrong, with the value
     * @param fix what to do; null if that goes without saying
     */
    public ProblemException(int status, @Nullable String field, String detail, @Nullable String fix) {
        super(detail, null, false, false);
        this.status = status;
        this.field = field;
        this.fix = fix;
    }

    /** A field of the request is wrong. */
    public static ProblemException field(String field, String detail, String fix) {
        return new ProblemException(400, field, detail, fix);
    }

    /**
     * What a failure of any kind is to the sender. What the service is to blame for has the status 500, and says nothing of its
     * inside.
     */
    public static ProblemException of(Throwable thrown) {
        Throwable failure = unwrapped(thrown);
        if (failure instanceof ProblemException problem) {
            return problem;
        }
        return failure instanceof InvalidInputException
                ? new ProblemException(400, null, String.valueOf(failure.getMessage()), null)
                : new ProblemException(500, null, "The server failed.", "Look for the request_id in its log.");
    }

    /** A failure without what a future wraps around it. */
    public static Throwable unwrapped(Throwable thrown) {
        return thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
    }

    /** A text of the sender's as part of a message: one line, not long. */
    public static String quoted(String text) {
        String line = SafeText.line(text);
        return line.codePointCount(0, line.length()) <= LONGEST_QUOTE
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST_QUOTE)) + "...";
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /**
     * The document.
     *
     * @param requestId names the answer
     * @param line of a batch, from 1; null outside of batches
     */
    public Problem document(String requestId, @Nullable Integer line) {
        return new Problem(
                "about:blank", title(status), status, String.valueOf(getMessage()), field, fix, line, requestId);
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad request";
            case 401 -> "Not authorised";
            case 403 -> "Forbidden";
            case 404 -> "Not found";
            case 405 -> "Method not allowed";
            case 408 -> "Request timeout";
            case 409 -> "Conflict";
            case 413 -> "Request too large";
            case 415 -> "Unsupported media type";
            case 422 -> "Cannot be done";
            case 429 -> "Too many requests";
            case 503 -> "Not available";
            default -> status >= 500 ? "Server fault" : "Request refused";
        };
    }
}
