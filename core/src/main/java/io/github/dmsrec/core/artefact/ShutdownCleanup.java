package io.github.dmsrec.core.artefact;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Deletes temporary files and folders when the program is stopped, e.g. by Ctrl-C. What a killed process leaves behind is
 * deleted by the next writer instead. Safe for use by several threads.
 */
public final class ShutdownCleanup {

    private static final Object MONITOR = new Object();
    private static final Set<Path> TEMPORARY = new LinkedHashSet<>();
    private static boolean hooked;
    private static volatile boolean underWay;

    private ShutdownCleanup() {}

    /** Whether the program is being stopped: failures of threads that still work are of no interest then. */
    public static boolean isUnderWay() {
        return underWay;
    }

    /** Deletes a path at the end of the program, unless it is withdrawn before. */
    public static void add(Path path) {
        synchronized (MONITOR) {
            if (!hooked) {
                Runtime.getRuntime().addShutdownHook(new Thread(ShutdownCleanup::deleteAll, "dmsrec-cleaning"));
                hooked = true;
            }
            TEMPORARY.add(path);
        }
    }

    /**
     * Withdraws a path: it has been deleted, or is now to stay.
     *
     * @throws IllegalStateException if the program is being stopped, so that the path may be deleted already
     */
    public static void withdraw(Path path) {
        synchronized (MONITOR) {
            if (underWay) {
                throw new IllegalStateException("the program is being stopped");
            }
            TEMPORARY.remove(path);
        }
    }

    private static void deleteAll() {
        synchronized (MONITOR) {
            underWay = true;
            for (Path path : TEMPORARY) {
                deleteWhileOthersWrite(path);
            }
        }
    }

    /** Threads that still work may add files meanwhile; what stays in the end is deleted by the next writer. */
    private static void deleteWhileOthersWrite(Path path) {
        boolean deleted = false;
        for (int attempt = 0; attempt < 5 && !deleted; attempt++) {
            try {
                ArtefactFolder.deleteTree(path);
                deleted = true;
            } catch (IOException | UncheckedIOException e) {
                Thread.onSpinWait();
            }
        }
    }
}
