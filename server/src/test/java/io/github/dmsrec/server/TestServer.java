package io.github.dmsrec.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dmsrec.Dmsrec;
import io.github.dmsrec.Model;
import io.github.dmsrec.ModelServer;
import io.github.dmsrec.ServerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/** A server on a free port, and a client of it. */
final class TestServer implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final int WARM_UP = 10;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Dmsrec dmsrec = Dmsrec.builder().threads(1).build();
    private final ModelServer server;

    private TestServer(ServerOptions options) {
        // Two hundred sessions for each model of each server would take longer than most of the tests.
        server = dmsrec.serve(options.port(0).warmUpSessions(Math.min(WARM_UP, options.warmUpSessions())));
    }

    static TestServer of(ServerOptions options) {
        return new TestServer(options);
    }

    /** A model of the small shop that the library's tests have: {@code base}, {@code fused}, {@code gce} or {@code vs-knn}. */
    static Model model(String name) {
        return Model.load(path(name));
    }

    static Path path(String name) {
        String root = Objects.requireNonNull(System.getProperty("dmsrec.root"), "dmsrec.root");
        return Path.of(root, "library/src/test/resources/golden/v1", name);
    }

    URI address() {
        return server.address();
    }

    HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    HttpResponse<String> post(String path, String json) {
        return post(path, "application/json", BodyPublishers.ofString(json));
    }

    HttpResponse<String> post(String path, String type, BodyPublisher body) {
        return send(request(path).header("Content-Type", type).POST(body));
    }

    HttpResponse<String> recommend(String json) {
        return post("/v1/recommendations", json);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address().resolve(path)).timeout(Duration.ofSeconds(30));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static JsonNode json(HttpResponse<String> response) {
        return json(response.body());
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The value of a figure of {@code /metrics}; 0 if it is not there. */
    double metric(String nameWithLabels) {
        return get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(nameWithLabels + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(nameWithLabels.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() {
        server.close();
        dmsrec.close();
    }
}
