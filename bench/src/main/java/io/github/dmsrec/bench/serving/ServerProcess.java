package io.github.dmsrec.bench.serving;

import io.github.dmsrec.bench.load.LoadReport;
import io.github.dmsrec.core.UserMistakeException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server in a process of its own, from its start until it is ready and until it has ended. Not thread-safe. */
final class ServerProcess implements AutoCloseable {

    private static final Pattern ADDRESS = Pattern.compile("http://([\\w.]+):(\\d+)");
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final long POLL_MILLIS = 5;

    private final Process process;
    private final Path log;
    private final double startSeconds;
    private final InetSocketAddress address;

    private ServerProcess(Process process, Path log, InetSocketAddress address, double startSeconds) {
        this.process = process;
        this.log = log;
        this.address = address;
        this.startSeconds = startSeconds;
    }

    /**
     * Starts a server that prints its address, and waits until it is ready.
     *
     * @param log takes what it prints
     * @param readyPath is asked with GET until the answer has status 200
     */
    static ServerProcess start(ProcessBuilder builder, Path log, String readyPath)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        try {
            InetSocketAddress address = awaitAddress(process, log, begin);
            while (!isReady(address, readyPath)) {
                waitMore(process, log, begin);
            }
            return new ServerProcess(process, log, address, (System.nanoTime() - begin) / 1e9);
        } catch (IOException | InterruptedException | UserMistakeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static InetSocketAddress awaitAddress(Process process, Path log, long begin)
            throws IOException, InterruptedException {
        while (true) {
            Matcher found = ADDRESS.matcher(Files.readString(log, StandardCharsets.UTF_8));
            if (found.find()) {
                return new InetSocketAddress(found.group(1), Integer.parseInt(found.group(2)));
            }
            waitMore(process, log, begin);
        }
    }

    private static void waitMore(Process process, Path log, long begin) throws IOException, InterruptedException {
        if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
            throw new UserMistakeException(
                    "The server ended with status " + process.exitValue() + " before it was ready. It said:\n"
                            + Files.readString(log, StandardCharsets.UTF_8),
                    "See its message above.");
        }
        if (System.nanoTime() - begin > PATIENCE.toNanos()) {
            throw new UserMistakeException(
                    "The server was not ready within " + PATIENCE.toMinutes() + " minutes.", "See its output: " + log);
        }
    }

    private static boolean isReady(InetSocketAddress address, String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create("http://" + address.getHostString() + ":" + address.getPort() + path)
                        .toURL()
                        .openConnection();
        try {
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (ConnectException e) {
            // The address is printed before the port is open.
            return false;
        } finally {
            connection.disconnect();
        }
    }

    InetSocketAddress address() {
        return address;
    }

    /** From the start of the process until it was ready, seconds. */
    double startSeconds() {
        return startSeconds;
    }

    ServerFigures figures() throws IOException {
        return ServerFigures.of(process.toHandle());
    }

    /** Fails if the server has ended, with what it said and what the last run met. */
    void requireAlive(LoadReport last) throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException("the server ended with status " + process.exitValue() + " under load: "
                    + last.failure() + "\n" + Files.readString(log, StandardCharsets.UTF_8));
        }
    }

    /**
     * Asks the server to end, and waits.
     *
     * @return its status
     */
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("the server does not end when it is asked to");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
