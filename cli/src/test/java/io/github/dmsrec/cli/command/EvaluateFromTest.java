package io.github.dmsrec.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Fingerprint;
import io.github.dmsrec.core.artefact.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recommendations made elsewhere beside models, through the command line. */
class EvaluateFromTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder = Path.of("");

    private static String data = "";
    private static String model = "";

    @BeforeAll
    static void trainABaseline() throws IOException {
        StringBuilder train = new StringBuilder("SessionId\tItemId\tTime\n");
        for (int session = 1; session <= 80; session++) {
            for (int click = 0; click < 4; click++) {
                int item = (session * 7 + click * (1 + session % 3)) % 30;
                train.append(String.format(Locale.ROOT, "%d\t%d\t%d\n", session, item, 100 * session + click));
            }
        }
        StringBuilder test = new StringBuilder("SessionId\tItemId\tTime\n");
        for (int session = 90; session < 100; session++) {
            for (int click = 0; click < 2 + session % 4; click++) {
                test.append(String.format(
                        Locale.ROOT, "%d\t%d\t%d\n", session, (session * 5 + click * 2) % 30, 100 * session + click));
            }
        }
        Path trainFile = Files.writeString(folder.resolve("train.txt"), train);
        Path testFile = Files.writeString(folder.resolve("test.txt"), test);
        data = folder.resolve("data").toString();
        model = folder.resolve("model").toString();
        succeed("import", "session-rec", trainFile.toString(), testFile.toString(), "--allow-odd-times", "--out", data);
        succeed("train", "--dataset", data, "--method", "vs-knn", "--out", model);
    }

    @Test
    void whatAModelPredictedScoresAsTheModelInEveryFormat() throws IOException {
        String tsv = folder.resolve("mine.tsv").toString();
        String parquet = folder.resolve("other.parquet").toString();
        for (String file : List.of(tsv, parquet)) {
            succeed("predict", "--model", model, "--dataset", data, "-k", "30", "--out", file);
        }
        String csv = folder.resolve("third.csv").toString();
        Files.write(Path.of(csv), sessionRec(Files.readAllLines(Path.of(tsv))));
        Path report = folder.resolve("report");

        Terminal.Result evaluated = succeed(
                "evaluate",
                "--dataset",
                data,
                "--model",
                model,
                "--from",
                tsv,
                "--from",
                parquet,
                "--from",
                csv,
                "--out",
                report.toString(),
                "--json");

        JsonNode json = JSON.readTree(evaluated.out());
        Map<String, JsonNode> results = new HashMap<>();
        json.path("results").forEach(result -> results.put(keyOf(result), result));
        for (String seenItems : List.of("ranked", "masked")) {
            JsonNode expected = results.getOrDefault(model + " " + seenItems, JSON.nullNode());
            assertThat(expected.path("metrics").path("MRR@20").asDouble()).isBetween(0.01, 0.99);
            for (String file : List.of(tsv, parquet, csv)) {
                JsonNode found = results.getOrDefault(file + " " + seenItems, JSON.nullNode());
                assertThat(found.path("metrics")).as(file).isEqualTo(expected.path("metrics"));
                assertThat(found.path("breadth")).as(file).isEqualTo(expected.path("breadth"));
            }
        }
        assertThat(json.path("results").findValuesAsText("name")).contains("mine", "other", "third");
        // Compared with the best baseline, and never taken for one.
        assertThat(json.path("differences").findValuesAsText("model")).contains("mine", "other", "third");
        assertThat(json.path("differences").findValuesAsText("reference")).doesNotContain("mine", "other", "third");
        assertThat(json.path("findings").toString()).contains("Recommendations made elsewhere: mine, other, third.");
        assertThat(ArtefactFolder.open(report).manifest().inputs().stream()
                        .filter(input -> input.role().equals("recommendations"))
                        .map(Manifest.Input::fingerprint))
                .containsExactly(
                        Fingerprint.ofFile(Path.of(tsv)),
                        Fingerprint.ofFile(Path.of(parquet)),
                        Fingerprint.ofFile(Path.of(csv)));
    }

    @Test
    void oneModelIsTheReferenceOfAllOthers() throws IOException {
        String counts = folder.resolve("counts").toString();
        String other = folder.resolve("sr").toString();
        succeed("train", "--dataset", data, "--method", "item-knn", "--out", counts);
        succeed("train", "--dataset", data, "--method", "sr", "--out", other);
        JsonNode json = JSON.readTree(succeed(
                        "evaluate",
                        "--dataset",
                        data,
                        "--model",
                        model,
                        "--model",
                        counts,
                        "--model",
                        other,
                        "--reference",
                        counts,
                        "--json")
                .out());
        List<String> compared = new ArrayList<>();
        for (JsonNode difference : json.path("differences")) {
            if (difference.path("reference").asText().equals("item-knn")) {
                assertThat(difference.path("question").asText()).isEqualTo("more than the model of choice");
                compared.add(difference.path("model").asText());
            }
        }
        // HR@20 and MRR@20, seen items ranked and masked.
        assertThat(compared).hasSize(8).containsOnly("vs-knn", "sr");

        Terminal.Result refused = Terminal.run("evaluate", "--dataset", data, "--model", model, "--reference", counts);
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("--reference '" + counts + "' is none of the models.");
    }

    @Test
    void aFileWithAMistakeOrGivenTwiceIsRefusedBeforeAnythingIsEvaluated() throws IOException {
        String file = folder.resolve("whole.tsv").toString();
        succeed("predict", "--model", model, "--dataset", data, "--out", file);
        Terminal.Result twice = Terminal.run("evaluate", "--dataset", data, "--from", file, "--from", file);
        assertThat(twice.exitCode()).isEqualTo(2);
        assertThat(twice.err()).contains("whole.tsv' is given twice", "Name each file once.");

        Path cut = folder.resolve("cut.tsv");
        Files.write(cut, Files.readAllLines(Path.of(file)).subList(0, 4));
        Path report = folder.resolve("no-report");
        Terminal.Result refused =
                Terminal.run("evaluate", "--dataset", data, "--from", cut.toString(), "--out", report.toString());
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .contains("cut.tsv' has no recommendations for ", " and others.", "a row without recommendations");
        assertThat(report).doesNotExist();
    }

    /** As session-rec would have it, with a column more and the last line first. */
    private static List<String> sessionRec(List<String> lines) {
        List<String> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split("\t", -1);
            rows.add(fields[0] + ";1.5;" + fields[1] + ";" + fields[2] + ";" + fields[3]);
        }
        Collections.reverse(rows);
        rows.add(0, "SessionId;Time;Position;Recommendations;Scores");
        return rows;
    }

    private static String keyOf(JsonNode result) {
        return result.path("model").asText() + " " + result.path("seenItems").asText();
    }

    private static Terminal.Result succeed(String... arguments) {
        Terminal.Result result = Terminal.run(arguments);
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result;
    }
}
