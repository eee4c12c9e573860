package io.github.dmsrec.core.artefact;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** Forces files and folders to the disk, so that what was written before a move is there after a loss of power. */
public final class DurableFiles {

    private DurableFiles() {}

    /** Forces a file, or a folder with everything in it. */
    public static void force(Path tree) throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(tree)) {
            paths = walk.toList();
        }
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                forceEntries(path);
            } else if (Files.isRegularFile(path)) {
                forceContent(path);
            }
        }
    }

    /** Forces the names that a folder holds, but not the files behind them. */
    static void forceEntries(Path folder) throws IOException {
        // A folder can be opened like a file on POSIX systems only; others write its entries at once.
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static void forceContent(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
