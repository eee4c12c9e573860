package io.github.dmsrec.bench.load;

import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A connection that carries one request at a time. The pool hands it from the thread that sends to the one that receives. */
final class Connection {

    private final SocketChannel channel;
    private final ResponseParser response = new ResponseParser();
    private volatile long due;
    private volatile long sent;
    private volatile @Nullable ByteBuffer request;

    Connection(SocketChannel channel) {
        this.channel = channel;
    }

    SocketChannel channel() {
        return channel;
    }

    ResponseParser response() {
        return response;
    }

    /** Takes a request that is due at a time of {@link System#nanoTime}. */
    void take(ByteBuffer bytes, long dueAt, long now) {
        response.reset();
        due = dueAt;
        sent = now;
        request = bytes;
    }

    /** The request is answered, or given up. */
    void free(long now) {
        request = null;
        sent = now;
    }

    /** What is, or was, to be sent; null if the connection carries no request. */
    @Nullable ByteBuffer request() {
        return request;
    }

    long due() {
        return due;
    }

    /** When it last took a request or became free. */
    long since() {
        return sent;
    }
}
