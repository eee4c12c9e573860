package io.github.dmsrec.datasets.split;

import io.github.dmsrec.core.split.DividedSessions;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Clicks in a temporary file, to be walked over several times where making or querying them again takes longer. Before the
 * items of a session, {@code -1 - its number} stands. Whoever makes it deletes the file.
 */
public final class ClickFile {

    private static final int BUFFER = 1 << 18;

    private final Path path;

    /** Clicks at a path where nothing needs to be yet. */
    public ClickFile(Path path) {
        this.path = path;
    }

    /** Writes the file again. */
    public Writer writer() throws IOException {
        return new Writer(FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE));
    }

    /** Reads the clicks; every click but the first of a session is the target of a row. */
    public void read(DividedSessions.ClickReader reader) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
            int session = -1;
            int rows = 0;
            while (channel.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.remaining() >= Integer.BYTES) {
                    int value = buffer.getInt();
                    if (value < 0) {
                        session = -1 - value;
                        rows = 0;
                    } else {
                        reader.next(session, value, rows);
                        rows = 1;
                    }
                }
                buffer.compact();
            }
        }
    }

    /** Writes clicks. For one thread. */
    public static final class Writer implements Closeable {

        private final FileChannel channel;
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        private int session = -1;

        private Writer(FileChannel channel) {
            this.channel = channel;
        }

        /**
         * Writes a click.
         *
         * @param of the number of its session; the clicks of a session are written one after the other
         * @param item the item's index
         */
        public void write(int of, int item) throws IOException {
            if (of != session) {
                session = of;
                write(-1 - of);
            }
            write(item);
        }

        private void write(int value) throws IOException {
            if (!buffer.hasRemaining()) {
                flush();
            }
            buffer.putInt(value);
        }

        private void flush() throws IOException {
            buffer.flip();
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            buffer.clear();
        }

        @Override
        public void close() throws IOException {
            try (channel) {
                flush();
            }
        }
    }
}
