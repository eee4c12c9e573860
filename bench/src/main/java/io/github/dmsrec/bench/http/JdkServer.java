package io.github.dmsrec.bench.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/**
 * The server of the JDK, with a pool of threads. Its JVM needs {@code -Dsun.net.httpserver.nodelay=true}: it writes head and
 * body apart, and the system otherwise holds the second back until the first is acknowledged, 40 ms.
 */
final class JdkServer {

    private static final int THREADS = 16;
    private static final int BACKLOG = 1024;

    private JdkServer() {}

    static int start(String host) throws IOException {
        byte[] answer = EmptyAnswer.bytes();
        HttpServer server = HttpServer.create(new InetSocketAddress(host, 0), BACKLOG);
        server.setExecutor(Executors.newFixedThreadPool(THREADS));
        server.createContext("/", exchange -> answer(exchange, answer));
        server.start();
        return server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, byte[] answer) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", EmptyAnswer.TYPE);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }
}
