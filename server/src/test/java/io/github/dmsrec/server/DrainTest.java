package io.github.dmsrec.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.dmsrec.InvalidInputException;
import io.github.dmsrec.ServerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** A server that is stopped under load. */
class DrainTest {

    @Test
    void requestsThatWereBegunEndAndOthersFindNobody() throws IOException, InterruptedException {
        ServerOptions options = ServerOptions.of(TestServer.model("gce"))
                .drain(new ServerOptions.Drain(Duration.ofMillis(300), Duration.ofSeconds(10)));
        TestServer server = TestServer.of(options);
        Map<String, Integer> ends = new ConcurrentHashMap<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> {
                while (true) {
                    try {
                        int status = server.recommend("{\"session\":[\"1001\",\"1002\"],\"k\":20,\"explain\":true}")
                                .statusCode();
                        ends.merge(Integer.toString(status), 1, Integer::sum);
                    } catch (UncheckedIOException e) {
                        ends.merge(
                                Objects.requireNonNull(e.getCause()).getClass().getSimpleName(), 1, Integer::sum);
                        return;
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        Thread.sleep(500);
        Thread closing = new Thread(server::close);
        closing.start();
        Thread.sleep(100);
        // It still answers, and says that it will not for long.
        assertThat(server.get("/readyz").statusCode()).isEqualTo(503);
        assertThat(server.get("/livez").statusCode()).isEqualTo(200);
        closing.join(20_000);
        assertThat(closing.isAlive()).isFalse();
        for (Thread thread : threads) {
            thread.join(10_000);
        }
        assertThat(ends.remove("200")).isPositive();
        // The client opens connections at any time; one that waits at the port when that is closed is reset. That
        // requests on
        // connections which were taken do not fail is tested with the command.
        assertThat(ends.keySet()).isSubsetOf(ConnectException.class.getSimpleName(), IOException.class.getSimpleName());
        assertThat(ends.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(4);
    }

    @Test
    void aPortThatIsTakenIsNamedAtOnce() {
        ServerOptions options = ServerOptions.of(TestServer.model("vs-knn"));
        try (TestServer server = TestServer.of(options)) {
            int port = server.address().getPort();
            // What never listened has nothing to drain.
            ServerOptions taken =
                    options.port(port).drain(new ServerOptions.Drain(Duration.ofMinutes(5), Duration.ofMinutes(5)));
            assertTimeoutPreemptively(
                    Duration.ofMinutes(1), () -> assertThatThrownBy(() -> new HttpServerProvider().start(taken))
                            .isInstanceOf(InvalidInputException.class)
                            .hasMessageContaining(Integer.toString(port)));
        }
    }
}
