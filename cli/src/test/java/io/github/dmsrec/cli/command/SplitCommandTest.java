package io.github.dmsrec.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.datasets.Datasets;
import io.github.dmsrec.datasets.synthetic.SyntheticPlan;
import java.io.IOException;
import java.nio.file.Files;
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
        Datasets.make(SyntheticPlan.shop(3, 200, 5), Path.of(shop), Origin.of("shop", "demo", 3, 1), Progress.NONE);
    }

    @Test
    void aSplitSaysWhatItLeaksAndTheReportSaysItAgain() throws IOException {
        String out = folder.resolve("leave-last").toString();
        Terminal.Result split = Terminal.run("split", shop, "--by", "leave-last", "--out", out);
        assertThat(split.exitCode()).as(split.err()).isZero();
        assertThat(unwrapped(split.out()))
                .containsSubsequence("leaks: ", "The beginning of every test session is trained on")
                .contains("sessions 200, the same in all splits");

        String report = folder.resolve("report").toString();
        String model = folder.resolve("model").toString();
        Terminal.Result trained = Terminal.run("train", "--dataset", out, "--method", "s-knn", "--out", model);
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        Terminal.Result evaluated = Terminal.run("evaluate", "--dataset", out, "--model", model, "--out", report);
        assertThat(evaluated.exitCode()).as(evaluated.err()).isZero();
        assertThat(unwrapped(evaluated.out()))
                .containsOnlyOnce("Split: test: the last click of every session of at least 3 clicks")
                .containsOnlyOnce("What it leaks: ")
                .containsOnlyOnce("The beginning of every test session is trained on");
        JsonNode results = JSON.readTree(Path.of(report).resolve("results.json").toFile());
        assertThat(results.path("datasets")
                        .path(0)
                        .path("dataset")
                        .path("leaks")
                        .asText())
                .contains("The beginning of every test session");
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
    void daysAreCountedBackFromTheLastClick() throws IOException {
        StringBuilder log = new StringBuilder("session,item,time\n");
        for (int session = 0; session < 120; session++) {
            for (int click = 0; click < 3; click++) {
                log.append(String.join(
                                ",",
                                "s" + session,
                                "i" + (session + click) % 5,
                                "" + (1_600_000_000L + session * 43_200L + click)))
                        .append('\n');
            }
        }
        Path csv = Files.writeString(folder.resolve("log.csv"), log);
        String logged = folder.resolve("logged").toString();
        Terminal.Result imported = Terminal.run(
                "import",
                "csv",
                csv.toString(),
                "--session",
                "session",
                "--item",
                "item",
                "--time",
                "time",
                "--out",
                logged);
        assertThat(imported.exitCode()).as(imported.err()).isZero();
        Path out = folder.resolve("days");

        Terminal.Result split = Terminal.run("split", logged, "--by", "days", "--days", "3", "--out", out.toString());

        assertThat(split.exitCode()).as(split.err()).isZero();
        assertThat(unwrapped(split.out())).contains("test: those that end less than 3 days before the last of all");
        SessionDataset dataset = DatasetFolder.read(out);
        assertThat(dataset.sessions(Split.TEST).size()).isEqualTo(6);
        assertThat(dataset.sessions(Split.VALIDATION).size()).isEqualTo(6);
        assertThat(dataset.sessions(Split.TRAIN).size()).isEqualTo(108);
        assertThat(ArtefactFolder.open(out).manifest().options())
                .containsEntry("by", "days")
                .containsEntry("days", "3")
                .doesNotContainKey("test-share");
        Terminal.Result week = Terminal.run("split", logged, "--by", "days", "--out", out.toString());
        assertThat(week.exitCode()).as(week.err()).isZero();
        assertThat(DatasetFolder.read(out).sessions(Split.TEST).size()).isEqualTo(14);
    }

    @Test
    void daysNeedTimesAndNothingElse() {
        Path out = folder.resolve("no-days");
        Terminal.Result timeless = Terminal.run("split", shop, "--by", "days", "--out", out.toString());
        assertThat(timeless.exitCode()).isEqualTo(2);
        assertThat(timeless.err())
                .contains("shop' has no times, so it cannot be split by days.")
                .containsOnlyOnce("Split by time");
        assertThat(timeless.err().lines()).hasSize(2);

        Terminal.Result refused = Terminal.run(
                "split",
                shop,
                "--by",
                "days",
                "--days",
                "0",
                "--test-share",
                "0.2",
                "--validation-share",
                "0.2",
                "--windows",
                "3",
                "--out",
                out.toString());
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .contains("--days is 0 but must be at least 1")
                .contains("--test-share is 0.2, but --by is 'days', which goes by --days")
                .contains("--validation-share is 0.2, but --by is 'days', which goes by --days")
                .contains("--windows is 3, but --by is 'days', which makes none");
        Terminal.Result unused = Terminal.run("split", shop, "--days", "3", "--out", out.toString());
        assertThat(unused.exitCode()).isEqualTo(2);
        assertThat(unused.err()).contains("--days is 3, but --by is 'time', which does not count them");
        assertThat(out).doesNotExist();
    }

    @Test
    void allMistakesAreNamedAndNothingIsWritten() {
        String out = folder.resolve("nothing").toString();
        Terminal.Result refused =
                Terminal.run("split", shop, "--by", "day", "--test-share", "1.5", "--windows", "4", "--out", out);
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .contains("--by is 'day' but must be one of time, days, windows, user, leave-last")
                .contains("--test-share is 1.5 but must lie between 0 and 1")
                .contains("--windows is 4, but --by is 'day'")
                .contains("See 'dmsrec split --help'");
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
