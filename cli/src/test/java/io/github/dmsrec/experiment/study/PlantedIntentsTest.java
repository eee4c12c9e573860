package io.github.dmsrec.experiment.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.core.SharedMaterial;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.experiment.report.Report;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Information in the answers of a language model reaches the recommendations, through asking, parsing, encoding, fusion
 * and evaluation; the same answers given to other sessions do not help.
 */
class PlantedIntentsTest {

    @TempDir
    private static Path folder = Path.of("");

    @Test
    @Tag("slow")
    @Timeout(120)
    void whatAnswersTellOfADemoShopIsRecovered() throws IOException {
        Figures figures = study(
                "shop",
                "demo: {sessions: 500}",
                "{dimension: 16, epochs: 8, learning-rate: 0.01, batch-size: 64}",
                20,
                0.9);

        assertThat(figures.both()).isGreaterThan(figures.zero() + 0.1).isGreaterThan(figures.shuffled() + 0.1);
        assertThat(figures.shuffled()).isLessThan(figures.zero() + 0.03);
    }

    @Test
    @Tag("slow")
    @Timeout(3600)
    void whatAnswersTellOfMovieLensIsRecovered() throws IOException {
        Path movies = SharedMaterial.require("data/ml-1m");
        Figures figures = study(
                "ml-1m",
                "srgnn: {folder: '" + movies + "', items: '" + movies.resolve("items.tsv") + "'}",
                "{dimension: 64, epochs: 5}",
                50,
                0.5);

        assertThat(figures.both()).isGreaterThan(figures.zero() + 0.02).isGreaterThan(figures.shuffled() + 0.02);
        assertThat(figures.shuffled()).isLessThan(figures.zero() + 0.005);
    }

    /** Masked MRR@20 of the arms, from 0 to 1. */
    private record Figures(double zero, double shuffled, double both) {}

    private static Figures study(String name, String source, String training, int candidates, double share)
            throws IOException {
        Path work = folder.resolve(name);
        StringWriter said = new StringWriter();
        Report.OnDataset results;
        try (PlantedModel model = PlantedModel.start(work.resolve(name).resolve("data"), share)) {
            Path file = Files.writeString(
                    folder.resolve(name + ".yaml"),
                    String.format(
                            Locale.ROOT,
                            """
                    name: planted
                    work: '%s'
                    seeds: [7]
                    threads: 1
                    workers: 1
                    datasets: {%s: {%s}}
                    training: %s
                    arms: [zero, shuffled, both]
                    methods: {sr-gnn: }
                    candidates: {k: %d}
                    intents: {inferrer: openai, base-url: '%s', model: planted, answer-format: json-schema, concurrency: 8, probe: 0}
                    """,
                            work,
                            name,
                            source,
                            training,
                            candidates,
                            model.baseUrl()));
            Report report = StudyRun.run(
                            StudyFile.read(file, Map.of()),
                            "dmsrec study",
                            List.of(),
                            new Console(new PrintWriter(said), new PrintWriter(said), false))
                    .report();
            results = report.datasets().get(0);
        } catch (UserMistakeException e) {
            throw new AssertionError(said.toString(), e);
        }
        return new Figures(
                masked(results, "sr-gnn zero"), masked(results, "sr-gnn shuffled"), masked(results, "sr-gnn both"));
    }

    private static double masked(Report.OnDataset results, String line) {
        return Optional.ofNullable(results.line(line).orElseThrow().masked().get("MRR@20"))
                .orElseThrow()
                .mean();
    }
}
