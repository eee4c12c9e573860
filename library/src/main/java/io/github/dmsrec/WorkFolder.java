package io.github.dmsrec;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ShutdownCleanup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where results lie that are not saved yet: a folder that was named, or a temporary one that is made when it is first
 * needed. Safe for use by several threads.
 */
final class WorkFolder implements AutoCloseable {

    private final @Nullable Path named;
    private @Nullable Path temporary;
    private int results;

    /** @param named the folder; null for a temporary one */
    WorkFolder(@Nullable Path named) {
        this.named = named;
    }

    /** Where the next result of some kind is written. */
    synchronized Path next(String kind) {
        return path().resolve(kind + "-" + ++results);
    }

    private Path path() {
        if (named != null) {
            return named;
        }
        Path made = temporary;
        if (made == null) {
            try {
                made = Files.createTempDirectory("dmsrec-");
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "no temporary folder can be made; name a work folder with Dmsrec.builder().work(...)", e);
            }
            temporary = made;
            // Results of a model that was loaded without a Dmsrec have nobody who closes this.
            ShutdownCleanup.add(made);
        }
        return made;
    }

    /** Deletes the temporary folder; a named one stays. Closing again does nothing. */
    @Override
    public synchronized void close() {
        Path made = temporary;
        if (made == null || ShutdownCleanup.isUnderWay()) {
            return;
        }
        try {
            ArtefactFolder.deleteTree(made);
        } catch (IOException e) {
            throw new UncheckedIOException("the temporary folder '" + made + "' cannot be deleted", e);
        }
        ShutdownCleanup.withdraw(made);
        temporary = null;
    }
}
