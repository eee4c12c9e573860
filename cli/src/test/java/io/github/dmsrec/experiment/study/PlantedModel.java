package io.github.dmsrec.experiment.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A server that passes for a language model and answers by a rule: it picks the click that came next, if that is
 * among the candidates and a coin that belongs to the clicks falls right, or else one that is drawn. So its answers hold something
 * that no other source has, and how much is known.
 */
final class PlantedModel implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern CLICK = Pattern.compile("(?m)^- (.*)$");
    private static final Pattern CANDIDATE = Pattern.compile("(?m)^(\\d+)\\. (.*)$");
    private static final int REMEMBERED_CLICKS = 8;

    private final Process process;
    private final String baseUrl;

    private PlantedModel(Process process, String baseUrl) {
        this.process = process;
        this.baseUrl = baseUrl;
    }

    /**
     * Starts it in a process of its own, which ends with this one.
     *
     * @param dataset the data set's folder, which is read when the first question comes
     * @param share of the rows whose next click it knows
     */
    static PlantedModel start(Path dataset, double share) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Dsun.net.httpserver.nodelay=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PlantedModel.class.getName(),
                        dataset.toString(),
                        Double.toString(share))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        // Not closed: the stream belongs to the process.
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        return new PlantedModel(process, String.valueOf(out.readLine()));
    }

    String baseUrl() {
        return baseUrl;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** The process. */
    public static void main(String[] arguments) throws IOException {
        Rule rule = new Rule(Path.of(arguments[0]), Double.parseDouble(arguments[1]));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        server.setExecutor(threads);
        server.createContext("/v1/chat/completions", exchange -> answer(exchange, rule));
        server.start();
        System.out.println("http://localhost:" + server.getAddress().getPort() + "/v1");
        while (System.in.read() >= 0) {
            // Nothing is written to it; its end is that of the test.
        }
        server.stop(0);
        threads.shutdownNow();
    }

    private static void answer(HttpExchange exchange, Rule rule) throws IOException {
        JsonNode request = JSON.readTree(exchange.getRequestBody());
        ArrayNode messages = (ArrayNode) request.path("messages");
        String question = messages.get(messages.size() - 1).path("content").asText();
        ObjectNode picks = JSON.createObjectNode();
        picks.putArray("intents");
        picks.putArray("ids").add(rule.pick(question));
        ObjectNode reply = JSON.createObjectNode();
        ObjectNode choice = reply.putArray("choices").addObject().put("finish_reason", "stop");
        choice.putObject("message").put("role", "assistant").put("content", picks.toString());
        byte[] body = JSON.writeValueAsBytes(reply);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** What is picked. */
    private static final class Rule {

        private final Path folder;
        private final double share;
        private Optional<Map<List<String>, String>> nextClicks = Optional.empty();

        Rule(Path folder, double share) {
            this.folder = folder;
            this.share = share;
        }

        int pick(String question) {
            List<String> clicks = new ArrayList<>();
            Matcher click = CLICK.matcher(question);
            while (click.find()) {
                clicks.add(click.group(1));
            }
            List<String> candidates = new ArrayList<>();
            Matcher candidate = CANDIDATE.matcher(question);
            while (candidate.find()) {
                candidates.add(candidate.group(2));
            }
            List<String> remembered = last(clicks);
            SplittableRandom random = new RandomStreams(1).stream("planted", remembered.hashCode());
            int known = random.nextDouble() < share
                    ? candidates.indexOf(nextClicks().getOrDefault(remembered, ""))
                    : -1;
            return 1 + (known >= 0 ? known : random.nextInt(candidates.size()));
        }

        private synchronized Map<List<String>, String> nextClicks() {
            if (nextClicks.isEmpty()) {
                SessionDataset dataset = DatasetFolder.read(folder);
                Catalogue catalogue = dataset.catalogue();
                Map<List<String>, String> known = new HashMap<>();
                for (Split split : Split.values()) {
                    Examples rows = dataset.examples(split);
                    for (int row = 0; row < rows.size(); row++) {
                        int at = row;
                        List<String> clicks = IntStream.range(0, rows.length(row))
                                .mapToObj(position -> catalogue.title(rows.item(at, position)))
                                .toList();
                        known.put(last(clicks), catalogue.title(rows.target(row)));
                    }
                }
                nextClicks = Optional.of(known);
            }
            return nextClicks.get();
        }

        private static List<String> last(List<String> clicks) {
            return clicks.subList(Math.max(0, clicks.size() - REMEMBERED_CLICKS), clicks.size());
        }
    }
}
