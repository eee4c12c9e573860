package io.github.dmsrec.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.ServerOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Sessions that the server keeps. */
class StoredSessionsTest {

    private static JsonNode click(TestServer server, String id, String item, boolean consent) {
        return TestServer.json(server.recommend(
                "{\"session_id\":\"" + id + "\",\"click\":\"" + item + "\",\"consent\":" + consent + ",\"k\":2}"));
    }

    @Test
    void clicksAreKeptWithConsentAndForgottenOnRequest() {
        ServerOptions options = ServerOptions.of(TestServer.model("vs-knn"))
                .sessions(new ServerOptions.SessionStore(Duration.ofHours(1), Duration.ofMinutes(5), 100, 3));
        try (TestServer server = TestServer.of(options)) {
            assertThat(click(server, "a", "1001", true).path("stored").asBoolean())
                    .isTrue();
            assertThat(click(server, "a", "1002", true).path("session")).hasSize(2);
            assertThat(click(server, "b", "1001", true).path("session")).hasSize(1);
            click(server, "a", "1003", true);
            JsonNode latest = click(server, "a", "1001", true);
            assertThat(latest.path("session")).hasSize(3);
            assertThat(latest.at("/session/2/id").asText()).isEqualTo("1001");
            assertThat(server.metric("dmsrec_sessions")).isEqualTo(2);

            JsonNode without = click(server, "a", "1002", false);
            assertThat(without.path("session")).hasSize(1);
            assertThat(without.path("stored").asBoolean()).isFalse();
            assertThat(click(server, "a", "1003", true).path("session"))
                    .as("consent that was taken back forgets")
                    .hasSize(1);

            assertThat(server.send(server.request("/v1/sessions/b").DELETE()).statusCode())
                    .isEqualTo(204);
            assertThat(click(server, "b", "1002", true).path("session")).hasSize(1);
        }
    }

    @Test
    void sessionsEndByThemselves() throws InterruptedException {
        ServerOptions options = ServerOptions.of(TestServer.model("vs-knn"))
                .sessions(new ServerOptions.SessionStore(Duration.ofHours(1), Duration.ofMillis(200), 100, 3));
        try (TestServer server = TestServer.of(options)) {
            click(server, "a", "1001", true);
            Thread.sleep(400);
            assertThat(click(server, "a", "1002", true).path("session")).hasSize(1);
        }
    }
}
