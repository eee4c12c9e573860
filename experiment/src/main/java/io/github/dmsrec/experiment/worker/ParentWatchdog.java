package io.github.dmsrec.experiment.worker;

import java.io.IOException;
import java.io.InputStream;

/** Ends a process together with the one that started it, even if that one was killed: standard input is a pipe from it. */
public final class ParentWatchdog {

    /** Set to {@code true} for processes that a {@link WorkerPool} starts. */
    static final String PROPERTY = "dmsrec.ends-with-parent";

    private static final int TERMINATED = 143;

    private ParentWatchdog() {}

    /** Watches the pipe, if this process was started by a {@link WorkerPool}. */
    public static void start() {
        if (Boolean.getBoolean(PROPERTY)) {
            Thread watch = new Thread(() -> watch(System.in), "parent watchdog");
            watch.setDaemon(true);
            watch.start();
        }
    }

    private static void watch(InputStream pipe) {
        try {
            while (pipe.read() >= 0) {
                // Nothing is ever written to it; what counts is its end.
            }
        } catch (IOException e) {
            // A broken pipe is its end, too.
        }
        Runtime.getRuntime().halt(TERMINATED);
    }
}
