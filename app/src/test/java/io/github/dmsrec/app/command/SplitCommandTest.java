package io.github.dmsrec.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dmsrec.core.Progress;
import io.github.dmsrec.core.provenance.Origin;
import io.github.dmsrec.datasets.Datasets;
import io.github.dmsrec.datasets.make.MadePlan;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SplitCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder = Path.of("");

    private static String shop = "";

    @BeforeAll
    static void openTheShop() throws IOException {
        shop = folder.resolve("shop").toString();
        Datasets.make(MadePlan.shop(3, 200, 5), Path.of(shop), Origin.of("shop", "demo", 3, 1), Progress.NONE);
    }

    @Test
    void aSplitSaysWhatItLeaksAndTheReportSaysItAgain() throws IOException {
        String out = folder.resolve("leave-last").toString();
        Terminal.Result split = Terminal.run("split", shop, "--by", "leave-last", "--out", out);
        assertThat(split.exitCode()).as(split.err()).isZero();
        assertThat(unwrapped(split.out()))
                .contains("leaks: The beginning of every test session is trained on")
                .contains("sessions 200, the same in all splits");

        String report = folder.resolve("report").toString();
        String model = folder.resolve("model").toString();
        Terminal.Result trained = Terminal.run("train", "--dataset", out, "--backbone", "s-knn", "--out", model);
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        Terminal.Result evaluated = Terminal.run("evaluate", "--dataset", out, "--model", model, "--out", report);
        assertThat(evaluated.exitCode()).as(evaluated.err()).isZero();
        assertThat(unwrapped(evaluated.out()))
                .containsOnlyOnce("Split: test: the last click of every session of at least 3 clicks")
                .containsOnlyOnce("What it leaks: The beginning of every test session is trained on");
        JsonNode results = JSON.readTree(Path.of(report).resolve("results.json").toFile());
        assertThat(results.path("dataset").path("leaks").asText()).startsWith("The beginning of every test session");
    }

    @Test
    void windowsAreListedAndWhatIsTakenForGrantedIsAWarning() throws IOException {
        String out = folder.resolve("windows").toString();
        Terminal.Result split =
                Terminal.run("split", shop, "--by", "windows", "--windows", "3", "--out", out, "--json");

        assertThat(split.exitCode()).as(split.err()).isZero();
        assertThat(split.err()).contains("warning: the data set has no times");
        JsonNode datasets = JSON.readTree(split.out()).path("datasets");
        assertThat(datasets).hasSize(3);
        assertThat(datasets.path(2).path("path").asText())
                .isEqualTo(Path.of(out, "window-3").toString());
        assertThat(datasets.path(0).path("facts").path("leaks").asText()).contains("not independent trials");
    }

    @Test
    void allMistakesAreNamedAndNothingIsWritten() {
        String out = folder.resolve("nothing").toString();
        Terminal.Result refused =
                Terminal.run("split", shop, "--by", "day", "--test-share", "1.5", "--windows", "4", "--out", out);
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .contains("--by is 'day' but must be one of time, windows, user, leave-last")
                .contains("--test-share is 1.5 but must lie between 0 and 1")
                .contains("--windows is 4, but --by is 'day'")
                .contains("Maybe ");
        Terminal.Result unused =
                Terminal.run("split", shop, "--by", "leave-last", "--validation-share", "0.2", "--out", out);
        assertThat(unused.err()).contains("--validation-share is 0.2, but --by is 'leave-last'");
        Terminal.Result tooMany = Terminal.run("split", shop, "--by", "windows", "--windows", "100", "--out", out);
        assertThat(tooMany.exitCode()).isEqualTo(2);
        assertThat(tooMany.err()).contains("window-1: of 2 sessions, validation gets 0");
        assertThat(Path.of(out)).doesNotExist();
    }

    private static String unwrapped(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
