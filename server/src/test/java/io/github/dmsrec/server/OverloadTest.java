package io.github.dmsrec.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.InvalidInputException;
import io.github.dmsrec.ServedModel;
import io.github.dmsrec.ServerOptions;
import io.github.dmsrec.core.SlowRun;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** More requests than can be scored, or less time. */
class OverloadTest {

    /** Explaining 50 items for 20 clicks takes long. */
    private static final String HEAVY = "{\"session\":["
            + IntStream.range(1001, 1031).mapToObj(id -> "\"" + id + "\"").collect(Collectors.joining(","))
            + "],\"k\":54,\"explain\":true,\"seen_items\":\"rank\"%s}";

    private static ServerOptions options(ServerOptions.Overload overload) {
        return ServerOptions.of(List.of(
                        ServedModel.of("default", TestServer.model("gce")),
                        ServedModel.of("neighbours", TestServer.model("vs-knn"))))
                .scoring(new ServerOptions.Scoring(1, 1, Duration.ZERO))
                .overload(overload);
    }

    private static Map<String, Long> degraded(TestServer server, int requests, String more) {
        List<CompletableFuture<JsonNode>> answers = IntStream.range(0, requests)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> {
                            var response = server.recommend(String.format(HEAVY, more));
                            assertThat(response.statusCode()).isEqualTo(200);
                            return TestServer.json(response);
                        },
                        work -> new Thread(work).start()))
                .toList();
        return answers.stream()
                .map(CompletableFuture::join)
                .collect(Collectors.groupingBy(
                        answer -> answer.path("degraded").asText() + " "
                                + answer.path("fallback").asText(),
                        Collectors.counting()));
    }

    @Test
    void whereTooManyWaitACountingModelAnswers() {
        try (TestServer server =
                TestServer.of(options(new ServerOptions.Overload(512, 2, "neighbours", Duration.ofSeconds(20))))) {
            Map<String, Long> degraded = degraded(server, 60, "");
            assertThat(degraded.keySet()).containsExactlyInAnyOrder("null null", "overload neighbours");
            assertThat(server.metric("dmsrec_degraded_total{model=\"default\",reason=\"overload\"}"))
                    .isEqualTo(degraded.getOrDefault("overload neighbours", 0L).doubleValue());
        }
    }

    @Test
    void whereNoTimeIsLeftPopularItemsAnswer() {
        try (TestServer server =
                TestServer.of(options(new ServerOptions.Overload(512, 512, "pop", Duration.ofSeconds(20))))) {
            Map<String, Long> degraded = degraded(server, SlowRun.ON ? 60 : 20, ",\"timeout_ms\":20");
            assertThat(degraded.keySet()).contains("deadline pop");
        }
    }

    @Test
    @Tag("slow")
    void aNetworkCannotHelpInOverload() {
        ServerOptions options = ServerOptions.of(List.of(
                        ServedModel.of("default", TestServer.model("vs-knn")),
                        ServedModel.of("network", TestServer.model("base"))))
                .overload(new ServerOptions.Overload(512, 512, "network", Duration.ofSeconds(1)));
        assertThatThrownBy(() -> TestServer.of(options))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("network")
                .hasMessageContaining("pop");
    }
}
