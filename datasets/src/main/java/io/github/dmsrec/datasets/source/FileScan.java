package io.github.dmsrec.datasets.source;

import io.github.dmsrec.core.UserMistakeException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * What one reading of a file tells before DuckDB reads it: DuckDB takes a gzip file that was cut off for a whole one, and
 * zero bytes for text.
 *
 * @param path the file
 * @param sha256 of its bytes, in hexadecimal
 * @param compression detected from its first bytes
 * @param mixedLineEnds whether lines of a text end in more than one way
 * @param lines of a text; 0 where it is not unpacked here
 * @param blankLines how many of them have no character
 */
public record FileScan(
        Path path, String sha256, Compression compression, boolean mixedLineEnds, long lines, long blankLines) {

    /** How a file is packed. */
    enum Compression {
        NONE("none"),
        GZIP("gzip"),
        ZSTD("zstd");

        private final String label;

        Compression(String label) {
            this.label = label;
        }

        /** DuckDB's name. */
        String label() {
            return label;
        }
    }

    private static final int BUFFER = 1 << 16;

    /**
     * Reads a file once.
     *
     * @param kind what it should be
     * @throws UserMistakeException if it is not a readable file, is empty, cut off, damaged, or evidently something else
     */
    public static FileScan of(Path path, LogFiles.Kind kind) throws IOException {
        requireReadable(path);
        byte[] head = head(path);
        refuseOtherKinds(path, head, kind);
        Compression compression = compression(head);
        MessageDigest digest = newDigest();
        LineEnds ends = new LineEnds(path);
        try (InputStream raw =
                new DigestInputStream(new BufferedInputStream(Files.newInputStream(path), BUFFER), digest)) {
            boolean text = kind != LogFiles.Kind.PARQUET && compression != Compression.ZSTD;
            long size = text ? scanText(path, compression, raw, ends) : 1;
            raw.transferTo(java.io.OutputStream.nullOutputStream());
            if (size == 0) {
                throw empty(path);
            }
        }
        return new FileScan(
                path,
                HexFormat.of().formatHex(digest.digest()),
                compression,
                ends.areMixed(),
                ends.lines(),
                ends.blankLines());
    }

    /** The text of a file as bytes, unpacked if it is packed by gzip. */
    public static InputStream open(Path path) throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(path), BUFFER);
        return compression(head(path)) == Compression.GZIP ? new GZIPInputStream(raw, BUFFER) : raw;
    }

    private static void requireReadable(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new UserMistakeException("'" + path + "' is a folder, but a file is needed.", "Name a file in it.");
        }
        if (!Files.exists(path)) {
            throw new UserMistakeException(
                    "'" + path + "' does not exist.",
                    "Check the path; relative paths start at the" + " current directory.");
        }
        if (!Files.isReadable(path)) {
            throw new UserMistakeException(
                    "'" + path + "' may not be read.", "Let its owner permit it: chmod +r " + path + ".");
        }
        if (Files.isRegularFile(path) && Files.size(path) == 0) {
            throw empty(path);
        }
    }

    private static UserMistakeException empty(Path path) {
        return new UserMistakeException("'" + path + "' is empty.", "Run the export that makes it again.");
    }

    private static byte[] head(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(8);
        }
    }

    private static Compression compression(byte[] head) {
        return startsWith(head, 0x1f, 0x8b)
                ? Compression.GZIP
                : startsWith(head, 0x28, 0xb5, 0x2f, 0xfd) ? Compression.ZSTD : Compression.NONE;
    }

    /** How a kind of file that is not read begins, what it is, and what to do. */
    private record Foreign(int[] begin, String what, String fix) {}

    private static final String UNPACK = " to unpack it; gzip and zstd are read as they are.";
    private static final List<Foreign> FOREIGN = List.of(
            new Foreign(
                    new int[] {'B', 'Z', 'h'}, "is packed by bzip2, which is not read", "Run 'bunzip2 -k %s'" + UNPACK),
            new Foreign(
                    new int[] {0xfd, '7', 'z', 'X', 'Z', 0},
                    "is packed by xz, which is not read",
                    "Run 'unxz -k %s'" + UNPACK),
            new Foreign(
                    new int[] {0x04, 0x22, 0x4d, 0x18},
                    "is packed by lz4, which is not read",
                    "Run 'unlz4 %s'" + UNPACK),
            new Foreign(new int[] {'7', 'z', 0xbc, 0xaf}, "is a 7-Zip archive", "Run '7z x %s'" + UNPACK),
            new Foreign(
                    new int[] {0x1f, 0x9d}, "is packed by compress, which is not read", "Run 'uncompress %s'" + UNPACK),
            new Foreign(new int[] {0xd0, 0xcf, 0x11, 0xe0}, "is a spreadsheet of Excel", "Save it as CSV in UTF-8."),
            new Foreign(
                    new int[] {'S', 'Q', 'L', 'i', 't', 'e', ' ', 'f'},
                    "is a database of SQLite",
                    "Export its table as CSV."),
            new Foreign(new int[] {'O', 'b', 'j', 1}, "is an Avro file", "Export it as Parquet or CSV."),
            new Foreign(new int[] {'O', 'R', 'C'}, "is an ORC file", "Export it as Parquet or CSV."),
            new Foreign(new int[] {0x89, 'H', 'D', 'F'}, "is an HDF5 file", "Export it as Parquet or CSV."));

    private static void refuseOtherKinds(Path path, byte[] head, LogFiles.Kind kind) {
        for (Foreign foreign : FOREIGN) {
            if (startsWith(head, foreign.begin())
                    && !(foreign.what().contains("ORC") && head.length > 3 && head[3] > ' ')) {
                throw new UserMistakeException(
                        "'" + path + "' " + foreign.what() + ".", String.format(Locale.ROOT, foreign.fix(), path));
            }
        }
        boolean parquet = startsWith(head, 'P', 'A', 'R', '1');
        if (parquet != (kind == LogFiles.Kind.PARQUET)) {
            throw new UserMistakeException(
                    "'" + path + "' is " + (parquet ? "a" : "no") + " Parquet file.",
                    parquet
                            ? "Use 'import parquet'."
                            : "Use 'import csv' or 'import json', or fetch the file again if it was cut off.");
        }
        if (startsWith(head, 'P', 'K', 3, 4)) {
            throw new UserMistakeException(
                    "'" + path + "' is a ZIP archive.", "Unpack the file in it first; save a spreadsheet as CSV.");
        }
        if (startsWith(head, 0xff, 0xfe) || startsWith(head, 0xfe, 0xff)) {
            throw utf16(path);
        }
        String name = path.toString();
        if (compression(head) == Compression.NONE && (name.endsWith(".gz") || name.endsWith(".zst"))) {
            throw new UserMistakeException(
                    "'" + path + "' is not packed, although its name says so.",
                    "Rename the file, or fetch it again if it" + " was cut off.");
        }
    }

    private static UserMistakeException utf16(Path path) {
        return new UserMistakeException(
                "'" + path + "' is UTF-16, but UTF-8 is read.",
                "Convert it with 'iconv -f UTF-16 -t UTF-8', or make the export write UTF-8.");
    }

    private static boolean startsWith(byte[] head, int... bytes) {
        if (head.length < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if ((head[i] & 0xff) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private static long scanText(Path path, Compression compression, InputStream raw, LineEnds ends)
            throws IOException {
        long size = 0;
        byte[] buffer = new byte[BUFFER];
        // The inflater reads ahead, so the stream below must not be closed by it before the digest has seen all.
        try {
            InputStream text = compression == Compression.GZIP ? new GZIPInputStream(raw, BUFFER) : raw;
            for (int read = text.read(buffer); read >= 0; read = text.read(buffer)) {
                ends.see(buffer, read);
                size += read;
            }
        } catch (EOFException e) {
            throw new UserMistakeException(
                    "'" + path + "' line " + ends.line() + ": the gzip file ends there in the middle.",
                    "Fetch it again: it was cut off.",
                    e);
        } catch (ZipException e) {
            throw new UserMistakeException(
                    "'" + path + "' line " + ends.line() + ": the gzip file is damaged: " + e.getMessage() + ".",
                    "Fetch it again: it is damaged.",
                    e);
        }
        return size;
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Counts the ends of lines and refuses zero bytes. */
    private static final class LineEnds {

        private final Path path;
        private long newlines;
        private long pairs;
        private long returns;
        private boolean afterReturn;
        private boolean empty = true;
        private long blank;

        LineEnds(Path path) {
            this.path = path;
        }

        void see(byte[] buffer, int length) {
            for (int i = 0; i < length; i++) {
                byte next = buffer[i];
                if (next > '\r') {
                    afterReturn = false;
                    empty = false;
                } else if (next == '\n') {
                    newlines++;
                    pairs += afterReturn ? 1 : 0;
                    blank += empty && !afterReturn ? 1 : 0;
                    afterReturn = false;
                    empty = true;
                } else if (next == '\r') {
                    returns++;
                    blank += empty ? 1 : 0;
                    afterReturn = true;
                    empty = true;
                } else if (next == 0) {
                    throw zero();
                } else {
                    afterReturn = false;
                    empty = false;
                }
            }
        }

        private UserMistakeException zero() {
            return new UserMistakeException(
                    "'" + path + "' line " + line() + " has a zero byte, so it is not UTF-8 text.",
                    "Convert it if it is UTF-16 ('iconv -f UTF-16 -t UTF-8'), or write it again if the disk was full.");
        }

        long line() {
            return 1 + Math.max(newlines, returns);
        }

        long lines() {
            return newlines + returns - pairs + (empty ? 0 : 1);
        }

        long blankLines() {
            return blank;
        }

        boolean areMixed() {
            int ways = (pairs > 0 ? 1 : 0) + (newlines > pairs ? 1 : 0) + (returns > pairs ? 1 : 0);
            return ways > 1;
        }
    }
}
