package io.github.dmsrec.spark;

/** An executor lacks a native library that a model needs. */
final class MissingNativesException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    MissingNativesException(String executor, LinkageError cause) {
        super(
                "Executor " + executor + " lacks a native library that the model needs: " + cause.getMessage()
                        + " Add the jars of the natives with --jars, as docs/spark.md says.",
                cause);
    }
}
