package io.github.dmsrec.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.github.dmsrec.Inferrer;
import io.github.dmsrec.IntentMode;
import io.github.dmsrec.ServedModel;
import io.github.dmsrec.ServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Intents that an endpoint infers, or does not. */
class IntentEndpointTest {

    private static final String ANSWER = "{\"id\":\"1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"any\","
            + "\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\",\"content\":"
            + "\"{\\\"intents\\\":[\\\"more of the same\\\"],\\\"ids\\\":[3,1,7]}\"}}],"
            + "\"usage\":{\"prompt_tokens\":880,\"completion_tokens\":24,\"total_tokens\":904}}";

    @Test
    void anEndpointThatHangsCostsTheIntentsAndNotTheDeadline() throws IOException {
        HttpServer endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        CountDownLatch end = new CountDownLatch(1);
        ExecutorService threads = Executors.newCachedThreadPool();
        endpoint.setExecutor(threads);
        AtomicBoolean hangs = new AtomicBoolean();
        endpoint.createContext("/", exchange -> {
            if (hangs.get()) {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                exchange.close();
                return;
            }
            byte[] answer = ANSWER.getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        endpoint.start();
        Inferrer openai = Inferrer.named("openai")
                .with("base-url", "http://127.0.0.1:" + endpoint.getAddress().getPort() + "/v1")
                .with("model", "any");
        ServerOptions options = ServerOptions.of(
                List.of(new ServedModel("default", TestServer.model("fused"), IntentMode.LIVE, openai, null)));
        try (TestServer server = TestServer.of(options)) {
            JsonNode inferred =
                    TestServer.json(server.recommend("{\"session\":[\"1001\",\"1002\"],\"k\":5,\"timeout_ms\":20000}"));
            assertThat(inferred.at("/intents/mode").asText())
                    .as(inferred.toString())
                    .isEqualTo("live");
            hangs.set(true);
            for (int i = 0; i < 5; i++) {
                long begun = System.nanoTime();
                JsonNode answer = TestServer.json(
                        server.recommend("{\"session\":[\"1003\",\"100" + i + "\"],\"k\":5,\"timeout_ms\":400}"));
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(900));
                assertThat(answer.at("/intents/mode").asText()).isEqualTo("none");
                assertThat(answer.path("items")).hasSize(5);
                assertThat(answer.path("degraded").isNull())
                        .as(answer.toString())
                        .isTrue();
            }
            assertThat(server.metric("dmsrec_intents_total{mode=\"none\",model=\"default\"}"))
                    .isEqualTo(5);
        } finally {
            end.countDown();
            endpoint.stop(0);
            threads.shutdownNow();
        }
    }

    @Test
    void intentsCanBeLeftOut() {
        ServerOptions options = ServerOptions.of(
                List.of(ServedModel.of("default", TestServer.model("fused")).intents(IntentMode.NONE)));
        try (TestServer server = TestServer.of(options)) {
            JsonNode answer = TestServer.json(server.recommend("{\"session\":[\"1001\"],\"k\":5}"));
            assertThat(answer.at("/intents/mode").asText()).isEqualTo("none");
            assertThat(answer.path("items")).hasSize(5);
        }
    }
}
