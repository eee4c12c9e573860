package io.github.dmsrec.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoadGeneratorTest {

    private static final String GOOD_BODY = "{\"degraded\":null,\"items\":[{\"id\":\"1\"}]}";
    private static final String GOOD =
            "HTTP/1.1 200 OK\r\nContent-Length: " + GOOD_BODY.length() + "\r\n\r\n" + GOOD_BODY;

    private final List<ScriptedServer> servers = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (ScriptedServer server : servers) {
            server.close();
        }
    }

    /** What a connection does with a request, the count of all requests so far being given. */
    @FunctionalInterface
    private interface Script {
        /** Whether the connection goes on. */
        boolean answer(int request, OutputStream out) throws IOException, InterruptedException;
    }

    /** A server with a thread for each connection. */
    private final class ScriptedServer implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
        private final AtomicInteger connections = new AtomicInteger();
        private final AtomicInteger requests = new AtomicInteger();
        private final Script script;

        ScriptedServer(Script script) throws IOException {
            this.script = script;
            servers.add(this);
            start(this::accept);
        }

        InetSocketAddress address() {
            return new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
        }

        private void start(Runnable work) {
            Thread thread = new Thread(work);
            thread.setDaemon(true);
            thread.start();
        }

        private void accept() {
            while (!socket.isClosed()) {
                try {
                    Socket connection = socket.accept();
                    connections.incrementAndGet();
                    start(() -> serve(connection));
                } catch (IOException e) {
                    if (!socket.isClosed()) {
                        throw new AssertionError(e);
                    }
                }
            }
        }

        private void serve(Socket connection) {
            try (connection;
                    InputStream in = new BufferedInputStream(connection.getInputStream());
                    OutputStream out = connection.getOutputStream()) {
                // A request of the test is one line.
                while (readLine(in) && script.answer(requests.incrementAndGet(), out)) {
                    out.flush();
                }
            } catch (IOException e) {
                // The generator closes connections as it likes.
                return;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        private boolean readLine(InputStream in) throws IOException {
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next == '\n') {
                    return true;
                }
            }
            return false;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean good(OutputStream out) throws IOException {
        write(out, GOOD);
        return true;
    }

    private static LoadPlan plan(double rate, double seconds, int mostInFlight, double timeout) {
        return new LoadPlan(rate, seconds, Arrivals.Kind.CONSTANT, 1, mostInFlight, timeout);
    }

    private static LoadReport run(InetSocketAddress server, LoadPlan plan) throws IOException {
        try (LoadGenerator generator = new LoadGenerator(server, () -> 0)) {
            return generator.run(plan, LoadGeneratorTest::request);
        }
    }

    private static ByteBuffer request() {
        return ByteBuffer.wrap("request\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void allRequestsAreSentAndConnectionsUsedAgain() throws IOException {
        ScriptedServer server = new ScriptedServer((request, out) -> good(out));

        LoadReport report = run(server.address(), plan(200, 1, 50, 5));

        assertThat(report.due()).isEqualTo(200);
        assertThat(report.good()).isEqualTo(200);
        assertThat(report.misses()).isEmpty();
        assertThat(server.requests.get()).isEqualTo(200);
        assertThat(server.connections.get()).isLessThan(100);
        assertThat(report.achieved()).isCloseTo(200, within(20.0));
    }

    /** A server that stops for half a second: whoever came meanwhile has waited, though nobody was asked to. */
    @Test
    void latencyCountsFromTheTimeARequestWasDue() throws IOException {
        Object gate = new Object();
        ScriptedServer server = new ScriptedServer((request, out) -> {
            synchronized (gate) {
                if (request == 50) {
                    Thread.sleep(500);
                }
                return good(out);
            }
        });

        LoadReport report = run(server.address(), plan(100, 2, 200, 5));

        // Of 200 requests, 50 were due during the stop; they waited from 0 to 500 ms.
        assertThat(report.good()).isEqualTo(200);
        Latencies good = report.answersOf("200");
        assertThat(good.max()).isGreaterThan(400);
        assertThat(report.due90()).isGreaterThan(150);
        assertThat(report.within().get("50")).isLessThan(0.85);
    }

    /** The same stop with one request at a time: what was due meanwhile was dropped, and counts as slower than any limit. */
    @Test
    void requestsBeyondTheMostInFlightAreDroppedAndCounted() throws IOException {
        ScriptedServer server = new ScriptedServer((request, out) -> {
            if (request == 50) {
                Thread.sleep(500);
            }
            return good(out);
        });

        LoadReport report = run(server.address(), plan(100, 2, 1, 5));

        long dropped = report.misses().getOrDefault(Miss.DROPPED, 0L);
        assertThat(dropped).isBetween(30L, 120L);
        assertThat(report.good() + dropped).isEqualTo(report.due()).isEqualTo(200);
        assertThat(report.due99()).isNull();
    }

    @Test
    void statusesAreCountedApart() throws IOException {
        ScriptedServer server = new ScriptedServer((request, out) -> {
            write(
                    out,
                    request % 4 == 0
                            ? "HTTP/1.1 429 Too Many\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nno\r\n0\r\n\r\n"
                            : GOOD);
            return true;
        });

        LoadReport report = run(server.address(), plan(200, 1, 50, 5));

        assertThat(report.answersOf("200").count()).isEqualTo(150);
        assertThat(report.answersOf("429").count()).isEqualTo(50);
        assertThat(report.failure()).isEqualTo("status 429: no");
    }

    @Test
    void closedCutAndGarbledAnswersAreMisses() throws IOException {
        ScriptedServer server = new ScriptedServer((request, out) -> {
            if (request % 10 == 3) {
                return false;
            }
            if (request % 10 == 5) {
                write(out, GOOD.substring(0, GOOD.length() - 4));
                return false;
            }
            if (request % 10 == 7) {
                write(out, "this is no HTTP at all\r\n\r\n");
                return true;
            }
            return good(out);
        });

        LoadReport report = run(server.address(), plan(200, 1, 50, 5));

        assertThat(report.misses()).isEqualTo(Map.of(Miss.CLOSED, 20L, Miss.CUT, 20L, Miss.GARBLED, 20L));
        assertThat(report.good()).isEqualTo(140);
    }

    @Test
    void whatTakesTooLongIsGivenUp() throws IOException {
        ScriptedServer server = new ScriptedServer((request, out) -> {
            if (request == 10) {
                Thread.sleep(3000);
            }
            return good(out);
        });

        LoadReport report = run(server.address(), plan(50, 1, 50, 0.5));

        assertThat(report.misses()).isEqualTo(Map.of(Miss.TIMEOUT, 1L));
        assertThat(report.good()).isEqualTo(49);
    }

    @Test
    void withoutAServerEveryRequestIsRefused() throws IOException {
        ScriptedServer server = new ScriptedServer((request, out) -> good(out));
        InetSocketAddress address = server.address();
        server.close();

        LoadReport report = run(address, plan(100, 0.5, 50, 5));

        assertThat(report.misses()).isEqualTo(Map.of(Miss.REFUSED, 50L));
        assertThat(report.due50()).isNull();
    }

    @Test
    void theServerMayCloseAfterEachAnswer() throws IOException {
        ScriptedServer server = new ScriptedServer((request, out) -> {
            write(out, GOOD.replace("200 OK\r\n", "200 OK\r\nConnection: close\r\n"));
            return false;
        });

        LoadReport report = run(server.address(), plan(100, 1, 50, 5));

        assertThat(report.good()).isEqualTo(100);
        assertThat(server.connections.get()).isEqualTo(100);
    }

    @Test
    void connectionsStayOpenFromOneRunToTheNext() throws IOException {
        ScriptedServer server = new ScriptedServer((request, out) -> good(out));
        try (LoadGenerator generator = new LoadGenerator(server.address(), () -> 0)) {
            LoadReport first = generator.run(plan(20, 1, 1, 5), LoadGeneratorTest::request);
            LoadReport second = generator.run(plan(20, 1, 1, 5), LoadGeneratorTest::request);
            assertThat(first.good() + second.good()).isGreaterThan(30);
        }
        assertThat(server.connections.get()).isEqualTo(1);
    }
}
