package io.github.dmsrec.datasets.download;

/** An address did not give its file; another one may. What came of it so far stays, to continue from. */
final class FetchFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param reason what happened, with the address */
    FetchFailedException(String reason) {
        super(reason);
    }

    FetchFailedException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
