package io.github.dmsrec.core.artefact;

import io.github.dmsrec.core.UserMistakeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes single files whole or not at all. */
public final class OutputFile {

    private OutputFile() {}

    /** Writes the content of a file that does not exist yet. */
    @FunctionalInterface
    public interface Content {
        void writeTo(Path file) throws IOException;
    }

    /**
     * Writes a file; one that is there is replaced when the new one is complete and on the disk.
     *
     * @throws UserMistakeException if a folder is at the target, another process writes it, or the system does not let it be
     *     written
     */
    public static void write(Path target, Content content) throws IOException {
        if (Files.isDirectory(target)) {
            throw new UserMistakeException("'" + target + "' is a folder.", "Name a file inside it.");
        }
        try (TemporaryFolder temporary = TemporaryFolder.beside(target, TemporaryFolder.WRITING)) {
            Path file = temporary.path().resolve("content");
            content.writeTo(file);
            temporary.replaceTargetBy(file);
        } catch (IOException | UncheckedIOException e) {
            throw OutputFailure.explained(target, e);
        }
    }
}
