package io.github.dmsrec.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.cli.Main;
import io.github.dmsrec.core.SlowRun;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The service as a process. */
class ServeCommandTest {

    private static String model(String name) {
        return Path.of(System.getProperty("dmsrec.root"), "library/src/test/resources/golden/v1", name)
                .toString();
    }

    private static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "serve"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static URI address(Process process) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = Objects.requireNonNull(lines.readLine(), "the service ended without a word");
        assertThat(line).startsWith("serving: http://127.0.0.1:");
        return URI.create(line.substring("serving: ".length()));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no SIGTERM")
    void sigtermUnderLoadFailsNoRequestAndEndsWithZero() throws IOException, InterruptedException {
        // A network takes longer to load than all else here.
        String first = model(SlowRun.ON ? "base" : "vs-knn");
        Process process = start("--model", first, "--model", "neighbours=" + model("vs-knn"), "--port", "0");
        try {
            URI address = address(process);
            Map<String, Integer> ends = new ConcurrentHashMap<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Thread thread = new Thread(() -> askOnOneConnection(address, ends));
                thread.start();
                threads.add(thread);
            }
            while (ends.getOrDefault("200", 0) < 50) {
                Thread.sleep(20);
            }
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(ends).containsOnlyKeys("200", "closed").containsEntry("closed", 4);
        } finally {
            process.destroyForcibly();
        }
    }

    /**
     * Asks one request after the other on a connection that the server has taken, until an answer says that the server closes it.
     * Whatever breaks off before that is a request that failed. (A client with a pool opens connections at any time, also one that
     * waits at the port when it is closed.)
     *
     * @param ends counts what became of the requests
     */
    private static void askOnOneConnection(URI address, Map<String, Integer> ends) {
        byte[] request = ("POST /v1/recommendations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 35\r\n\r\n{\"session\":[\"1001\"],\"explain\":true}")
                .getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            boolean closing = false;
            while (!closing) {
                socket.getOutputStream().write(request);
                StringBuilder head = new StringBuilder();
                while (head.indexOf("\r\n\r\n") < 0) {
                    head.append((char) in.readUnsignedByte());
                }
                String lines = head.toString().toLowerCase(Locale.ROOT);
                Matcher length = Pattern.compile("content-length: (\\d+)").matcher(lines);
                assertThat(length.find()).as(lines).isTrue();
                in.readFully(new byte[Integer.parseInt(length.group(1))]);
                ends.merge(lines.substring("http/1.1 ".length(), "http/1.1 ".length() + 3), 1, Integer::sum);
                closing = lines.contains("connection: close");
            }
            ends.merge("closed", 1, Integer::sum);
        } catch (IOException e) {
            ends.merge(String.valueOf(e), 1, Integer::sum);
        }
    }

    @Test
    void mistakesAreNamedBeforeAnythingStarts(@TempDir Path folder) throws IOException {
        Terminal.Result nothing = Terminal.run("serve");
        assertThat(nothing.exitCode()).isEqualTo(2);
        assertThat(nothing.err()).contains("models");
        Terminal.Result missing =
                Terminal.run("serve", "--model", folder.resolve("none").toString());
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.err()).contains("none").doesNotContain("\tat ");
        Terminal.Result twice = Terminal.run("serve", "--model", model("base"), "--model", model("vs-knn"));
        assertThat(twice.exitCode()).isEqualTo(2);
        assertThat(twice.err()).contains("default");
        Terminal.Result port = Terminal.run("serve", "--model", model("base"), "--port", "65536");
        assertThat(port.exitCode()).isEqualTo(2);
        assertThat(port.err()).contains("port", "65536");
        Path file = folder.resolve("serve.yaml");
        Files.writeString(file, "models: {default: " + model("base") + "}\nlimits: {kk: 3}\n");
        Terminal.Result key = Terminal.run("serve", "--config", file.toString());
        assertThat(key.exitCode()).isEqualTo(2);
        assertThat(key.err()).contains("serve.yaml:2", "limits.kk", "Did you mean 'k'?");
        try (ServerSocket taken = new ServerSocket(0)) {
            Terminal.Result busy = Terminal.run(
                    "serve", "--model", model("vs-knn"), "--host", "0.0.0.0", "--port", "" + taken.getLocalPort());
            assertThat(busy.exitCode()).isEqualTo(2);
            assertThat(busy.err()).contains("" + taken.getLocalPort()).contains("no API key");
        }
    }
}
