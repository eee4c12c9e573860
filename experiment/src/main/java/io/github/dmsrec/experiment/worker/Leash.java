package io.github.dmsrec.experiment.worker;

import java.io.IOException;
import java.io.InputStream;

/** Ends a process together with the one that started it, even if that one was killed: standard input is a pipe from it. */
public final class Leash {

    /** Set to {@code true} for processes that a {@link JobPool} starts. */
    static final String PROPERTY = "dmsrec.leash";

    private static final int TERMINATED = 143;

    private Leash() {}

    /** Watches the pipe, if this process was started by a {@link JobPool}. */
    public static void wear() {
        if (Boolean.getBoolean(PROPERTY)) {
            Thread watch = new Thread(() -> watch(System.in), "leash");
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
