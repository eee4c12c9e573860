package io.github.dmsrec.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** A server that describes goods: what it says follows from the item's text. */
public final class DescribingModel implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Long enough to be measured in milliseconds. */
    private static final Duration ANSWERING = Duration.ofMillis(3);

    private final HttpServer server;
    private final String prefix;
    private final AtomicBoolean refuses = new AtomicBoolean();
    private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();

    private DescribingModel(HttpServer server, String prefix) {
        this.server = server;
        this.prefix = prefix;
    }

    /** Starts one on a free port of this machine. */
    public static DescribingModel start() throws IOException {
        return start("");
    }

    /** One whose labels begin with a text. */
    public static DescribingModel start(String prefix) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        DescribingModel model = new DescribingModel(server, prefix);
        server.createContext("/", exchange -> {
            String item = JSON.readTree(exchange.getRequestBody())
                    .at("/messages/1/content")
                    .asText();
            model.asked.add(item);
            LockSupport.parkNanos(ANSWERING.toNanos());
            byte[] reply = model.reply(item);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, reply.length);
            exchange.getResponseBody().write(reply);
            exchange.close();
        });
        server.setExecutor(Executors.newFixedThreadPool(4, task -> {
            Thread thread = new Thread(task, "describing model");
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
        return model;
    }

    /** Has it give no answer to the next question. */
    void refuseOnce() {
        refuses.set(true);
    }

    /** What it was asked about, in the order of asking. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /** What it was asked about, each once. */
    public Set<String> items() {
        return Set.copyOf(asked);
    }

    /** Its address. */
    public String baseUrl() {
        return "http://localhost:" + server.getAddress().getPort() + "/v1";
    }

    /** Describes the items of a data set, with answers kept beside {@code out}. */
    public void describe(Path data, Path out) {
        Terminal.Result result = Terminal.run(
                "describe",
                "--dataset=" + data,
                "--inferrer=openai",
                "--base-url=" + baseUrl(),
                "--model=fake",
                "--set=answer-format=json-schema",
                "--out=" + out);
        assertThat(result.exitCode()).as(result.err()).isZero();
    }

    private byte[] reply(String item) throws IOException {
        int theme = Math.floorMod(item.hashCode(), 3);
        ObjectNode facets = JSON.createObjectNode();
        facets.putArray("purpose").add(prefix + "purpose " + theme);
        facets.putArray("occasion").add(prefix + "occasion " + theme % 2);
        facets.putArray("buyer").add(prefix + "everybody");
        facets.putArray("goes with").add(prefix + "thing " + Math.floorMod(item.hashCode(), 7));
        ObjectNode reply = JSON.createObjectNode();
        ObjectNode choice = reply.putArray("choices").addObject().put("finish_reason", "stop");
        choice.putObject("message")
                .put("role", "assistant")
                .put("content", refuses.getAndSet(false) ? "I cannot say." : facets.toString());
        reply.putObject("usage")
                .put("prompt_tokens", 70)
                .put("completion_tokens", 30)
                .put("total_tokens", 100);
        return JSON.writeValueAsBytes(reply);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
