package io.github.dmsrec.server.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;

/**
 * Reads the body of a request without a thread that waits, up to a number of bytes. What is beyond stays unread; {@link #discard}
 * reads and drops it. One thread at a time, as the source calls it.
 */
final class BodyReader {

    /** What reading came to. */
    sealed interface Result permits Whole, TooLarge, Failed {}

    /** The whole body. */
    record Whole(byte[] bytes) implements Result {}

    /** There is more than may be. */
    record TooLarge() implements Result {}

    /** The source failed: the client went away, was too slow, or sent no HTTP. */
    record Failed(Throwable why) implements Result {}

    private final Content.Source source;
    private final long mostBytes;
    private final long deadline;
    private final boolean keep;
    private final Consumer<Result> then;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private long read;

    private BodyReader(Content.Source source, long mostBytes, long deadline, boolean keep, Consumer<Result> then) {
        this.source = source;
        this.mostBytes = mostBytes;
        this.deadline = deadline;
        this.keep = keep;
        this.then = then;
    }

    /** Reads a body of at most so many bytes. */
    static void read(Content.Source source, long mostBytes, Consumer<Result> then) {
        new BodyReader(source, mostBytes, Long.MAX_VALUE, true, then).next();
    }

    /** Drops what comes, until the end, so many bytes, or so many nanoseconds; the result's bytes are none. */
    static void discard(Content.Source source, long mostBytes, long mostNanos, Consumer<Result> then) {
        new BodyReader(source, mostBytes, System.nanoTime() + mostNanos, false, then).next();
    }

    private void next() {
        while (true) {
            Content.Chunk chunk = source.read();
            if (chunk == null) {
                source.demand(this::next);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                then.accept(new Failed(chunk.getFailure()));
                return;
            }
            boolean last = chunk.isLast();
            take(chunk);
            if (read > mostBytes || (!last && deadline != Long.MAX_VALUE && System.nanoTime() - deadline > 0)) {
                then.accept(new TooLarge());
                return;
            }
            if (last) {
                then.accept(new Whole(kept.toByteArray()));
                return;
            }
        }
    }

    private void take(Content.Chunk chunk) {
        ByteBuffer bytes = chunk.getByteBuffer();
        read += bytes.remaining();
        if (keep && read <= mostBytes) {
            byte[] some = new byte[bytes.remaining()];
            bytes.get(some);
            kept.writeBytes(some);
        }
        chunk.release();
    }
}
