package io.github.dmsrec.core.artefact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes beside a folder, and so holds its lock, until it is killed. */
final class LockingProcess {

    private LockingProcess() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (TemporaryFolder temporary = TemporaryFolder.beside(Path.of(arguments[0]), TemporaryFolder.IMPORT)) {
            Files.writeString(temporary.path().resolve("spilled"), "some");
            System.out.print('\n');
            System.out.flush();
            Thread.sleep(600_000);
        }
    }
}
