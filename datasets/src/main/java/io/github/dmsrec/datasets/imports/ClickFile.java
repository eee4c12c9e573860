package io.github.dmsrec.datasets.imports;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Clicks in a temporary file, to be walked over several times: DuckDB hands rows out some twenty times slower. Before the
 * items of a session, {@code -1 - its number} stands.
 */
final class ClickFile {

    /** Takes clicks, session by session. */
    @FunctionalInterface
    interface Reader {
        void next(int session, int item) throws IOException;
    }

    private static final int BUFFER = 1 << 18;

    private final Path path;

    ClickFile(Path path) {
        this.path = path;
    }

    /** Writes the file again. */
    Writer writer() throws IOException {
        return new Writer(FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE));
    }

    /** Reads the clicks from one place to another, as {@link Writer#place} told them. */
    void read(long from, long end, Reader reader) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
            int session = -1;
            for (long place = from; place < end; ) {
                buffer.clear().limit((int) Math.min(BUFFER, end - place));
                while (buffer.hasRemaining()) {
                    if (channel.read(buffer, place + buffer.position()) < 0) {
                        throw new EOFException(path + " ends at byte " + (place + buffer.position()));
                    }
                }
                buffer.flip();
                place += buffer.limit();
                while (buffer.hasRemaining()) {
                    int value = buffer.getInt();
                    if (value < 0) {
                        session = -1 - value;
                    } else {
                        reader.next(session, value);
                    }
                }
            }
        }
    }

    /** Writes clicks. For one thread. */
    static final class Writer implements Closeable {

        private final FileChannel channel;
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        private int session = -1;
        private long written;

        Writer(FileChannel channel) {
            this.channel = channel;
        }

        void write(int of, int item) throws IOException {
            if (of != session) {
                session = of;
                write(-1 - of);
            }
            write(item);
        }

        /** Where the next click will stand; sessions that have begun should have ended. */
        long place() {
            return written;
        }

        private void write(int value) throws IOException {
            if (!buffer.hasRemaining()) {
                flush();
            }
            buffer.putInt(value);
            written += Integer.BYTES;
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
