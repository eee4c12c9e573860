package io.github.dmsrec.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.ServedModel;
import io.github.dmsrec.ServerOptions;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Requests of every kind of wrongness: none brings a fault of the server, nor shows its inside. */
class FuzzTest {

    private static final int THREADS = 4;
    private static final List<String> FIELDS = List.of(
            "session",
            "session_id",
            "click",
            "consent",
            "model",
            "k",
            "exclude",
            "include",
            "seen_items",
            "filter",
            "boost",
            "diversity",
            "explain",
            "return",
            "timeout_ms",
            "path",
            "item",
            "event",
            "request_id",
            "time",
            "x\u0000y");
    private static final List<String> TEXTS = List.of(
            "1001",
            "1002",
            "1003",
            "",
            "default",
            "neighbours",
            "fused",
            "nowhere",
            "exclude",
            "rank",
            "\u0000",
            "\"",
            "\\",
            "\ud800",
            "\u202e",
            "title",
            "category",
            "'; drop table",
            "../../etc/passwd",
            "<img src=x>",
            "NaN",
            "1e400",
            "😀",
            "a".repeat(600));
    private static final List<String> PATHS = List.of(
            "/v1/recommendations",
            "/v1/recommendations",
            "/v1/recommendations",
            "/v1/recommendations:batch",
            "/v1/feedback",
            "/admin/models/default:load");

    @Test
    void aHundredRequests() throws InterruptedException {
        fuzz(100, 1);
    }

    @Test
    @Tag("slow")
    void fiftyThousandRequests() throws InterruptedException {
        fuzz(50_000, 2);
    }

    private static void fuzz(int requests, long seed) throws InterruptedException {
        ServerOptions options = ServerOptions.of(List.of(
                        ServedModel.of("default", TestServer.model("base")),
                        ServedModel.of("neighbours", TestServer.model("vs-knn")),
                        ServedModel.of("fused", TestServer.model("fused"))))
                .sessions(ServerOptions.SessionStore.USUAL)
                .keys(new ServerOptions.Keys(null, "admin-key-for-tests"));
        Map<Integer, Integer> statuses = new TreeMap<>();
        Queue<String> faults = new ConcurrentLinkedQueue<>();
        try (TestServer server = TestServer.of(options)) {
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                SplittableRandom random = new SplittableRandom(seed * 100 + t);
                Thread thread = new Thread(() -> {
                    String before = "";
                    for (int i = 0; i < requests / THREADS; i++) {
                        String sent = random.nextInt(10) == 0 ? "" : body(random);
                        HttpResponse<String> response;
                        try {
                            response = sent.isEmpty() ? get(server, random) : post(server, random, sent);
                        } catch (UncheckedIOException e) {
                            faults.add(before + ", then " + e.getMessage() + " " + sent + " -> " + e.getCause());
                            continue;
                        }
                        synchronized (statuses) {
                            statuses.merge(response.statusCode(), 1, Integer::sum);
                        }
                        String body = response.body();
                        before = response.uri() + " " + response.statusCode();
                        if (response.statusCode() == 500
                                || body.contains("\"status\":500")
                                || body.contains("Exception")
                                || body.contains("\tat ")
                                || body.contains("io.github")) {
                            faults.add(response.uri() + " " + sent + " -> " + response.statusCode() + " " + body);
                        }
                    }
                });
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(faults).as(statuses.toString()).isEmpty();
            assertThat(statuses.keySet()).as("wrong and right ones").contains(200, 400, 401, 404);
            assertThat(statuses.values().stream().mapToInt(n -> n).sum()).isEqualTo(requests / THREADS * THREADS);
            assertThat(server.recommend("{\"session\":[\"1001\"]}").statusCode())
                    .isEqualTo(200);
        }
    }

    private static HttpResponse<String> get(TestServer server, SplittableRandom random) {
        String id = java.net.URLEncoder.encode(pick(random, TEXTS), StandardCharsets.UTF_8)
                .replace("+", "%20");
        String query = "k=" + random.nextInt(-2, 120) + "&query=" + id + "&model="
                + pick(random, List.of("default", "neighbours", "fused", "x"));
        return server.get(pick(
                        random,
                        List.of(
                                "/v1/items?",
                                "/v1/items/" + id + "?",
                                "/v1/items/" + id + "/similar?",
                                "/v1/popular?",
                                "/page/" + id + "?"))
                + query);
    }

    private static HttpResponse<String> post(TestServer server, SplittableRandom random, String body) {
        String path = pick(random, PATHS);
        String type = path.endsWith("batch") ? "application/x-ndjson" : "application/json";
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        int changes = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 0;
        for (int i = 0; i < changes && bytes.length > 0; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        String sent = random.nextInt(50) == 0 ? "text/plain" : type;
        try {
            return server.send(
                    server.request(path).header("Content-Type", sent).POST(BodyPublishers.ofByteArray(bytes)));
        } catch (UncheckedIOException e) {
            throw new UncheckedIOException(path + " " + sent, e.getCause());
        }
    }

    private static String body(SplittableRandom random) {
        StringBuilder json = new StringBuilder("{");
        if (random.nextInt(3) > 0) {
            json.append("\"session\":[\"").append(1001 + random.nextInt(60)).append("\"]");
        }
        int fields = random.nextInt(5);
        for (int i = 0; i < fields; i++) {
            json.append(json.length() > 1 ? "," : "")
                    .append(text(pick(random, FIELDS)))
                    .append(':');
            value(random, json, 0);
        }
        return json.append('}').toString();
    }

    private static void value(SplittableRandom random, StringBuilder json, int depth) {
        switch (random.nextInt(depth > 3 ? 6 : 10)) {
            case 0 -> json.append(random.nextInt(-5, 30));
            case 1 ->
                json.append(pick(
                        random, List.of("0.5", "1e308", "-0.0", "1e-400", "123456789012345678901234567890", "2.0")));
            case 2 -> json.append(pick(random, List.of("true", "false", "null")));
            case 3, 4, 5 -> json.append(text(pick(random, TEXTS)));
            case 6, 7 -> {
                json.append('[');
                int length = random.nextInt(4);
                for (int i = 0; i < length; i++) {
                    json.append(i == 0 ? "" : ",");
                    value(random, json, depth + 1);
                }
                json.append(']');
            }
            default -> {
                json.append('{');
                List<String> keys = List.of("category", "any", "min", "max", "where", "factor");
                int length = random.nextInt(4);
                for (int i = 0; i < length; i++) {
                    json.append(i == 0 ? "" : ",")
                            .append(text(pick(random, keys)))
                            .append(':');
                    value(random, json, depth + 1);
                }
                json.append('}');
            }
        }
    }

    private static String text(String text) {
        try {
            return TestServer.JSON.writeValueAsString(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T pick(SplittableRandom random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
