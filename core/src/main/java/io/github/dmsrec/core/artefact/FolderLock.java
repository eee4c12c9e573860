package io.github.dmsrec.core.artefact;

import io.github.dmsrec.core.UserMistakeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The right to write a file or folder: one thread of one process has it at a time. A file {@code .<name>.lock} beside the
 * target is locked by the operating system, which releases it however the process ends, and holds the process id of the
 * owner. The thread that has the lock can take it again; it is released when it was closed as often. Whoever takes it first
 * finishes or deletes what a killed owner left.
 */
public final class FolderLock implements AutoCloseable {

    private static final Map<Path, FolderLock> HELD = new HashMap<>();
    private static final int OWNER_BYTES = 32;

    private final Path target;
    private final Path file;
    private final LockedFile locked;
    private final List<Path> createdFolders;
    private final Thread owner = Thread.currentThread();
    private int holds = 1;

    private FolderLock(Path target, Path file, LockedFile locked, List<Path> createdFolders) {
        this.target = target;
        this.file = file;
        this.locked = locked;
        this.createdFolders = createdFolders;
    }

    /**
     * Takes the lock of a target, which need not exist. Missing parent folders are created, and removed again at the end if
     * nothing was written.
     *
     * @throws UserMistakeException if another thread or process has it
     * @throws IOException if the folder of the target cannot be written
     */
    public static FolderLock take(Path target) throws IOException {
        Path whole = target.toAbsolutePath().normalize();
        if (whole.getFileName() == null || whole.getParent() == null) {
            throw new UserMistakeException("'" + target + "' cannot be written.", "choose a folder with a name.");
        }
        synchronized (HELD) {
            List<Path> created = createFolders(whole.getParent());
            Path real = whole.getParent().toRealPath().resolve(whole.getFileName());
            FolderLock held = HELD.get(real);
            if (held != null) {
                if (held.owner != Thread.currentThread()) {
                    throw busy(target, "another thread of this process");
                }
                held.holds++;
                return held;
            }
            Path file = real.resolveSibling("." + real.getFileName() + ".lock");
            LockedFile locked;
            try {
                locked = lock(target, file);
            } catch (IOException e) {
                removeEmpty(created);
                throw e;
            }
            FolderLock lock = new FolderLock(real, file, locked, created);
            HELD.put(real, lock);
            ShutdownCleanup.add(file);
            try {
                FolderReplacement.finish(real);
                TemporaryFolder.sweep(real);
            } catch (IOException e) {
                lock.close();
                throw e;
            }
            return lock;
        }
    }

    /** The locked target, its folder with all links resolved. */
    Path target() {
        return target;
    }

    @Override
    public void close() throws IOException {
        synchronized (HELD) {
            holds--;
            if (holds > 0) {
                return;
            }
            HELD.remove(target);
            // Deleted while it is locked: whoever waits for it finds that the path leads to another file, and tries
            // again.
            try (locked) {
                Files.deleteIfExists(file);
            }
            removeEmpty(createdFolders);
        }
        if (!ShutdownCleanup.isUnderWay()) {
            ShutdownCleanup.withdraw(file);
        }
    }

    /**
     * A locked file.
     *
     * @param channel has the lock
     * @param witness proved that the path still leads to the locked file. It stays open: closing any channel of a file
     *     releases all locks of the process on it
     */
    private record LockedFile(FileChannel channel, FileChannel witness) implements AutoCloseable {

        @Override
        public void close() throws IOException {
            try (channel) {
                witness.close();
            }
        }
    }

    private static LockedFile lock(Path target, Path file) throws IOException {
        while (true) {
            LockedFile locked = tryLock(target, file);
            if (locked != null) {
                return locked;
            }
        }
    }

    /** Locks the file; null if another process has deleted it in the same moment. */
    private static @Nullable LockedFile tryLock(Path target, Path file) throws IOException {
        FileChannel channel = open(file);
        boolean taken = false;
        try {
            if (channel.tryLock() == null) {
                throw busy(target, ownerIn(channel));
            }
            channel.truncate(0);
            channel.write(
                    StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + System.lineSeparator()));
            FileChannel witness = open(file);
            if (isLockedByThisProcess(witness)) {
                taken = true;
                return new LockedFile(channel, witness);
            }
            witness.close();
            return null;
        } finally {
            if (!taken) {
                channel.close();
            }
        }
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static boolean isLockedByThisProcess(FileChannel channel) throws IOException {
        try {
            channel.tryLock();
            return false;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }

    private static String ownerIn(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(OWNER_BYTES);
        channel.read(bytes, 0);
        String text = StandardCharsets.US_ASCII.decode(bytes.flip()).toString().strip();
        return text.isEmpty() ? "another process" : "process " + text;
    }

    private static UserMistakeException busy(Path target, String owner) {
        return new UserMistakeException(
                "'" + target + "' is being written by " + owner + ".",
                "wait until that has ended, or choose a different folder.");
    }

    private static List<Path> createFolders(Path folder) throws IOException {
        List<Path> missing = new ArrayList<>();
        for (Path path = folder; path != null && !Files.exists(path); path = path.getParent()) {
            missing.add(path);
        }
        Files.createDirectories(folder);
        return missing;
    }

    private static void removeEmpty(List<Path> deepestFirst) throws IOException {
        for (Path folder : deepestFirst) {
            if (!Files.isDirectory(folder) || !FolderReplacement.isEmpty(folder)) {
                return;
            }
            Files.delete(folder);
        }
    }
}
