package io.github.dmsrec.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pipeline without intents; one of its models is selected on the test set, the other on validation rows. */
class PublishedProtocolTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WORDS = "selected on the test set";

    @TempDir
    static Path folder = Path.of("");

    private static Path work = Path.of("");
    private static Terminal.Result run = new Terminal.Result(-1, "", "");

    @BeforeAll
    static void runPipeline() throws IOException {
        Path pipeline = folder.resolve("published.yaml");
        work = folder.resolve("work");
        Files.writeString(
                pipeline,
                String.format(
                        Locale.ROOT,
                        """
                name: published
                work: %s
                threads: 2
                dataset:
                  demo: {themes: 3, sessions: 300}
                training: {recipe: published, dimension: 8, epochs: 2}
                methods:
                  sr-gnn:
                    base: {selection: test}
                  gce-gnn:
                intents: {inferrer: none}
                report: {examples: 0}
                """,
                        work));
        run = Terminal.run("run", pipeline.toString());
    }

    @Test
    void baseModelsAloneAreTrainedAndReported() {
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err())
                .contains(
                        "[1/8] demo shop",
                        "[2/8] train sr-gnn",
                        "[3/8] train gce-gnn",
                        "[4/8] evaluate sr-gnn",
                        "[8/8] report")
                .contains("best epoch", ", " + WORDS + ": test MRR@20")
                .doesNotContain("candidates", "+intents");
        assertThat(work.resolve("intents")).doesNotExist();
    }

    @Test
    void theTerminalMarksTheModelAndShowsThePublishedFiguresApart() {
        assertThat(run.out())
                .containsSubsequence(
                        "  sr-gnn * ",
                        "  gce-gnn ",
                        "Best test figure of each metric over all epochs: " + WORDS + ", as the published code reports",
                        "HR@5",
                        "  sr-gnn ",
                        "Models " + WORDS + ": sr-gnn. ")
                .doesNotContain("gce-gnn *", "gce-gnn (selected");
    }

    @Test
    void theReportFilesLabelTheModel() throws IOException {
        JsonNode results = JSON.readTree(work.resolve("report/results.json").toFile())
                .path("datasets")
                .path(0);
        JsonNode published = results.path("sources").path(0);
        assertThat(published.path("bestOnTest").path("MRR@20").path("value").asDouble())
                .isBetween(0.0, 1.0);
        assertThat(published.path("bestOnTest").path("MRR@20").path("epoch").asInt())
                .isBetween(1, 2);
        JsonNode training = results.path("training").path(0);
        assertThat(training.path("split").asText()).isEqualTo("test");
        assertThat(training.path("epochs").path(1).path("ranked").path("MRR@20").isDouble())
                .isTrue();
        assertThat(results.path("sources").path(1).path("bestOnTest")).isEmpty();
        assertThat(results.path("lines").findValuesAsText("selectedOn")).containsExactly("", "", "test", "validation");

        assertThat(Files.readString(work.resolve("report/report.html")))
                .contains(">sr-gnn *</th>", ">gce-gnn</th>")
                .contains("MRR@20 on the test rows by epoch, seen items ranked: " + WORDS)
                .contains("MRR@20 on the validation rows by epoch");
    }

    @Test
    void evaluateAndInspectLabelTheModel() throws IOException {
        String model = work.resolve("sr-gnn").toString();
        JsonNode evaluated = JSON.readTree(Terminal.run(
                        "evaluate", "--json", "--dataset", work.resolve("data").toString(), "--model", model)
                .out());
        assertThat(evaluated.path("results").findValuesAsText("selectedOn"))
                .containsExactly("", "", "", "", "test", "test");
        assertThat(evaluated.path("bestOnTest").path(0).path("model").asText()).isEqualTo(model);

        assertThat(Terminal.run("inspect", model).out())
                .containsPattern("protocol +" + WORDS)
                .containsPattern("epoch 1: .*\\(" + WORDS + "\\)");
        assertThat(Terminal.run("inspect", work.resolve("gce-gnn").toString()).out())
                .doesNotContain(WORDS);
    }

    @Test
    void aFusedModelIsLabelledIfItsCandidatesComeFromSuchAModel() throws IOException {
        String data = work.resolve("data").toString();
        Path candidates = folder.resolve("candidates");
        Path intents = folder.resolve("intents");
        Path fused = folder.resolve("fused");
        done(
                "candidates",
                "--model",
                work.resolve("sr-gnn").toString(),
                "--dataset",
                data,
                "-k=5",
                "--out",
                candidates);
        done(
                "infer",
                "--dataset",
                data,
                "--candidates",
                candidates,
                "--inferrer=embedding-similarity",
                "--out",
                intents);
        done(
                "train",
                "--dataset",
                data,
                "--method=gce-gnn",
                "--intents",
                intents,
                "--epochs=1",
                "--dimension=8",
                "--out",
                fused);
        Terminal.Result evaluated = Terminal.run("evaluate", "--dataset", data, "--model", fused.toString());
        assertThat(evaluated.out().replaceAll("\\s+", " "))
                .contains("gce-gnn+intents *", "* published, " + WORDS)
                .doesNotContain("Best test figure");
    }

    private static void done(Object... arguments) {
        String[] words = new String[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = arguments[i].toString();
        }
        Terminal.Result result = Terminal.run(words);
        assertThat(result.exitCode()).as(result.err()).isZero();
    }
}
