package io.github.dmsrec.datasets.download;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server of files that knows ranges, and breaks off where it is told to. */
final class FileServer implements AutoCloseable {

    /**
     * A file.
     *
     * @param content what a request gets
     * @param version its ETag
     * @param breakAt after how many bytes of the whole an answer breaks off; -1 for never
     * @param stalls whether it gives nothing more instead of breaking off
     */
    record Served(byte[] content, String version, int breakAt, boolean stalls) {

        Served(byte[] content) {
            this(content, "\"1\"", -1, false);
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** By path. */
    final Map<String, Served> files = new ConcurrentHashMap<>();
    /** Where a path leads. */
    final Map<String, String> redirects = new ConcurrentHashMap<>();
    /** The range of each request, {@code whole} for none. */
    final List<String> requests = new CopyOnWriteArrayList<>();

    FileServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    URI address(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String range = exchange.getRequestHeaders().getFirst("Range");
        requests.add(range == null ? "whole" : range);
        if (redirects.containsKey(path)) {
            exchange.getResponseHeaders().set("Location", redirects.get(path));
            exchange.sendResponseHeaders(302, -1);
        } else if (!files.containsKey(path)) {
            exchange.sendResponseHeaders(404, -1);
        } else {
            give(exchange, files.get(path), range);
        }
        exchange.close();
    }

    private void give(HttpExchange exchange, Served file, String range) throws IOException {
        boolean sameVersion = file.version().equals(exchange.getRequestHeaders().getFirst("If-Range"));
        int from = range != null && sameVersion ? Integer.parseInt(range.substring(6, range.length() - 1)) : 0;
        int size = file.content().length;
        exchange.getResponseHeaders().set("ETag", file.version());
        if (from > 0) {
            exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (size - 1) + "/" + size);
        }
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, size - from);
        OutputStream body = exchange.getResponseBody();
        int to = file.breakAt() > from ? file.breakAt() : size;
        body.write(file.content(), from, to - from);
        body.flush();
        if (file.stalls()) {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
