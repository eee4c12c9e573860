package io.github.dmsrec.server.http;

import io.github.dmsrec.InvalidInputException;
import io.github.dmsrec.ServerOptions;
import io.github.dmsrec.server.metrics.ServerMetrics;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.MinimumDataRateHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Listens for HTTP/1.1 on one address. Bodies are read and answers written without a thread for each connection, so that slow
 * senders cost memory alone.
 */
public final class HttpListener implements AutoCloseable {

    private static final int MOST_THREADS = 64;
    private static final int LEAST_THREADS = 8;
    private static final int WAITING_CONNECTIONS = 4_096;

    /** Of a connection, in characters of a trie with 64 bytes each: the usual 1,024 take 64 KiB for every connection. */
    private static final int HEADER_CACHE = 128;

    /** A body that comes more slowly is given up. */
    private static final long LEAST_BYTES_PER_SECOND = 200;

    /** So long nothing must be going on before the last connections are cut. */
    private static final Duration QUIET = Duration.ofMillis(250);

    private static final Duration LOOK = Duration.ofMillis(10);

    private final Server server;
    private final Port connector;
    private final Exchanges exchanges;
    private final ServerOptions.Drain drain;
    private final String host;
    private final AtomicBoolean ready;
    private boolean closed;

    /**
     * Prepares a listener.
     *
     * @param routes what can be asked
     * @param ready becomes true when it listens, and false when it begins to drain
     */
    public HttpListener(ServerOptions options, List<Route> routes, ServerMetrics metrics, AtomicBoolean ready) {
        this.ready = ready;
        this.host = options.host();
        this.drain = options.drain();
        QueuedThreadPool threads =
                new QueuedThreadPool(MOST_THREADS + options.limits().batches(), LEAST_THREADS);
        threads.setName("http");
        server = new Server(threads);
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setHeaderCacheSize(HEADER_CACHE);
        configuration.setHttpCompliance(HttpCompliance.RFC9110);
        // Ids may hold any character, slashes among them; paths are matched as they were sent.
        configuration.setUriCompliance(UriCompliance.UNSAFE);
        connector = new Port(server, new HttpConnectionFactory(configuration));
        connector.setHost(options.host());
        connector.setPort(options.port());
        connector.setAcceptQueueSize(WAITING_CONNECTIONS);
        connector.setIdleTimeout(options.limits().idle().toMillis());
        server.addConnector(connector);
        exchanges = new Exchanges(options, routes, metrics);
        server.setHandler(new MinimumDataRateHandler(exchanges, LEAST_BYTES_PER_SECOND, 0));
        server.setErrorHandler(new ProblemErrors());
        metrics.gauge("dmsrec.in.flight", "Requests that were begun and have not ended", exchanges::inFlight);
    }

    /** A connector that can close its port and keep its connections. */
    private static final class Port extends ServerConnector {

        private Port(Server server, ConnectionFactory factory) {
            super(server, 1, 2, factory);
        }

        /** Takes no connection any more. */
        private void closePort() {
            setAccepting(false);
            // This closes a port at which a thread waits; close() does where none waits just now.
            interruptAcceptors();
            close();
        }
    }

    /**
     * Begins to listen.
     *
     * @throws InvalidInputException if the address cannot be had
     */
    public void start() {
        try {
            connector.open();
        } catch (IOException e) {
            throw new InvalidInputException(
                    "The address " + host + ":" + connector.getPort() + " cannot be listened on: " + reason(e)
                            + ". Choose another --port, or stop what uses it.",
                    e);
        }
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP server does not start", e);
        }
        ready.set(true);
    }

    private static String reason(IOException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return String.valueOf(cause.getMessage());
    }

    /** Where it listens. */
    public URI address() {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return URI.create("http://" + name + ":" + connector.getLocalPort() + "/");
    }

    /**
     * Drains: it is not ready any more; after the delay it accepts no connections, ends the requests that it has, and stops.
     * One that never listened stops at once. Calling it again does nothing.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (ready.getAndSet(false)) {
            drain();
        }
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP server does not stop", e);
        }
    }

    private void drain() {
        try {
            TimeUnit.NANOSECONDS.sleep(drain.delay().toNanos());
            // In this order: a client that is told to close its connection finds no port then, rather than one that is
            // closed before
            // anybody takes its next connection. Only the port is closed: a connector that is shut down cuts
            // connections whose last
            // answer did not say so.
            connector.closePort();
            exchanges.closeConnections();
            awaitQuiet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until no request has been worked on for a moment. */
    private void awaitQuiet() throws InterruptedException {
        long end = System.nanoTime() + drain.timeout().toNanos();
        long quietSince = System.nanoTime();
        while (System.nanoTime() < end && System.nanoTime() - quietSince < QUIET.toNanos()) {
            TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
            if (exchanges.inFlight() > 0) {
                quietSince = System.nanoTime();
            }
        }
    }
}
