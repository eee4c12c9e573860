package io.github.dmsrec.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.InvalidInputException;
import io.github.dmsrec.ServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of feedback. */
class FeedbackTest {

    private static ServerOptions options(Path log) {
        return ServerOptions.of(TestServer.model("vs-knn")).feedback(log);
    }

    private static String feedback(String item) {
        return "{\"request_id\":\"r1\",\"session_id\":\"s \\\"1\\\"\\n\",\"item\":\"" + item
                + "\",\"time\":\"2026-05-01T12:00:00Z\"}";
    }

    private static void await(TestServer server, String metric, double value) throws InterruptedException {
        for (int i = 0; i < 200 && server.metric(metric) < value; i++) {
            Thread.sleep(20);
        }
        assertThat(server.metric(metric)).isEqualTo(value);
    }

    @Test
    void linesAreAppendedAndTheFileMayBeRotated(@TempDir Path folder) throws IOException, InterruptedException {
        Path log = folder.resolve("feedback.jsonl");
        String written = "dmsrec_feedback_total{outcome=\"written\"}";
        try (TestServer server = TestServer.of(options(log))) {
            assertThat(server.post("/v1/feedback", feedback("1001")).statusCode())
                    .isEqualTo(202);
            await(server, written, 1);
            Files.move(log, folder.resolve("feedback.jsonl.1"));
            assertThat(server.post("/v1/feedback", feedback("1002")).statusCode())
                    .isEqualTo(202);
            await(server, written, 2);
        }
        List<String> lines = Files.readAllLines(log);
        assertThat(lines).hasSize(1);
        JsonNode line = TestServer.json(lines.get(0));
        assertThat(line.path("session").asText()).isEqualTo("s \"1\"\n");
        assertThat(line.path("item").asText()).isEqualTo("1002");
        assertThat(line.path("time").asLong()).isEqualTo(1_777_636_800_000L);
        assertThat(line.path("event").asText()).isEqualTo("click");
        assertThat(folder.resolve("feedback.jsonl.1")).exists();
    }

    @Test
    void aFullDiskLosesFeedbackAndNothingElse() throws InterruptedException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "no /dev/full on this system, so a full disk cannot be simulated");
        try (TestServer server = TestServer.of(options(full))) {
            for (int i = 0; i < 3; i++) {
                assertThat(server.post("/v1/feedback", feedback("1001")).statusCode())
                        .isEqualTo(202);
            }
            await(server, "dmsrec_feedback_total{outcome=\"lost\"}", 3);
            assertThat(server.recommend("{\"session\":[\"1001\"]}").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aFileThatCannotBeWrittenStopsTheStart(@TempDir Path folder) {
        assertThatThrownBy(() -> TestServer.of(options(folder.resolve("none/feedback.jsonl"))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("feedback.jsonl");
    }

    @Test
    void whatIsMissingIsNamed(@TempDir Path folder) {
        try (TestServer server = TestServer.of(options(folder.resolve("f.jsonl")))) {
            for (String[] wrong : new String[][] {
                {"{\"session_id\":\"s\",\"item\":\"1\"}", "request_id"},
                {"{\"request_id\":\"r\",\"item\":\"1\"}", "session_id"},
                {"{\"request_id\":\"r\",\"session_id\":\"s\"}", "item"},
                {"{\"request_id\":\"r\",\"session_id\":\"s\",\"item\":\"1\",\"event\":\"sold\"}", "event"},
                {"{\"request_id\":\"r\",\"session_id\":\"s\",\"item\":\"1\",\"time\":\"noon\"}", "time"},
            }) {
                var response = server.post("/v1/feedback", wrong[0]);
                assertThat(response.statusCode()).isEqualTo(400);
                assertThat(TestServer.json(response).path("field").asText()).isEqualTo(wrong[1]);
            }
        }
    }
}
