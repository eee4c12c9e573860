package io.github.dmsrec.core.artefact;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Replaces a folder by another, so that after a kill between any two system calls the old or the new one is there. The
 * system cannot replace a folder that holds files in one call, so that these are made, for a target {@code T}:
 *
 * <ol>
 *   <li>the complete folder, forced to the disk, is renamed {@code .T.new}: from here on it counts
 *   <li>the old {@code T} is renamed {@code .T.old-<uuid>}
 *   <li>{@code .T.new} is renamed {@code T}
 *   <li>{@code .T.old-<uuid>} is deleted
 * </ol>
 *
 * Whoever finds {@code .T.new} without {@code T} makes the third call, also a reader: it is one rename, the writer does not
 * mind who makes it, and the result is the same. {@code .T.new} beside {@code T} was written by a process that was killed
 * before the second call; the next writer deletes it.
 */
final class FolderReplacement {

    private FolderReplacement() {}

    /**
     * Moves a complete folder to the target. The caller has the lock of the target.
     *
     * @param complete beside the target
     */
    static void replace(Path complete, Path target) throws IOException {
        DurableFiles.force(complete);
        ShutdownCleanup.withdraw(complete);
        Path committed = committed(target);
        Files.move(complete, committed);
        DurableFiles.forceEntries(parent(target));
        Path old = null;
        if (Files.exists(target)) {
            old = TemporaryFolder.freshPath(target, TemporaryFolder.OLD);
            Files.move(target, old);
        }
        finish(target);
        DurableFiles.forceEntries(parent(target));
        if (old != null) {
            ArtefactFolder.deleteTree(old);
        }
    }

    /** Puts a folder in its place that a killed writer had completed; nothing happens if there is none. */
    static void finish(Path target) throws IOException {
        Path committed = committed(target);
        if (Files.exists(target) || !Files.isDirectory(committed)) {
            return;
        }
        try {
            Files.move(committed, target);
        } catch (NoSuchFileException | FileAlreadyExistsException | DirectoryNotEmptyException e) {
            // Somebody else was faster; the target is there, or was and is being replaced again.
        }
    }

    /** Deletes what a killed writer had completed but not begun to put in place. The caller has the lock of the target. */
    static void discard(Path target) throws IOException {
        Path committed = committed(target);
        if (Files.exists(target) && Files.exists(committed)) {
            // Renamed first: a folder that is deleted in part must not count.
            Path old = TemporaryFolder.freshPath(target, TemporaryFolder.OLD);
            Files.move(committed, old);
            ArtefactFolder.deleteTree(old);
        }
    }

    static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    private static Path committed(Path target) {
        return target.resolveSibling("." + target.getFileName() + ".new");
    }

    private static Path parent(Path target) {
        Path parent = target.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("'" + target + "' has no parent folder");
        }
        return parent;
    }
}
