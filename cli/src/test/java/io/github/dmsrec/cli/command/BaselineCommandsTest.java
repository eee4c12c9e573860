package io.github.dmsrec.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dmsrec.baseline.Baselines;
import io.github.dmsrec.core.SlowRun;
import io.github.dmsrec.core.io.ParquetFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Baselines by name, from session-rec's files to recommendations, through the command line. */
class BaselineCommandsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NEEDS_TITLES = "title-knn";

    @TempDir
    static Path folder = Path.of("");

    private static Path data = Path.of("");

    @BeforeAll
    static void importLog() throws IOException {
        Path train = folder.resolve("train.txt");
        Path test = folder.resolve("test.txt");
        StringBuilder text = new StringBuilder("SessionId\tItemId\tTime\n");
        for (int session = 1; session <= 40; session++) {
            // Item 7 follows 5 always, 9 follows 6 in every second session.
            int first = session % 2 == 0 ? 5 : 6;
            int then = session % 4 == 1 ? 8 : first == 5 ? 7 : 9;
            text.append(String.format(
                    Locale.ROOT,
                    "%d\t%d\t%d\n%d\t%d\t%d\n",
                    session,
                    first,
                    100 * session,
                    session,
                    then,
                    100 * session + 10));
        }
        // 6 comes after 7, but always something else between them; and metrics at 20 need as many items.
        for (int item = 100; item < 120; item++) {
            text.append(String.format(Locale.ROOT, "%1$d\t7\t%1$d\n%1$d\t%1$d\t%1$d\n%1$d\t6\t%1$d\n", item));
        }
        Files.writeString(train, text);
        Files.writeString(
                test, "SessionId\tItemId\tTime\n90\t5\t9000\n90\t7\t9010\n90\t6\t9020\n91\t6\t9100\n91\t9\t9110\n");
        data = folder.resolve("data");
        Terminal.Result made = Terminal.run(
                "import",
                "session-rec",
                train.toString(),
                test.toString(),
                "--allow-odd-times",
                "--out",
                data.toString());
        assertThat(made.exitCode()).as(made.err()).isZero();
    }

    /** All that need no titles, which session-rec's files have not; by default a third of them. */
    static Stream<String> names() {
        return SlowRun.oneOf(3, Baselines.names().stream().filter(name -> !name.equals(NEEDS_TITLES)));
    }

    @Test
    void aBaselineThatComparesTitlesSaysThatThereAreNone() {
        Path out = folder.resolve("titles");
        Terminal.Result made =
                Terminal.run("train", "--dataset", data.toString(), "--method", NEEDS_TITLES, "--out", out.toString());

        assertThat(made.exitCode()).isEqualTo(2);
        assertThat(made.err())
                .contains(
                        "title-knn compares the titles of items, but none of the 25 items has one.", "--title COLUMN");
        assertThat(out).doesNotExist();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyBaselineTrainsEvaluatesRecommendsAndPredicts(String name) throws IOException {
        Path model = trained(name, folder.resolve(name));

        Terminal.Result evaluated =
                Terminal.run("evaluate", "--dataset", data.toString(), "--model", model.toString(), "--json");
        assertThat(evaluated.exitCode()).as(evaluated.err()).isZero();
        assertThat(JSON.readTree(evaluated.out()).path("results").findValuesAsText("model"))
                .contains(model.toString());

        Terminal.Result recommended = Terminal.run(
                "recommend",
                "--model",
                model.toString(),
                "--session",
                "5",
                "--seen-items",
                "rank",
                "-k",
                "3",
                "--json");
        assertThat(recommended.exitCode()).as(recommended.err()).isZero();
        JsonNode items = JSON.readTree(recommended.out()).path("items");
        if (List.of("sr", "markov", "ar", "item-knn").contains(name)) {
            // Nothing else ever stood in a session with 5.
            assertThat(items.findValuesAsText("id")).containsExactly("7");
        } else {
            assertThat(items.findValuesAsText("id")).contains("5");
        }

        Terminal.Result inspected = Terminal.run("inspect", model.toString());
        assertThat(inspected.exitCode()).as(inspected.err()).isZero();
        assertThat(inspected.out()).contains("learn-from");

        Path file = folder.resolve(name + ".tsv");
        Terminal.Result predicted = Terminal.run(
                "predict", "--model", model.toString(), "--dataset", data.toString(), "--out", file.toString());
        assertThat(predicted.exitCode()).as(predicted.err()).isZero();
        List<String> lines = Files.readAllLines(file);
        assertThat(lines.get(0)).isEqualTo("session\tposition\titems\tscores");
        assertThat(lines.stream().skip(1).map(line -> line.replaceAll("\t[^\t]*\t[^\t]*$", "")))
                .containsExactly("90\t0", "90\t1", "91\t0");
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split("\t", -1);
            double[] scores = Arrays.stream(fields[3].split(","))
                    .filter(score -> !score.isEmpty())
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            assertThat(scores).hasSameSizeAs(fields[2].isEmpty() ? new String[0] : fields[2].split(","));
            for (int rank = 1; rank < scores.length; rank++) {
                assertThat(scores[rank]).isPositive().isLessThanOrEqualTo(scores[rank - 1]);
            }
        }
    }

    @Test
    void parquetHoldsTheSameAsTsv() throws IOException {
        Path model = trained("vs-knn", folder.resolve("for-parquet"));
        Path tsv = folder.resolve("both.tsv");
        Path parquet = folder.resolve("both.parquet");
        for (Path file : List.of(tsv, parquet)) {
            assertThat(Terminal.run(
                                    "predict",
                                    "--model",
                                    model.toString(),
                                    "--dataset",
                                    data.toString(),
                                    "--exclude-session-items",
                                    "-k",
                                    "2",
                                    "--out",
                                    file.toString())
                            .exitCode())
                    .isZero();
        }
        List<String> rows = new ArrayList<>();
        ParquetFiles.query(
                parquet,
                "SELECT session, position, items, scores FROM content",
                row -> rows.add(row.text(0) + "\t" + row.integer(1) + "\t" + String.join(",", row.texts(2)) + "\t"
                        + Arrays.toString(row.numbers(3)).replaceAll("[\\[\\] ]", "")));

        assertThat(rows).isEqualTo(Files.readAllLines(tsv).stream().skip(1).toList());
        assertThat(rows.get(0)).startsWith("90\t0\t7\t");
    }

    @Test
    void networksAreComparedWithTheBestBaselineTrainedOnesAmongThem() throws IOException {
        Path baseline = trained("sr", folder.resolve("sr-to-beat"));
        Path network = folder.resolve("network");
        Terminal.Result made = Terminal.run(
                "train",
                "--dataset",
                data.toString(),
                "--method",
                "stamp",
                "--epochs",
                "1",
                "--dimension",
                "4",
                "--out",
                network.toString());
        assertThat(made.exitCode()).as(made.err()).isZero();
        JsonNode found = JSON.readTree(Terminal.run(
                        "evaluate",
                        "--dataset",
                        data.toString(),
                        "--model",
                        baseline.toString(),
                        "--model",
                        network.toString(),
                        "--json")
                .out());

        assertThat(found.path("differences"))
                .anySatisfy(difference -> assertThat(difference.toString()).contains("\"stamp\"", "\"sr\""));
    }

    @Test
    void aBaselineMayMakeCandidatesCrossFitted() {
        Path model = trained("stan", folder.resolve("generator"));
        Terminal.Result made = Terminal.run(
                "candidates",
                "--dataset",
                data.toString(),
                "--model",
                model.toString(),
                "-k",
                "2",
                "--cross-fit",
                "2",
                "--out",
                folder.resolve("candidates").toString());

        assertThat(made.exitCode()).as(made.err()).isZero();
        assertThat(made.out()).contains("train", "target");
    }

    @ParameterizedTest
    @CsvSource({
        "vs-knn,--epochs,3,Option 'epochs' of vs-knn is not known",
        "vs-knn,--intents,x,knows no intents",
        "vs-knn,--set,neighbours=0,'neighbours' of vs-knn is '0'",
        "knn,--seed,1,Unknown method 'knn'",
    })
    void whatDoesNotBelongToABaselineIsRefused(String name, String option, String value, String message) {
        Path out = folder.resolve("refused");
        Terminal.Result refused = Terminal.run(
                "train", "--dataset", data.toString(), "--method", name, option, value, "--out", out.toString());

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains(message);
        assertThat(out).doesNotExist();
    }

    @Test
    void theFormerNameOfTheOptionIsAnsweredWithTheNewOne() {
        Path out = folder.resolve("former");
        Terminal.Result refused =
                Terminal.run("train", "--dataset", data.toString(), "--backbone", "vs-knn", "--out", out.toString());

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("--backbone is now --method, for all methods alike. Give --method vs-knn.");
        assertThat(out).doesNotExist();
    }

    @Test
    void predictRefusesOtherEndingsAndUnknownSplitsAndTakesKAsACeiling() throws IOException {
        Path model = trained("pop", folder.resolve("pop-for-refusal"));
        Path out = folder.resolve("predictions.csv");
        Terminal.Result ending = Terminal.run(
                "predict", "--model", model.toString(), "--dataset", data.toString(), "--out", out.toString());
        assertThat(ending.exitCode()).isEqualTo(2);
        assertThat(ending.err()).contains("predictions.csv", ".tsv");

        Terminal.Result split = Terminal.run(
                "predict",
                "--model",
                model.toString(),
                "--dataset",
                data.toString(),
                "--split",
                "tests",
                "--out",
                folder.resolve("x.tsv").toString());
        assertThat(split.exitCode()).isEqualTo(2);
        assertThat(split.err()).contains("'tests'");

        Terminal.Result tooMany = Terminal.run(
                "predict",
                "--model",
                model.toString(),
                "--dataset",
                data.toString(),
                "-k",
                "26",
                "--out",
                folder.resolve("x.tsv").toString());
        assertThat(tooMany.exitCode()).as(tooMany.err()).isZero();
        assertThat(Files.readAllLines(folder.resolve("x.tsv"))
                        .get(1)
                        .split("\t", -1)[2]
                        .split(","))
                .hasSize(25);
        assertThat(out).doesNotExist();
    }

    private static Path trained(String name, Path out) {
        Terminal.Result made =
                Terminal.run("train", "--dataset", data.toString(), "--method", name, "--out", out.toString());
        assertThat(made.exitCode()).as(made.err()).isZero();
        return out;
    }
}
