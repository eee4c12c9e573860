package io.github.dmsrec.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.datasets.Datasets;
import io.github.dmsrec.datasets.synthetic.SyntheticPlan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole pipeline on a tiny demo shop, through the command line alone. */
class EndToEndTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TRAINING_SESSIONS = 300 * 8 / 10;

    @TempDir
    static Path folder = Path.of("");

    private static Path pipeline = Path.of("");
    private static Path work = Path.of("");
    private static Terminal.Result first = new Terminal.Result(-1, "", "");

    @BeforeAll
    static void runPipeline() throws IOException {
        pipeline = folder.resolve("tiny.yaml");
        work = folder.resolve("work");
        Files.writeString(
                pipeline,
                String.format(
                        Locale.ROOT,
                        """
                name: tiny
                work: %s
                threads: 2
                dataset:
                  demo: {themes: 3, sessions: 300}
                training: {dimension: 16, epochs: 2}
                methods:
                  sr-gnn:
                candidates: {k: 20}
                report: {examples: 3}
                """,
                        work));
        first = Terminal.run("run", pipeline.toString(), "--json");
    }

    @Test
    void resultsHaveThePromisedShape() throws IOException {
        assertThat(first.exitCode()).as(first.err()).isZero();
        JsonNode json = JSON.readTree(first.out());
        assertThat(json.path("dataset").asText()).isNotEmpty();
        assertThat(json.path("rows").asInt()).isPositive();
        List<String> found = new ArrayList<>();
        for (JsonNode result : json.path("results")) {
            found.add(result.path("model").asText() + " "
                    + result.path("seenItems").asText());
            assertThat(result.path("metrics").fieldNames())
                    .toIterable()
                    .containsExactlyInAnyOrder(
                            "HR@5", "MRR@5", "NDCG@5", "HR@10", "MRR@10", "NDCG@10", "HR@20", "MRR@20", "NDCG@20");
            for (JsonNode value : result.path("metrics")) {
                assertThat(value.asDouble()).isBetween(0.0, 1.0);
            }
        }
        assertThat(found)
                .containsExactly(
                        "pop ranked",
                        "pop masked",
                        "markov ranked",
                        "markov masked",
                        work.resolve("sr-gnn") + " ranked",
                        work.resolve("sr-gnn") + " masked",
                        work.resolve("sr-gnn-intents") + " ranked",
                        work.resolve("sr-gnn-intents") + " masked");
    }

    @Test
    void theReportTellsTheWholeStory() throws IOException {
        String html = Files.readString(work.resolve("report/report.html"));
        assertThat(html)
                .contains("sr-gnn+intents", "latent intents", "Training", "<polyline", "paired bootstrap")
                .contains("How often the candidates hold the target")
                .contains("chosen by embedding similarity, without a language model");
        assertThat(Files.readString(work.resolve("report/report.md"))).contains("| sr-gnn+intents |");
        JsonNode results = JSON.readTree(work.resolve("report/results.json").toFile())
                .path("datasets")
                .path(0);
        assertThat(results.path("sources")).hasSize(2);
        assertThat(results.path("training").path(1).path("epochs")).hasSize(2);
        assertThat(results.path("sessions")).hasSize(3);
        assertThat(results.path("items")).hasSize(3);
        assertThat(results.path("exposure")).hasSize(3);
        assertThat(results.path("protocol").asText()).isEqualTo("sound");
    }

    @Test
    void differencesPartsBreadthAndCostAreInTheReport() throws IOException {
        JsonNode results = JSON.readTree(work.resolve("report/results.json").toFile())
                .path("datasets")
                .path(0);
        // Both models against the best baseline, the fused one against its base; two metrics, ranked and masked.
        assertThat(results.path("differences")).hasSize(3 * 2 * 2);
        for (JsonNode difference : results.path("differences")) {
            assertThat(difference.path("difference").asDouble())
                    .isBetween(
                            difference.path("low").asDouble(),
                            difference.path("high").asDouble());
            assertThat(difference.path("corrected").asDouble())
                    .isBetween(difference.path("pValue").asDouble(), 1.0);
        }
        assertThat(results.path("breakdowns").findValuesAsText("by"))
                .containsExactly("prefix length", "popularity of the target", "same prefix and target in training");
        for (JsonNode breakdown : results.path("breakdowns")) {
            int rows = 0;
            for (JsonNode part : breakdown.path("parts")) {
                rows += part.path("rows").asInt();
                assertThat(part.path("results")).hasSize(8);
                assertThat(part.path("differences")).hasSize(6);
            }
            assertThat(rows).isEqualTo(results.path("rows").asInt());
        }
        assertThat(results.path("lines").findValuesAsText("name"))
                .containsExactly("pop", "markov", "sr-gnn", "sr-gnn+intents");
        for (JsonNode line : results.path("lines")) {
            for (String seenItems : List.of("ranked", "masked")) {
                assertThat(line.path(seenItems).path("coverage@20").path("mean").asDouble())
                        .isBetween(20.0 / 72, 1.0);
                assertThat(line.path(seenItems)
                                .path("popularity@20")
                                .path("mean")
                                .asDouble())
                        .isBetween(0.0, 1.0);
            }
            assertThat(line.path("costs").path("ms/1000").path("mean").asDouble())
                    .isPositive();
        }
    }

    @Test
    void aSecondRunSkipsWhatIsDoneAndAChangeRemakesOnlyWhatDependsOnIt() throws IOException {
        Terminal.Result again = Terminal.run("run", pipeline.toString(), "--json");
        assertThat(again.exitCode()).isZero();
        assertThat(again.err().lines().filter(line -> line.endsWith("is there already")))
                .hasSize(9);
        assertThat(JSON.readTree(again.out()).path("results"))
                .isEqualTo(JSON.readTree(first.out()).path("results"));
        assertThat(JSON.readTree(again.out()).path("differences"))
                .isEqualTo(JSON.readTree(first.out()).path("differences"));

        Path copy = folder.resolve("copy");
        copyTree(work, copy);
        Terminal.Result changed =
                Terminal.run("run", pipeline.toString(), "--work", copy.toString(), "--set", "candidates.k=10");
        assertThat(changed.exitCode()).as(changed.err()).isZero();
        assertThat(changed.err())
                .contains("[1/10] demo shop: " + copy.resolve("data") + " is there already")
                .contains("[2/10] train sr-gnn: " + copy.resolve("sr-gnn") + " is there already")
                .contains("is made again: k was 20, is now 10")
                .contains("[3/10] evaluate sr-gnn base: " + copy.resolve("evaluations/sr-gnn") + " is there already")
                .containsPattern(Pattern.quote("[6/10] train sr-gnn+intents") + ".* is made again")
                .containsPattern(Pattern.quote("[7/10] evaluate sr-gnn both") + ".* is made again")
                .contains("[9/10] evaluate markov: " + copy.resolve("evaluations/beside/markov") + " is there already");
    }

    private static void copyTree(Path from, Path to) throws IOException {
        List<Path> files;
        try (var tree = Files.walk(from)) {
            files = tree.toList();
        }
        for (Path file : files) {
            Files.copy(file, to.resolve(from.relativize(file).toString()));
        }
    }

    @Test
    void evaluateShowsTheSameFiguresAsTheRun() throws IOException {
        Terminal.Result result = Terminal.run(
                "evaluate",
                "--json",
                "--threads=2",
                "--dataset",
                work.resolve("data").toString(),
                "--model",
                work.resolve("sr-gnn-intents").toString(),
                "--model",
                work.resolve("sr-gnn").toString());
        assertThat(result.exitCode()).as(result.err()).isZero();
        JsonNode fused = JSON.readTree(result.out()).path("results").path(4);
        assertThat(fused.path("model").asText())
                .isEqualTo(work.resolve("sr-gnn-intents").toString());
        assertThat(fused.path("metrics"))
                .isEqualTo(JSON.readTree(first.out()).path("results").path(6).path("metrics"));
    }

    @Test
    void recommendTakesAndGivesExternalIds() throws IOException {
        for (String model : List.of("sr-gnn", "sr-gnn-intents")) {
            Terminal.Result result = Terminal.run(
                    "recommend",
                    "--json",
                    "--model",
                    work.resolve(model).toString(),
                    "--session",
                    "1001,nothing,1003",
                    "-k",
                    "4");
            assertThat(result.exitCode()).as(result.err()).isZero();
            assertThat(result.err()).contains("warning: the model knows no item 'nothing'");
            JsonNode json = JSON.readTree(result.out());
            assertThat(json.path("session").toString()).isEqualTo("[1001,1003]");
            assertThat(json.path("items")).hasSize(4);
            assertThat(json.path("items").path(0).path("id").isIntegralNumber()).isTrue();
            assertThat(json.path("items").path(0).path("title").asText()).isNotEmpty();
            assertThat(json.path("items").path(0).path("score").asDouble())
                    .isGreaterThanOrEqualTo(
                            json.path("items").path(3).path("score").asDouble());
            assertThat(json.has("fallback")).isFalse();
            assertThat(json.has("intents")).isEqualTo(model.endsWith("intents"));
        }
    }

    @Test
    void sessionItemsAndIntentsCanBeLeftOut() throws IOException {
        Terminal.Result result = Terminal.run(
                "recommend",
                "--json",
                "--model",
                work.resolve("sr-gnn-intents").toString(),
                "--session",
                "1001,1003",
                "--seen-items",
                "exclude",
                "--no-intents",
                "-k",
                String.valueOf(3 * 24));
        JsonNode json = JSON.readTree(result.out());
        assertThat(json.path("items")).hasSize(3 * 24 - 2);
        assertThat(json.path("items").findValuesAsText("id")).doesNotContain("1001", "1003");
        assertThat(json.has("intents")).isFalse();
    }

    @Test
    void kIsACeilingAndClickedItemsAreLeftOutUnlessAskedFor() throws IOException {
        String model = work.resolve("sr-gnn").toString();
        Terminal.Result result = Terminal.run("recommend", "--model", model, "--session", "1001", "-k", "500");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out().lines().filter(line -> line.matches(" +[0-9]+\\. .*")))
                .hasSize(71);
        assertThat(result.out()).contains("Items of the session are excluded; --seen-items rank lets them compete.");

        Terminal.Result ranked = Terminal.run(
                "recommend", "--json", "--model", model, "--session", "1001", "-k", "500", "--seen-items", "rank");
        assertThat(JSON.readTree(ranked.out()).path("items").findValuesAsText("id"))
                .hasSize(72)
                .contains("1001");

        Terminal.Result old = Terminal.run("recommend", "--model", model, "--session", "1", "--exclude-session-items");
        assertThat(old.exitCode()).isEqualTo(2);
        assertThat(old.err()).contains("--exclude-session-items does not exist any more. Write --seen-items exclude");
    }

    @Test
    void aFusedModelPredictsForSessionsOfAFileAsRecommendDoes() throws IOException {
        String model = work.resolve("sr-gnn-intents").toString();
        Path sessions = folder.resolve("new-sessions.jsonl");
        Files.writeString(
                sessions,
                """
                {"session": "a", "items": [1001, "1003"]}
                {"session": "b", "items": ["nothing"]}
                {"session": "c", "items": ["1005", "nothing", "1001"]}
                """);
        Path out = folder.resolve("predicted.jsonl");
        Terminal.Result predicted = Terminal.run(
                "predict", "--model", model, "--sessions", sessions.toString(), "--out", out.toString(), "-k", "5");
        assertThat(predicted.exitCode()).as(predicted.err()).isZero();
        assertThat(predicted.out())
                .contains("3 sessions of 6 clicks", "2 clicks of 2 sessions", "1 sessions have unknown items alone")
                .contains("The intents were inferred by embedding-similarity.", "Items of the session are excluded");
        List<String> lines = Files.readAllLines(out);
        assertThat(lines).hasSize(3);
        for (int row : new int[] {0, 2}) {
            Terminal.Result one = Terminal.run(
                    "recommend",
                    "--json",
                    "--model",
                    model,
                    "--session",
                    row == 0 ? "1001,1003" : "1005,nothing,1001",
                    "-k",
                    "5");
            assertThat(JSON.readTree(lines.get(row)).path("items"))
                    .isEqualTo(JSON.valueToTree(
                            JSON.readTree(one.out()).path("items").findValues("id")));
        }
        assertThat(JSON.readTree(lines.get(1)).path("fallback").asText()).isEqualTo("pop");
        assertThat(JSON.readTree(lines.get(2)).path("unknown").asInt()).isEqualTo(1);
    }

    @Test
    void aSessionOfUnknownItemsGetsPopularOnesAndSaysSo() throws IOException {
        Terminal.Result result = Terminal.run(
                "recommend", "--json", "--model", work.resolve("sr-gnn").toString(), "--session", "x,y", "-k", "3");
        assertThat(result.exitCode()).isZero();
        JsonNode json = JSON.readTree(result.out());
        assertThat(json.path("fallback").asText()).isEqualTo("pop");
        assertThat(json.path("session")).isEmpty();
        assertThat(json.path("items")).hasSize(3);
        assertThat(json.path("warnings")).hasSize(3);
        assertThat(result.err()).contains("popular items are recommended");
    }

    @Test
    void artefactsThatDoNotFitTogetherAreRefused() throws IOException {
        Path other = folder.resolve("other-data");
        Datasets.make(SyntheticPlan.shop(3, 310, 2024), other, Origin.of("other", "a test", 2024, 2), Progress.NONE);

        Terminal.Result result = Terminal.run(
                "evaluate",
                "--dataset",
                other.toString(),
                "--model",
                work.resolve("sr-gnn").toString());
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains(work.resolve("sr-gnn").toString(), other.toString(), "fingerprint");

        Terminal.Result swapped = Terminal.run(
                "evaluate",
                "--dataset",
                work.resolve("sr-gnn").toString(),
                "--model",
                work.resolve("data").toString());
        assertThat(swapped.exitCode()).isEqualTo(2);
        assertThat(swapped.err()).contains("holds a model, not a dataset");
    }

    @Test
    @Tag("slow")
    void crossFittedCandidatesAsTsvAndStepByStep() throws IOException {
        Path candidates = folder.resolve("candidates");
        Terminal.Result made = Terminal.run(
                "candidates",
                "--model",
                work.resolve("sr-gnn").toString(),
                "--dataset",
                work.resolve("data").toString(),
                "-k",
                "5",
                "--cross-fit",
                "2",
                "--session-items",
                "exclude",
                "--format",
                "tsv",
                "--memory",
                "1m",
                "--out",
                candidates.toString());
        assertThat(made.exitCode()).as(made.err()).isZero();
        List<String> lines = Files.readAllLines(candidates.resolve("candidates.tsv"));
        assertThat(lines.get(0)).isEqualTo("split\trow\titems\tscores");
        assertThat(lines.get(1)).matches("train\t0\t(\\d+,){4}\\d+\t.*");
        assertThat(folder.resolve("candidates.folds")).doesNotExist();

        Path intents = folder.resolve("intents");
        Terminal.Result inferred = Terminal.run(
                "infer",
                "--dataset",
                work.resolve("data").toString(),
                "--candidates",
                candidates.toString(),
                "--inferrer",
                "embedding-similarity",
                "--out",
                intents.toString());
        assertThat(inferred.exitCode()).as(inferred.err()).isZero();
        Path fused = folder.resolve("fused");
        Terminal.Result trained = Terminal.run(
                "train",
                "--dataset",
                work.resolve("data").toString(),
                "--method",
                "gce-gnn",
                "--intents",
                intents.toString(),
                "--epochs=1",
                "--dimension=8",
                "--set",
                "alignment-weight=0.2",
                "--out",
                fused.toString());
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(trained.err())
                .containsPattern(
                        "gce-gnn: 3 options not at the default, [0-9]+ at their defaults; --verbose lists them")
                .containsPattern("  alignment-weight +0.2")
                .containsPattern("  threads +[0-9]+")
                .doesNotContain("options in force:", "batch-size");
        // One line for the epoch, and none for its stages.
        assertThat(trained.err().lines().filter(line -> line.contains("epoch 1 of at most 1")))
                .hasSize(1)
                .allMatch(line ->
                        line.matches("gce-gnn with intents, epoch 1 of at most 1: .*, loss .*, validation MRR@20 .*,"
                                + " HR@20 .* \\(session items masked\\), the best so far, patience .*,"
                                + " learning rate .*"));
        assertThat(trained.err()).doesNotContain("evaluate gce-gnn");
        assertThat(fused.resolve("generator/manifest.json")).exists();
        assertThat(fused.resolve("intents/manifest.json")).exists();
        for (Path artefact : List.of(candidates, intents, fused, work.resolve("data"), work.resolve("report"))) {
            Terminal.Result inspected = Terminal.run("inspect", artefact.toString());
            assertThat(inspected.exitCode()).as(inspected.err()).isZero();
            assertThat(inspected.out()).contains("the files are as written", "samples:");
            assertThat(JSON.readTree(Terminal.run("inspect", "--json", artefact.toString())
                                    .out())
                            .path("manifest")
                            .path("fingerprint")
                            .asText())
                    .hasSize(64);
        }
    }

    @Test
    void aRunThatAsksIsForeseenAndTriedBefore() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            asked.incrementAndGet();
            byte[] answer = ("{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":"
                            + "\"{\\\"intents\\\":[],\\\"ids\\\":[1,2]}\"},\"finish_reason\":\"stop\"}],"
                            + "\"usage\":{\"prompt_tokens\":500,\"completion_tokens\":20,\"total_tokens\":520}}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        try {
            Path intents = folder.resolve("asked/intents");
            List<String> command = List.of(
                    "infer",
                    "--dataset=" + work.resolve("data"),
                    "--candidates=" + work.resolve("candidates"),
                    "--inferrer=openai",
                    "--base-url=http://localhost:" + server.getAddress().getPort() + "/v1",
                    "--model=fake",
                    "--set=answer-format=json-schema",
                    "--set=price-in=2",
                    "--set=price-out=10",
                    "--out=" + intents);

            JsonNode foreseen = JSON.readTree(
                    with(command, "--dry-run", "--rate=5", "--json").out());
            assertThat(asked.get()).isZero();
            assertThat(intents.getParent()).doesNotExist();
            int questions = foreseen.path("questions").asInt();
            assertThat(questions)
                    .isPositive()
                    .isLessThanOrEqualTo(foreseen.path("rows").asInt());
            assertThat(foreseen.path("hours").asDouble()).isCloseTo(questions / 5.0 / 3600, within(1e-9));
            assertThat(foreseen.path("cost").asDouble())
                    .isCloseTo(
                            foreseen.at("/tokens/prompt").asDouble() * 2e-6
                                    + foreseen.at("/tokens/completion").asDouble() * 10e-6,
                            within(1e-9));
            assertThat(foreseen.path("prompts")).hasSize(3);
            Terminal.Result told = with(command, "--dry-run");
            assertThat(told.out()).contains("estimated at 4 characters a token", "--- prompt 3 of 3, user:");
            assertThat(told.out()).containsPattern("time +unknown; --rate N");
            Terminal.Result published = with(command, "--dry-run", "--template=published", "--set=titles=matched");
            assertThat(published.out()).contains("The user clicked these items in this order:\n1.", "\n0.");
            assertThat(published.err()).containsPattern("titles +matched");

            Terminal.Result tried = with(command, "--sample=12");
            assertThat(asked.get()).isBetween(1, 12);
            assertThat(tried.out()).contains("rows answered     12 of 12", "picks a row       2.00", "cost ");
            assertThat(tried.err()).contains("The same command without --sample asks about the other rows");
            assertThat(intents).doesNotExist();
            int known = asked.get();
            with(command, "--sample=12");
            assertThat(asked.get()).isEqualTo(known);

            Terminal.Result limited = Terminal.run(Stream.concat(
                            command.stream(),
                            Stream.of("--no-probe", "--max-tokens-total", String.valueOf(520 * (known + 3))))
                    .toArray(String[]::new));
            assertThat(limited.exitCode()).isEqualTo(2);
            assertThat(limited.err()).contains("Another question would exceed max-tokens-total", "questions are left");
            assertThat(asked.get()).isBetween(known + 1, known + 3);
            assertThat(intents).doesNotExist();

            Terminal.Result probed = Terminal.run(
                    Stream.concat(command.stream(), Stream.of("--probe=40")).toArray(String[]::new));
            assertThat(probed.exitCode()).isEqualTo(2);
            assertThat(probed.out())
                    .contains("numbers (json-schema): 40 rows with 2.0 picks", "the base model's first");
            assertThat(probed.err()).contains("no more than chance").doesNotContain("Exception");
            assertThat(intents).doesNotExist();

            Path requests = folder.resolve("asked/requests");
            JsonNode exported = JSON.readTree(
                    with(command, "--export-batch=" + requests, "--json").out());
            assertThat(exported.path("questions").asInt()
                            + exported.path("answeredBefore").asInt())
                    .isEqualTo(questions);
            assertThat(requests.resolve("requests-00001.jsonl")).exists();
            JsonNode fifth = JSON.readTree(with(command, "--dry-run", "--share=0.2", "--by=random", "--json")
                    .out());
            assertThat(fifth.path("rows").asDouble())
                    .isCloseTo(foreseen.path("rows").asInt() / 5.0, within(2.0));

            Terminal.Result pointless = Terminal.run(
                    "infer",
                    "--dataset=" + work.resolve("data"),
                    "--candidates=" + work.resolve("candidates"),
                    "--inferrer=embedding-similarity",
                    "--dry-run",
                    "--out=" + intents);
            assertThat(pointless.exitCode()).isEqualTo(2);
            assertThat(pointless.err()).contains("'embedding-similarity' asks nobody");
        } finally {
            server.stop(0);
        }
    }

    @Test
    @Tag("slow")
    void whatAModelAnsweredIsShownCountedSharedAndCompared() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] answer = ("{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":"
                            + "\"{\\\"intents\\\":[],\\\"ids\\\":[1,2,2]}\"},\"finish_reason\":\"stop\"}],"
                            + "\"usage\":{\"prompt_tokens\":500,\"completion_tokens\":20,\"total_tokens\":520}}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        Path intents = folder.resolve("recorded/intents");
        String similar = folder.resolve("recorded/similar").toString();
        List<String> inputs = inputsOfFewSessions(folder.resolve("recorded"));
        with(List.of("infer"), inputs.get(0), inputs.get(1), "--inferrer=embedding-similarity", "--out=" + similar);
        try {
            with(
                    List.of("infer"),
                    inputs.get(0),
                    inputs.get(1),
                    "--inferrer=openai",
                    "--base-url=http://localhost:" + server.getAddress().getPort() + "/v1",
                    "--model=fake",
                    "--set=answer-format=json-schema",
                    "--set=guard=off",
                    "--no-probe",
                    "--out=" + intents);
        } finally {
            server.stop(0);
        }

        JsonNode shown = JSON.readTree(with(List.of("intents", "show"), intents.toString(), "--row=3", "--json")
                .out());
        assertThat(shown.at("/rows/0/row").asInt()).isEqualTo(3);
        assertThat(shown.at("/rows/0/candidates")).hasSize(20);
        assertThat(shown.at("/rows/0/candidates/0/picked").asBoolean()).isTrue();
        assertThat(shown.at("/rows/0/answer/text").asText()).isEqualTo("{\"intents\":[],\"ids\":[1,2,2]}");
        assertThat(shown.at("/rows/0/answer/promptTokens").asInt()).isEqualTo(500);
        String session = shown.at("/rows/0/session").asText();
        assertThat(with(List.of("intents", "show"), intents.toString(), "--split=test", "--session=" + session)
                        .out())
                .contains("row 3 of the split 'test', session " + session, "candidates, in the order shown");

        Terminal.Result stats = with(List.of("intents", "stats"), intents.toString());
        assertThat(stats.out())
                .contains("openai, model fake", "picks by number shown", "picks by rank of the candidate")
                .containsPattern("candidates named twice +[1-9]")
                .contains("warning: the first tenth of the candidates shown gets 10.0 times its even share");

        for (String name : List.of("shared.jsonl", "shared.parquet")) {
            Path file = folder.resolve("recorded/" + name);
            Path again = folder.resolve("recorded/of-" + name);
            with(List.of("intents", "export"), intents.toString(), "--out=" + file);
            with(List.of("intents", "import"), file.toString(), inputs.get(0), inputs.get(1), "--out=" + again);
            assertThat(JSON.readTree(again.resolve("manifest.json").toFile()).path("fingerprint"))
                    .isEqualTo(JSON.readTree(intents.resolve("manifest.json").toFile())
                            .path("fingerprint"));
            JsonNode same =
                    JSON.readTree(with(List.of("intents", "diff"), intents.toString(), again.toString(), "--json")
                            .out());
            assertThat(same.at("/splits/test/chanceCorrectedJaccard").asDouble())
                    .isEqualTo(1);
        }
        assertThat(with(List.of("intents", "diff"), intents.toString(), similar).out())
                .contains("rows that differ most");
        assertThat(with(List.of("intents", "stats"), similar, "--split=validation")
                        .out())
                .contains("answers: no language model was asked");

        Terminal.Result nothing = Terminal.run("intents");
        assertThat(nothing.exitCode()).isEqualTo(2);
        assertThat(nothing.err()).contains("Try 'dmsrec intents stats ...'.");
        Terminal.Result wrong = Terminal.run("intents", "show", similar, "--split=all");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("'all'", "train, validation, test");
    }

    /** A small shop of its own, and the 20 most popular items as the candidates of every row. */
    private static List<String> inputsOfFewSessions(Path parent) throws IOException {
        Path data = parent.resolve("data");
        Path popular = parent.resolve("pop");
        Path candidates = parent.resolve("candidates");
        Datasets.make(SyntheticPlan.shop(3, 80, 2024), data, Origin.of("few", "a test", 2024, 2), Progress.NONE);
        with(List.of("train"), "--method=pop", "--dataset=" + data, "--out=" + popular);
        with(List.of("candidates"), "--model=" + popular, "--dataset=" + data, "-k=20", "--out=" + candidates);
        return List.of("--dataset=" + data, "--candidates=" + candidates);
    }

    private static Terminal.Result with(List<String> command, String... more) {
        Terminal.Result result = Terminal.run(
                Stream.concat(command.stream(), Arrays.stream(more)).toArray(String[]::new));
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result;
    }

    @Test
    @Tag("slow")
    void targetsAreAViewThatCandidatesIntentsAndTrainingMustShare() throws IOException {
        String data = work.resolve("data").toString();
        Path candidates = folder.resolve("last-candidates");
        String[] makeCandidates = {
            "candidates",
            "--model",
            work.resolve("sr-gnn").toString(),
            "--dataset",
            data,
            "-k=5",
            "--cross-fit=2",
            "--targets=last",
            "--out",
            candidates.toString()
        };
        assertThat(Terminal.run(makeCandidates).exitCode()).isZero();

        Path intents = folder.resolve("last-intents");
        List<String> infer = new ArrayList<>(List.of(
                "infer",
                "--dataset",
                data,
                "--candidates",
                candidates.toString(),
                "--inferrer=session-mean",
                "--out",
                intents.toString()));
        assertThat(Terminal.run(infer.toArray(String[]::new)).err())
                .contains("holds candidates for the targets 'last', but the inference is for 'as-imported'")
                .contains("Use '--targets last'");
        infer.add("--targets=last");
        Terminal.Result inferred = Terminal.run(infer.toArray(String[]::new));
        assertThat(inferred.exitCode()).as(inferred.err()).isZero();

        Path fused = folder.resolve("last-fused");
        List<String> train = new ArrayList<>(List.of(
                "train",
                "--dataset",
                data,
                "--method=sr-gnn",
                "--intents",
                intents.toString(),
                "--epochs=1",
                "--dimension=8",
                "--out",
                fused.toString()));
        Terminal.Result refused = Terminal.run(train.toArray(String[]::new));
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .contains("holds intents for the targets 'last', but the training of sr-gnn is for 'as-imported'")
                .contains("Use '--set targets=last'");
        train.add("--set=targets=last");
        Terminal.Result trained = Terminal.run(train.toArray(String[]::new));
        assertThat(trained.exitCode()).as(trained.err()).isZero();

        Terminal.Result evaluated = Terminal.run(
                "evaluate",
                "--dataset",
                data,
                "--model",
                fused.toString(),
                "--out",
                folder.resolve("last").toString());
        assertThat(evaluated.exitCode()).as(evaluated.err()).isZero();
        assertThat(evaluated.out()).contains("The intents were the titles of all clicked items");
        JsonNode exposure = JSON.readTree(folder.resolve("last/results.json").toFile())
                .path("datasets")
                .path(0)
                .path("exposure");
        assertThat(exposure.path(0).path("rows").asInt()).isEqualTo(TRAINING_SESSIONS);
        for (Path artefact : List.of(candidates, intents)) {
            assertThat(Terminal.run("inspect", artefact.toString()).out())
                    .containsPattern("targets +last")
                    .contains("samples:");
        }
        Terminal.Result unknown = Terminal.run("candidates", "--model=m", "--dataset=d", "--targets=all", "--out=o");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("'all'", "as-imported, last, every-prefix");
    }

    @Test
    @Tag("slow")
    void titlesEnterTheItemTableAndTheModelRecommendsWithoutTheEncoder() throws IOException {
        String data = work.resolve("data").toString();
        Path base = folder.resolve("text-base");
        List<String> train = new ArrayList<>(List.of(
                "train",
                "--dataset",
                data,
                "--method=sr-gnn",
                "--item-text",
                "--epochs=1",
                "--dimension=8",
                "--out",
                base.toString()));
        Terminal.Result trained = Terminal.run(train.toArray(String[]::new));
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        JsonNode options = JSON.readTree(base.resolve("manifest.json").toFile()).path("options");
        assertThat(options.path("item-text").asText()).isEqualTo("add");
        assertThat(options.path("encoder-folder").asText()).isEqualTo("built-in");
        assertThat(options.path("encoder.name").asText()).isEqualTo("all-minilm-l6-v2");
        String identity = options.path("encoder.identity").asText();
        assertThat(identity).hasSize(64);
        Terminal.Result recommended =
                Terminal.run("recommend", "--json", "--model", base.toString(), "--session", "1001,1003", "-k", "4");
        assertThat(recommended.exitCode()).as(recommended.err()).isZero();
        assertThat(JSON.readTree(recommended.out()).path("items")).hasSize(4);

        Path candidates = folder.resolve("text-candidates");
        Terminal.Result made = Terminal.run(
                "candidates",
                "--model",
                base.toString(),
                "--dataset",
                data,
                "-k=5",
                "--cross-fit=2",
                "--out",
                candidates.toString());
        assertThat(made.exitCode()).as(made.err()).isZero();

        train.set(train.size() - 1, folder.resolve("text-fused").toString());
        train.addAll(List.of("--intents", work.resolve("intents").toString()));
        Terminal.Result fused = Terminal.run(train.toArray(String[]::new));
        assertThat(fused.exitCode()).as(fused.err()).isZero();
        assertThat(JSON.readTree(folder.resolve("text-fused/manifest.json").toFile())
                        .path("options")
                        .path("encoder.identity")
                        .asText())
                .isEqualTo(identity);

        train.add("--encoder=bert");
        assertThat(Terminal.run(train.toArray(String[]::new)).err()).contains("--encoder is given with --intents");
        Terminal.Result needless =
                Terminal.run("train", "--dataset", data, "--method=sr-gnn", "--encoder=bert", "--out", base.toString());
        assertThat(needless.exitCode()).isEqualTo(2);
        assertThat(needless.err()).contains("no title is to be encoded", "Add --item-text");
    }

    @Test
    void doctorChecksThisMachineAndAModel() throws IOException {
        Terminal.Result result = Terminal.run(
                "doctor",
                "--json",
                "--model",
                work.resolve("sr-gnn").toString(),
                "--base-url",
                "http://localhost:9/v1");
        JsonNode json = JSON.readTree(result.out());
        assertThat(json.path("checks").findValuesAsText("name"))
                .contains("java", "tensor engine", "blas", "text encoder", "memory", "model", "llm endpoint");
        for (JsonNode check : json.path("checks")) {
            boolean endpoint = check.path("name").asText().equals("llm endpoint");
            assertThat(check.path("status").asText().equals("fail"))
                    .as(check.toString())
                    .isEqualTo(endpoint);
            assertThat(check.path("fix").asText().isEmpty())
                    .isEqualTo(check.path("status").asText().equals("ok"));
        }
        assertThat(result.exitCode()).isEqualTo(1);
    }
}
