package io.github.dmsrec.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.ServerOptions;
import io.github.dmsrec.core.SlowRun;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Connections that are slow, break, or come all at once. */
class ConnectionsTest {

    private static final String REQUEST = "{\"session\":[\"1001\"],\"k\":3}";
    private static final String EXPECT = "Expect: 100-continue";

    private static ServerOptions options() {
        return ServerOptions.of(TestServer.model("base"));
    }

    @Test
    void slowSendersKeepNobodyWaitingAndAreGivenUp() throws IOException {
        ServerOptions.Limits usual = ServerOptions.Limits.USUAL;
        ServerOptions options = options()
                .limits(new ServerOptions.Limits(
                        usual.bodyBytes(),
                        usual.k(),
                        usual.session(),
                        usual.ids(),
                        usual.idLength(),
                        Duration.ofSeconds(2),
                        4));
        try (TestServer server = TestServer.of(options)) {
            List<RawClient> slow = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                RawClient client = new RawClient(server.address());
                String whole = RawClient.request(REQUEST);
                slow.add(client.send(whole.substring(0, whole.length() - 5)));
            }
            long begun = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                assertThat(server.recommend(REQUEST).statusCode()).isEqualTo(200);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
            // The rest never comes: they are told so, or cut off.
            for (RawClient client : slow) {
                assertThat(client.status()).isIn(0, 408);
                client.close();
            }
            // A new connection: the one that was used before may be closed for idleness as the request is sent.
            try (RawClient next = new RawClient(server.address())) {
                assertThat(next.send(RawClient.request(REQUEST)).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void aConnectionThatBreaksHarmsNoOther() throws IOException, InterruptedException {
        try (TestServer server = TestServer.of(options())) {
            for (int i = 0; i < 50; i++) {
                try (RawClient client = new RawClient(server.address())) {
                    String whole = RawClient.request(REQUEST);
                    client.send(i % 2 == 0 ? whole : whole.substring(0, whole.length() - 3 - i / 2));
                }
            }
            assertThat(server.recommend(REQUEST).statusCode()).isEqualTo(200);
            for (int i = 0; i < 100 && server.metric("dmsrec_in_flight") > 1; i++) {
                Thread.sleep(20);
            }
            // The request for the figures is under way itself.
            assertThat(server.metric("dmsrec_in_flight")).isEqualTo(1);
        }
    }

    @Test
    void aClientThatAsksBeforeItSendsIsToldToGoOnOrRefusedAtOnce() throws IOException {
        try (TestServer server = TestServer.of(options());
                RawClient small = new RawClient(server.address());
                RawClient large = new RawClient(server.address());
                RawClient chunked = new RawClient(server.address())) {
            String request = RawClient.request(REQUEST, EXPECT);
            int head = request.length() - REQUEST.length();
            assertThat(small.send(request.substring(0, head)).status()).isEqualTo(100);
            assertThat(small.send(request.substring(head)).status()).isEqualTo(200);

            String tooLarge = RawClient.request(" ".repeat(2 << 20), EXPECT);
            assertThat(large.send(tooLarge.substring(0, tooLarge.length() - (2 << 20)))
                            .status())
                    .isEqualTo(413);
            assertThat(large.status()).as("the connection ends").isZero();

            assertThat(chunked.send("POST /v1/recommendations HTTP/1.1\r\nHost: x\r\n" + EXPECT
                                    + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
                            .status())
                    .isEqualTo(100);
            // More than sockets hold back: it is still sending when the server answers.
            String chunk = "100000\r\n" + " ".repeat(1 << 20) + "\r\n";
            for (int i = 0; i < 32; i++) {
                chunked.send(chunk);
            }
            assertThat(chunked.send("0\r\n\r\n").status()).isEqualTo(413);
        }
    }

    @Test
    void manyConnectionsAtOnceAreAnsweredOrRefusedPolitely() throws IOException {
        int connections = SlowRun.ON ? 2_000 : 500;
        ServerOptions options = options().overload(new ServerOptions.Overload(64, 32, "pop", Duration.ofSeconds(5)));
        try (TestServer server = TestServer.of(options)) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                clients.add(new RawClient(server.address()));
            }
            for (RawClient client : clients) {
                client.send(RawClient.request(REQUEST));
            }
            Map<Integer, Integer> statuses = new TreeMap<>();
            for (RawClient client : clients) {
                statuses.merge(client.status(), 1, Integer::sum);
                client.close();
            }
            assertThat(statuses.keySet()).isSubsetOf(200, 429);
            assertThat(statuses.get(200)).isPositive();
            assertThat(server.recommend(REQUEST).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void whatIsNotHttpGetsAProblem() throws IOException {
        try (TestServer server = TestServer.of(options())) {
            for (String text : List.of(
                    "hello\r\n\r\n",
                    "GET / HTTP/9.9\r\n\r\n",
                    "GET /v1/items/%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                    "POST /v1/recommendations HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
                    "GET / HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(100_000) + "\r\n\r\n")) {
                try (RawClient client = new RawClient(server.address())) {
                    assertThat(client.send(text).status())
                            .as(text.substring(0, Math.min(60, text.length())))
                            .isBetween(400, 505)
                            .isNotIn(404, 500);
                } catch (java.net.SocketException e) {
                    // The server had answered and closed before all was sent.
                    assertThat(text).hasSizeGreaterThan(10_000);
                }
            }
            assertThat(server.recommend(REQUEST).statusCode()).isEqualTo(200);
        }
    }
}
