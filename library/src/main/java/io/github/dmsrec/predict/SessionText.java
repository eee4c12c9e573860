package io.github.dmsrec.predict;

import io.github.dmsrec.core.UserMistakeException;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The characters of a text file in UTF-8, which may be compressed by gzip. For one thread. */
final class SessionText implements AutoCloseable {

    private static final int BUFFER = 1 << 16;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Path path;
    private final long size;
    private final Counted bytes;
    private final BufferedReader reader;

    private SessionText(Path path, long size, Counted bytes, BufferedReader reader) {
        this.path = path;
        this.size = size;
        this.bytes = bytes;
        this.reader = reader;
    }

    /** Counts what is read of the file itself. */
    private static final class Counted extends FilterInputStream {

        private long count;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count += value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int got = super.read(buffer, offset, length);
            count += Math.max(0, got);
            return got;
        }
    }

    /**
     * Opens a file.
     *
     * @throws UserMistakeException if it ends in {@code .gz} and is not compressed by gzip
     */
    static SessionText open(Path path) {
        try {
            Counted bytes = new Counted(Files.newInputStream(path));
            try {
                InputStream text = String.valueOf(path.getFileName())
                                .toLowerCase(Locale.ROOT)
                                .endsWith(".gz")
                        ? new GZIPInputStream(bytes, BUFFER)
                        : bytes;
                BufferedReader reader = new BufferedReader(
                        new InputStreamReader(
                                text,
                                StandardCharsets.UTF_8
                                        .newDecoder()
                                        .onMalformedInput(CodingErrorAction.REPORT)
                                        .onUnmappableCharacter(CodingErrorAction.REPORT)),
                        BUFFER);
                reader.mark(1);
                if (reader.read() != BYTE_ORDER_MARK) {
                    reader.reset();
                }
                return new SessionText(path, Files.size(path), bytes, reader);
            } catch (IOException e) {
                bytes.close();
                throw e;
            }
        } catch (IOException e) {
            throw mistake(path, "line 1", e);
        }
    }

    /** Its characters, without the byte order mark. */
    BufferedReader reader() {
        return reader;
    }

    /** How many bytes the file has, compressed as they are. */
    long bytes() {
        return size;
    }

    /** How many bytes of the file have been read, compressed as they are. */
    long bytesRead() {
        return bytes.count;
    }

    /**
     * Why it cannot be read on.
     *
     * @param place where that was noticed
     */
    UserMistakeException mistake(String place, IOException failure) {
        return mistake(path, place, failure);
    }

    private static UserMistakeException mistake(Path path, String place, IOException failure) {
        String at = "'" + path + "', " + place + ": ";
        if (failure instanceof EOFException) {
            return new UserMistakeException(
                    at + "the compressed data break off. Copy or compress the file again.", failure);
        }
        if (failure instanceof ZipException) {
            return new UserMistakeException(
                    at + "the file is not intact gzip (" + failure.getMessage()
                            + "). Compress it again, or remove '.gz' from"
                            + " the name of a file that is not compressed.",
                    failure);
        }
        if (failure instanceof CharacterCodingException) {
            return new UserMistakeException(
                    at + "the text from here on is not UTF-8. Convert the file, e.g. with iconv.", failure);
        }
        return new UserMistakeException(
                at + "cannot be read: " + failure.getMessage() + ". Check the disk and the permissions of the file.",
                failure);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
