package io.github.dmsrec.datasets.download;

import io.github.dmsrec.core.UserMistakeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Unpacks a zip: never outside its folder, never more than a bound, never two entries into one file. */
final class ZipUnpacking {

    private static final int MOST_ENTRIES = 10_000;

    private final Path archive;
    private final Path folder;
    private final long most;

    /**
     * @param archive the zip
     * @param folder where its entries go, which is there
     * @param most the most bytes of all entries together
     */
    ZipUnpacking(Path archive, Path folder, long most) {
        this.archive = archive;
        this.folder = folder.toAbsolutePath().normalize();
        this.most = most;
    }

    /**
     * Unpacks.
     *
     * @throws UserMistakeException if an entry would lie outside the folder, there are too many or too large ones, or the
     *     archive is damaged; what was written by then stays
     */
    void run() throws IOException {
        long written = 0;
        int entries = 0;
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            Enumeration<? extends ZipEntry> all = zip.entries();
            while (all.hasMoreElements()) {
                ZipEntry entry = all.nextElement();
                entries++;
                if (entries > MOST_ENTRIES) {
                    throw refused("it has more than " + MOST_ENTRIES + " entries");
                }
                Path target = target(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                    continue;
                }
                Files.createDirectories(target.getParent());
                if (Files.exists(target)) {
                    throw refused("it has two entries '" + entry.getName() + "'");
                }
                try (InputStream in = zip.getInputStream(entry)) {
                    written += copy(in, target, most - written);
                }
            }
        } catch (ZipException e) {
            throw refused("it is not an intact zip file: " + e.getMessage());
        }
    }

    private Path target(String name) {
        try {
            // A backslash separates folders on some systems, a colon names a drive.
            Path target = folder.resolve(name).normalize();
            if (!name.contains("\\") && !name.contains(":") && target.startsWith(folder) && !target.equals(folder)) {
                return target;
            }
        } catch (InvalidPathException e) {
            throw refused("the name of its entry '" + name + "' is not a path: " + e.getReason());
        }
        throw refused("its entry '" + name + "' would lie outside the folder");
    }

    private long copy(InputStream in, Path target, long room) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long written = 0;
        try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
            int count = in.read(buffer);
            while (count >= 0) {
                written += count;
                if (written > room) {
                    throw refused("unpacked, it has more than the " + most + " bytes that are expected at most");
                }
                out.write(buffer, 0, count);
                count = in.read(buffer);
            }
        }
        return written;
    }

    private UserMistakeException refused(String problem) {
        return new UserMistakeException(
                "'" + archive + "' is not unpacked: " + problem + ".", "Report it to its publisher.");
    }
}
