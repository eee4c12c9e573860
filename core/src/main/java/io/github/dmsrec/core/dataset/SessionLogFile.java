package io.github.dmsrec.core.dataset;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.io.ParquetFiles;
import io.github.dmsrec.core.session.SessionLog;
import io.github.dmsrec.core.session.Split;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a file of sessions ({@link SessionsFile}) says beside their clicks, read long after the clicks: refused if the file
 * is no longer the same. Safe for use by several threads.
 */
final class SessionLogFile {

    private record Stamp(long size, FileTime modified) {}

    private final Path file;
    private final Stamp stamp;

    /** For the file as it is now, which must be there. */
    SessionLogFile(Path file) {
        this.file = file;
        this.stamp = stamp(file);
    }

    /**
     * Reads the log of a split.
     *
     * @throws UserMistakeException if the file is gone or changed, or does not fit
     */
    SessionLog read(Split split, int sessions, int clicks, boolean withUsers) {
        requireUnchanged();
        String ofSplit = " FROM content WHERE split = '" + split.label() + "'";
        int[] places = new int[sessions];
        ParquetFiles.query(file, "SELECT session, place, (len(times) - len(items))::INTEGER" + ofSplit, row -> {
            int session = row.integer(0);
            if (row.integer(2) != 0) {
                throw DatasetFolder.damaged(
                        file, split.label() + " session " + session + " has not as many times as clicks");
            }
            places[session] = row.integer(1);
        });
        double[] times = new double[clicks];
        int[] click = {0};
        ParquetFiles.query(file, "SELECT unnest(times)" + ofSplit, row -> times[click[0]++] = row.doubleNumber(0));
        SessionLog log = new SessionLog(
                texts("id", ofSplit, sessions),
                places,
                times,
                withUsers ? Optional.of(texts("\"user\"", ofSplit, sessions)) : Optional.empty());
        requireUnchanged();
        return log;
    }

    private List<String> texts(String column, String ofSplit, int sessions) {
        List<String> texts = new ArrayList<>(sessions);
        ParquetFiles.query(file, "SELECT " + column + ofSplit, row -> texts.add(row.text(0)));
        return texts;
    }

    private void requireUnchanged() {
        if (!stamp(file).equals(stamp)) {
            throw new UserMistakeException(
                    "'" + file
                            + "' has changed since its sessions were read, and session ids and click times are needed"
                            + " from it now.",
                    "Run the command again: the data set was replaced while it ran.");
        }
    }

    private static Stamp stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(attributes.size(), attributes.lastModifiedTime());
        } catch (NoSuchFileException e) {
            throw new UserMistakeException(
                    "'" + file
                            + "' is gone since its sessions were read, and session ids and click times are needed from it"
                            + " now.",
                    "Make the data set again and rerun the command: it was deleted or moved while the command ran.",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at " + file, e);
        }
    }
}
