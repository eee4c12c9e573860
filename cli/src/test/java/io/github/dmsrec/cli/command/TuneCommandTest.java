package io.github.dmsrec.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuneCommandTest {

    private static final String SHOP =
            """
            name: shop
            dataset: {demo: {themes: 4, sessions: 200}}
            budget: {trials: 2, epochs: 2}
            methods:
              markov:
              s-knn:
                neighbours: {from: 5, to: 100}
              sr-gnn:
                dimension: 8
                item-dropout: [0, 0.2]
            """;

    @Test
    void theDemoShopIsTunedFromAFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("tune.yaml");
        Files.writeString(file, SHOP);
        Path work = folder.resolve("work");
        String[] command = {
            "tune",
            file.toString(),
            "--work",
            work.toString(),
            "--workers",
            "1",
            "--seed",
            "9",
            "--threads",
            "1",
            "--json"
        };

        Terminal.Result look = Terminal.run("tune", file.toString(), "--work", work.toString(), "--dry-run");
        assertThat(look.exitCode()).as(look.err()).isZero();
        assertThat(look.out()).contains("make        sr-gnn/trial-1", "0 of 6 steps are done", "Memory: up to ");
        assertThat(work).doesNotExist();

        Terminal.Result tuned = Terminal.run(command);

        assertThat(tuned.exitCode()).as(tuned.err()).isZero();
        JsonNode json = new ObjectMapper().readTree(tuned.out());
        assertThat(json.path("methods").findValuesAsText("method")).containsExactly("markov", "s-knn", "sr-gnn");
        assertThat(json.path("methods").findValuesAsText("trials")).containsExactly("1", "2", "2");
        assertThat(json.path("seed").asLong()).isEqualTo(9);
        assertThat(json.path("methods").get(2).path("options").path("dimension").asText())
                .isEqualTo("8");
        assertThat(work.resolve("trials.jsonl")).exists();
        assertThat(work.resolve("best.yaml")).content().contains("  s-knn:\n    neighbours: ");

        Terminal.Result again = Terminal.run(command);
        assertThat(again.out()).isEqualTo(tuned.out());
        assertThat(again.err()).doesNotContain("trial");
    }

    @Test
    void whatIsWrongInTheFileIsTold(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("tune.yaml");
        Files.writeString(file, SHOP);

        Terminal.Result refused = Terminal.run("tune", file.toString(), "--set", "methods.s-knn.neighbours=0");

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .contains(
                        "--set methods.s-knn.neighbours: methods.s-knn.neighbours: '0' is not allowed. Use an integer");
    }
}
