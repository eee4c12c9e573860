package io.github.dmsrec.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on this machine that gives every chat request the same answer after a set time, with as little work as can be:
 * a thread a connection, no JSON is read.
 */
final class FakeServer implements AutoCloseable {

    private static final String ANSWER =
            "{\"id\":\"1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"fake\","
                    + "\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\",\"content\":"
                    + "\"{\\\"intents\\\":[\\\"more of the same\\\"],\\\"ids\\\":[3,1,7]}\"}}],"
                    + "\"usage\":{\"prompt_tokens\":880,\"completion_tokens\":24,\"total_tokens\":904}}";

    private final ServerSocket socket;
    private final Duration delay;
    private final byte[] reply;
    private final AtomicInteger answered = new AtomicInteger();

    FakeServer(Duration delay) throws IOException {
        this.socket = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
        this.delay = delay;
        byte[] body = ANSWER.getBytes(StandardCharsets.UTF_8);
        this.reply = ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n"
                        + ANSWER)
                .getBytes(StandardCharsets.UTF_8);
        start("accept", this::accept);
    }

    String baseUrl() {
        return "http://localhost:" + socket.getLocalPort() + "/v1";
    }

    /** How many requests were answered. */
    int answered() {
        return answered.get();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, "fake server: " + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                connection.setTcpNoDelay(true);
                start("connection", () -> serve(connection));
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new IllegalStateException("the fake server cannot accept", e);
                }
            }
        }
    }

    private void serve(Socket connection) {
        try (connection;
                InputStream in = new BufferedInputStream(connection.getInputStream(), 1 << 14);
                OutputStream out = new BufferedOutputStream(connection.getOutputStream())) {
            for (int length = bodyLength(in); length >= 0; length = bodyLength(in)) {
                in.skipNBytes(length);
                if (!delay.isZero()) {
                    Thread.sleep(delay.toMillis());
                }
                answered.incrementAndGet();
                out.write(reply);
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        } catch (IOException e) {
            if (!socket.isClosed()) {
                throw new IllegalStateException("the fake server lost a connection", e);
            }
        }
    }

    /** Reads a request's head; -1 at the end of the stream. */
    private static int bodyLength(InputStream in) throws IOException {
        int length = 0;
        String line = line(in);
        if (line.isEmpty()) {
            return -1;
        }
        while (!line.isEmpty()) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(
                        lower.substring("content-length:".length()).strip());
            }
            line = line(in);
        }
        return length;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
