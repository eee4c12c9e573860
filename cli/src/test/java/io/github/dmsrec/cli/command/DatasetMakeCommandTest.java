package io.github.dmsrec.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetMakeCommandTest {

    @TempDir
    Path folder = Path.of("");

    @Test
    void makesADataSetThatCommandsRead() throws IOException {
        String out = folder.resolve("made").toString();
        Terminal.Result made = Terminal.run(
                "dataset",
                "make",
                "--events",
                "3000",
                "--items",
                "200",
                "--intents",
                "5",
                "--signal",
                "0.8",
                "--out",
                out,
                "--json");

        assertThat(made.exitCode()).as(made.err()).isZero();
        JsonNode facts = new ObjectMapper().readTree(made.out()).path("facts");
        assertThat(facts.path("made").path("intents").asInt()).isEqualTo(5);
        assertThat(facts.path("made").path("signal").asDouble()).isEqualTo(0.8);
        assertThat(facts.path("statistics").path("items").asInt()).isEqualTo(200);
        Terminal.Result trained = Terminal.run(
                "train",
                "--dataset",
                out,
                "--method",
                "s-knn",
                "--out",
                folder.resolve("model").toString());
        assertThat(trained.exitCode()).as(trained.err()).isZero();
    }

    @Test
    void makesALogAndOverwritesNothing() {
        String out = folder.resolve("log").toString();
        Terminal.Result made = Terminal.run("dataset", "make", "--events", "1000", "--as", "csv", "--out", out);

        assertThat(made.exitCode()).as(made.err()).isZero();
        assertThat(folder.resolve("log/clicks.csv")).isNotEmptyFile();
        assertThat(made.out()).contains("clicks.csv", "items.csv");
        Terminal.Result again = Terminal.run("dataset", "make", "--events", "1000", "--as", "csv", "--out", out);
        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.err()).contains("exists, so it is not overwritten");
    }

    @Test
    void allMistakesAreNamedAtOnce() {
        String out = folder.resolve("nothing").toString();
        Terminal.Result refused = Terminal.run(
                "dataset",
                "make",
                "--events",
                "10",
                "--items",
                "1",
                "--intents",
                "9",
                "--sessions-exponent",
                "1",
                "--items-exponent",
                "1",
                "--signal",
                "2",
                "--as",
                "xml",
                "--out",
                out);

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .contains("--events is 10 but must be from 1000")
                .contains("--items is 1 ", "--intents is 9 ", "--sessions-exponent is 1.0 ", "--items-exponent is 1.0 ")
                .contains(
                        "--signal is 2.0 ",
                        "--as is 'xml' but must be csv or parquet",
                        "See 'dmsrec dataset make --help'.");
        assertThat(Path.of(out)).doesNotExist();
    }
}
