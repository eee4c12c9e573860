package io.github.dmsrec.server.feedback;

import io.github.dmsrec.InvalidInputException;
import io.github.dmsrec.server.metrics.ServerMetrics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends lines of feedback to a file, by a thread of its own, so that a slow or full disk delays no request. Lines that cannot
 * be written are counted, and the log says so once a minute at most. The file is opened again for each batch of lines: it may be
 * moved away by a rotation at any time. Safe for use by several threads.
 */
public final class FeedbackLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FeedbackLog.class);
    private static final int MOST_WAITING = 10_000;
    private static final long COMPLAINT_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long CLOSING_MS = 5_000;

    private final Path file;
    private final ServerMetrics metrics;
    private final ArrayBlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Thread writer;
    private volatile boolean closed;
    private @Nullable Long complained;

    /**
     * Begins.
     *
     * @param file lines are appended to it
     * @param metrics counts lines
     * @throws InvalidInputException if nothing can be written there
     */
    public FeedbackLog(Path file, ServerMetrics metrics) {
        this.file = file;
        this.metrics = metrics;
        try {
            open().close();
        } catch (IOException e) {
            throw new InvalidInputException(
                    "The log of feedback '" + file + "' cannot be written: " + e
                            + ". Name a file in a folder that is there and may be written.",
                    e);
        }
        writer = new Thread(this::write, "feedback");
        writer.setDaemon(true);
        writer.start();
    }

    /** Opens the file at its end. */
    private FileChannel open() throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.position(channel.size());
        return channel;
    }

    /**
     * Takes a line.
     *
     * @param line without its end
     */
    public void add(byte[] line) {
        if (closed || !waiting.offer(line)) {
            metrics.feedback(false);
            complain("too many lines wait to be written", null);
        }
    }

    private void write() {
        List<byte[]> lines = new ArrayList<>();
        try {
            while (!closed || !waiting.isEmpty()) {
                byte[] first = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (first != null) {
                    lines.add(first);
                    waiting.drainTo(lines);
                    boolean written = write(lines);
                    lines.forEach(line -> metrics.feedback(written));
                    lines.clear();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean write(List<byte[]> lines) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (byte[] line : lines) {
            text.writeBytes(line);
            text.write('\n');
        }
        ByteBuffer bytes = ByteBuffer.wrap(text.toByteArray());
        try (FileChannel channel = open()) {
            long end = channel.position();
            try {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                return true;
            } catch (IOException e) {
                cutOff(channel, end, e);
                throw e;
            }
        } catch (IOException e) {
            complain(e.toString(), e);
            return false;
        }
    }

    /** No half of a line may stay, or the next would continue it. */
    private static void cutOff(FileChannel channel, long end, IOException why) {
        try {
            channel.truncate(end);
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    private synchronized void complain(String why, @Nullable IOException cause) {
        long now = System.nanoTime();
        if (complained == null || now - complained > COMPLAINT_NANOS) {
            complained = now;
            LOG.warn("Feedback is lost, '{}' cannot be written: {}", file, why);
            LOG.debug("Why feedback is lost", cause);
        }
    }

    /** Writes what waits. */
    @Override
    public void close() {
        closed = true;
        try {
            writer.join(CLOSING_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
