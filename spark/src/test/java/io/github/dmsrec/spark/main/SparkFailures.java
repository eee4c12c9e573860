package io.github.dmsrec.spark.main;

import org.jspecify.annotations.Nullable;

/** What the commands print of a failure. */
public final class SparkFailures {

    private SparkFailures() {}

    /** The message of a mistake. */
    public static @Nullable String mistake(Throwable failure) {
        return SparkMain.mistake(failure);
    }
}
