package io.github.dmsrec.core.artefact;

import java.io.IOException;
import java.nio.file.Path;

/** Holds the lock of a folder until it is killed. */
final class LockingProcess {

    private LockingProcess() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (FolderLock lock = FolderLock.take(Path.of(arguments[0]))) {
            System.out.print('\n');
            System.out.flush();
            Thread.sleep(600_000);
        }
    }
}
