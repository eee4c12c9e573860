package io.github.dmsrec.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.IntentMode;
import io.github.dmsrec.ServerOptions;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.server.config.ServeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configuration file of a server. */
class ServeFileTest {

    @TempDir
    private Path folder = Path.of("");

    private ServerOptions read(String text, Map<String, String> environment) throws IOException {
        Path file = folder.resolve("serve.yaml");
        Files.writeString(file, text);
        return ServeFile.read(file, Map.of(), environment);
    }

    private static String model(String name) {
        return TestServer.path(name).toString();
    }

    @Test
    void everythingCanBeSaid() throws IOException {
        Path key = folder.resolve("admin.key");
        Files.writeString(key, "admin-key-for-tests\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        ServerOptions options = read(
                String.join(
                        "\n",
                        "host: 0.0.0.0",
                        "port: 9000",
                        "timeout-ms: 250",
                        "warm-up-sessions: 10",
                        "feedback: " + folder.resolve("feedback.jsonl"),
                        "models:",
                        "  main: " + model("base"),
                        "  fused:",
                        "    path: " + model("fused"),
                        "    intents: none",
                        "  other:",
                        "    path: " + model("fused"),
                        "    inferrer:",
                        "      name: openai",
                        "      base-url: http://localhost:8000/v1",
                        "      model: any",
                        "  neighbours: " + model("vs-knn"),
                        "scoring: {threads: 3, batch: 16, wait-us: 200}",
                        "limits: {body-kb: 64, k: 50, session: 100, ids: 10, id-length: 40, idle-seconds: 5, batches: 2}",
                        "overload: {queue: 100, degrade-at: 50, method: neighbours}",
                        "sessions: {lifetime-seconds: 60, idle-seconds: 30, most: 1000, clicks: 20}",
                        "keys: {api-key-variable: KEY, admin-key-file: " + key + "}",
                        "variants:",
                        "  homepage: {main: 90, neighbours: 10}",
                        "shadows:",
                        "  neighbours: {of: main, percent: 25}",
                        "drain: {delay-seconds: 5, timeout-seconds: 20}"),
                Map.of("KEY", "api-key-for-tests"));
        assertThat(options.host()).isEqualTo("0.0.0.0");
        assertThat(options.port()).isEqualTo(9000);
        assertThat(options.models()).extracting("name").containsExactly("main", "fused", "other", "neighbours");
        assertThat(options.models().get(1).intents()).isEqualTo(IntentMode.NONE);
        assertThat(Objects.requireNonNull(options.models().get(2).inferrer()).options())
                .containsEntry("model", "any");
        assertThat(options.scoring()).isEqualTo(new ServerOptions.Scoring(3, 16, Duration.ofNanos(200_000)));
        assertThat(options.limits())
                .isEqualTo(new ServerOptions.Limits(64 << 10, 50, 100, 10, 40, Duration.ofSeconds(5), 2));
        assertThat(options.overload())
                .isEqualTo(new ServerOptions.Overload(100, 50, "neighbours", Duration.ofMillis(250)));
        assertThat(options.sessions())
                .isEqualTo(new ServerOptions.SessionStore(Duration.ofSeconds(60), Duration.ofSeconds(30), 1000, 20));
        assertThat(options.keys()).isEqualTo(new ServerOptions.Keys("api-key-for-tests", "admin-key-for-tests"));
        assertThat(options.variants()).isEqualTo(Map.of("homepage", Map.of("main", 90, "neighbours", 10)));
        assertThat(options.shadows()).isEqualTo(List.of(new ServerOptions.Shadow("main", "neighbours", 0.25)));
        assertThat(options.drain()).isEqualTo(new ServerOptions.Drain(Duration.ofSeconds(5), Duration.ofSeconds(20)));
        assertThat(options.warmUpSessions()).isEqualTo(10);
    }

    @Test
    void theExampleNamesEveryDefault() throws IOException {
        String example = Files.readString(Path.of(System.getProperty("dmsrec.root"), "examples/serve.yaml"))
                .replace("quickstart-work/sr-gnn-intents", model("fused"))
                .replace("quickstart-work/sr-gnn", model("base"));
        ServerOptions options = read(example, Map.of());
        ServerOptions usual = ServerOptions.of(options.models());
        assertThat(options)
                .isEqualTo(usual.sessions(ServerOptions.SessionStore.USUAL)
                        .variants("homepage", Map.of("default", 90, "base", 10))
                        .shadow(new ServerOptions.Shadow("default", "base", 0.1)));
    }

    @Test
    void everyMistakeIsNamedWithItsPlace() {
        assertThatThrownBy(() -> read(
                        String.join(
                                "\n",
                                "port: 99999",
                                "modles: {}",
                                "models:",
                                "  main: " + folder.resolve("none"),
                                "  fused: {path: " + model("fused") + ", intents: student}",
                                "scoring: {threads: many}",
                                "limits: {k: 0}"),
                        Map.of()))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("serve.yaml:1:1: port: 99999")
                .hasMessageContaining("serve.yaml:2:1: modles")
                .hasMessageContaining("none")
                .hasMessageContaining("student")
                .hasMessageContaining("scoring.threads")
                .hasMessageContaining("limits.k");
    }

    @Test
    void whatDoesNotFitTogetherIsNamed() {
        assertThatThrownBy(() -> read("host: 127.0.0.1", Map.of()))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("models");
        assertThatThrownBy(() -> read(
                        "models: {main: " + model("base") + "}\nvariants: {homepage: {main: 1, other: 1}}", Map.of()))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("other");
        assertThatThrownBy(() -> read("models: {main: " + model("base") + "}\noverload: {method: vmis}", Map.of()))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("vmis");
    }

    @Test
    void keysThatOthersMayReadAreRefused() throws IOException {
        Path key = folder.resolve("api.key");
        Files.writeString(key, "api-key-for-tests");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() ->
                        read("models: {main: " + model("base") + "}\nkeys: {api-key-file: " + key + "}", Map.of()))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("chmod 600")
                .hasMessageNotContaining("api-key-for-tests");
    }
}
