package io.github.dmsrec;

import java.net.URI;

/** A running HTTP service. Safe for use by several threads. */
public interface ModelServer extends AutoCloseable {

    /** {@return where it listens, with the port that it has, e.g. {@code http://127.0.0.1:8080/}} */
    URI address();

    /** Drains: it is no longer ready, accepts no new connections, ends the requests that it has, and stops. Idempotent. */
    @Override
    void close();
}
