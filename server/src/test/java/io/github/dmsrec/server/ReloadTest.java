package io.github.dmsrec.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.ServerOptions;
import io.github.dmsrec.core.SlowRun;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models are replaced while requests go on. */
class ReloadTest {

    private static final String ADMIN = "admin-key-for-tests";

    private static ServerOptions options() {
        return ServerOptions.of(TestServer.model("base")).keys(new ServerOptions.Keys(null, ADMIN));
    }

    private static HttpResponse<String> load(TestServer server, String body) {
        return server.send(server.request("/admin/models/default:load")
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + ADMIN)
                .POST(BodyPublishers.ofString(body)));
    }

    private static String quoted(Path path) {
        return "{\"path\":\"" + path.toString().replace("\\", "\\\\") + "\"}";
    }

    /** Requests that go on while something happens; how many had which status. */
    private static Map<Integer, Integer> load(TestServer server, Runnable meanwhile) throws InterruptedException {
        Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
        AtomicBoolean stop = new AtomicBoolean();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> {
                while (!stop.get()) {
                    statuses.merge(
                            server.recommend("{\"session\":[\"1001\",\"1002\"],\"k\":5}")
                                    .statusCode(),
                            1,
                            Integer::sum);
                }
            });
            threads.add(thread);
            thread.start();
        }
        try {
            meanwhile.run();
        } finally {
            stop.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
        }
        return statuses;
    }

    private static Path copy(String model, Path to) throws IOException {
        ArtefactFolder.open(TestServer.path(model)).copyTo(to, to);
        return to;
    }

    @Test
    void brokenModelsAreRefusedUnderLoadAndTheOldOneStays(@TempDir Path folder)
            throws IOException, InterruptedException {
        Path damaged = copy("gce", folder.resolve("damaged"));
        byte[] weights = Files.readAllBytes(damaged.resolve("weights.safetensors"));
        weights[weights.length - 5] ^= 1;
        Files.write(damaged.resolve("weights.safetensors"), weights);
        Path truncated = copy("gce", folder.resolve("truncated"));
        Files.write(truncated.resolve("weights.safetensors"), java.util.Arrays.copyOf(weights, weights.length / 2));
        Path data = TestServer.path("data");
        try (TestServer server = TestServer.of(options())) {
            String before = TestServer.json(server.get("/v1/models"))
                    .at("/models/0/model")
                    .asText();
            Map<Integer, Integer> statuses = load(server, () -> {
                for (Path broken : List.of(damaged, truncated, folder.resolve("none"), data)) {
                    HttpResponse<String> response = load(server, quoted(broken));
                    assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
                    JsonNode problem = TestServer.json(response);
                    assertThat(problem.path("detail").asText()).isNotBlank();
                    assertThat(problem.path("fix").asText()).contains("stays");
                }
            });
            assertThat(statuses).containsOnlyKeys(200);
            assertThat(TestServer.json(server.get("/v1/models"))
                            .at("/models/0/model")
                            .asText())
                    .isEqualTo(before);
            assertThat(server.metric("dmsrec_reloads_total{model=\"default\",outcome=\"failed\"}"))
                    .isEqualTo(4);
        }
    }

    @Test
    void anotherModelTakesThePlaceWithoutAFailedRequest() throws InterruptedException {
        try (TestServer server = TestServer.of(options())) {
            Map<Integer, Integer> statuses = load(server, () -> {
                for (int i = 0; i < (SlowRun.ON ? 6 : 3); i++) {
                    String model = List.of("gce", "vs-knn", "base").get(i % 3);
                    HttpResponse<String> response = load(server, quoted(TestServer.path(model)));
                    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
                    assertThat(TestServer.json(response)
                                    .path("warm_up_sessions")
                                    .asInt())
                            .isPositive();
                }
            });
            assertThat(statuses).containsOnlyKeys(200);
            assertThat(load(server, "{}").statusCode())
                    .as("the same folder again")
                    .isEqualTo(200);
        }
    }

    @Test
    @Tag("slow")
    void memoryIsFlatOverFiftyReloads() throws IOException {
        try (TestServer server = TestServer.of(options())) {
            List<Long> resident = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                assertThat(load(server, quoted(TestServer.path(i % 2 == 0 ? "gce" : "base")))
                                .statusCode())
                        .isEqualTo(200);
                server.recommend("{\"session\":[\"1001\"]}");
                resident.add(resident());
            }
            assertThat(resident.get(49) - resident.get(24))
                    .as("%s kB", resident)
                    .isLessThan(40_000);
        }
    }

    private static long resident() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
