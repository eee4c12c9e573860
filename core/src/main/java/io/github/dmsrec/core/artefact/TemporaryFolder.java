package io.github.dmsrec.core.artefact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder beside what is to be written, for as long as that takes: {@code .<target><purpose><uuid>}. It has the lock of the
 * target, so that every such folder beside a target whose lock is free belongs to a process that was killed. It is deleted
 * when it is closed and when the program is stopped.
 */
public final class TemporaryFolder implements AutoCloseable {

    /** What becomes the target in the end. */
    public static final String WRITING = ".writing-";

    /** Tables of an import on their way. */
    public static final String IMPORT = ".import-";

    /** What was replaced and is being deleted. */
    static final String OLD = ".old-";

    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final FolderLock lock;
    private final Path path;

    private TemporaryFolder(FolderLock lock, Path path) {
        this.lock = lock;
        this.path = path;
    }

    /**
     * Creates a folder.
     *
     * @param target what is to be written
     * @param purpose e.g. {@link #WRITING}
     * @throws io.github.dmsrec.core.UserMistakeException if another thread or process writes the target
     */
    public static TemporaryFolder beside(Path target, String purpose) throws IOException {
        FolderLock lock = FolderLock.take(target);
        Path path = freshPath(lock.target(), purpose);
        try {
            ShutdownCleanup.add(path);
            // Not createTempDirectory: its folders, and so the finished artefact, are closed to other users.
            return new TemporaryFolder(lock, Files.createDirectory(path));
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Makes it the target; a folder that is there is replaced. */
    public void replaceTarget() throws IOException {
        FolderReplacement.replace(path, lock.target());
    }

    /** Makes a file in it the target; a file that is there is replaced in one call. */
    void replaceTargetBy(Path file) throws IOException {
        DurableFiles.force(file);
        Files.move(file, lock.target(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            ArtefactFolder.deleteTree(path);
        }
        if (!ShutdownCleanup.isUnderWay()) {
            ShutdownCleanup.withdraw(path);
        }
    }

    /** A path beside a target that nothing has yet. */
    static Path freshPath(Path target, String purpose) {
        return target.resolveSibling("." + target.getFileName() + purpose + UUID.randomUUID());
    }

    /** Deletes what killed writers of a target left beside it. The caller has its lock. */
    static void sweep(Path target) throws IOException {
        Path parent = target.getParent();
        if (parent == null) {
            return;
        }
        FolderReplacement.discard(target);
        List<Path> left;
        try (Stream<Path> entries = Files.list(parent)) {
            left = entries.filter(entry -> isLeftOver(entry, target)).toList();
        }
        for (Path path : left) {
            ArtefactFolder.deleteTree(path);
        }
    }

    private static boolean isLeftOver(Path entry, Path target) {
        String name = entry.getFileName().toString();
        for (String purpose : List.of(WRITING, IMPORT, OLD)) {
            String head = "." + target.getFileName() + purpose;
            if (name.startsWith(head)
                    && UUID_FORM.matcher(name.substring(head.length())).matches()) {
                return true;
            }
        }
        return false;
    }
}
