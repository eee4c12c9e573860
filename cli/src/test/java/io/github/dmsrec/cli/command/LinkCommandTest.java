package io.github.dmsrec.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.datasets.Datasets;
import io.github.dmsrec.datasets.synthetic.SyntheticPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code link} from the command line and in files: with its teacher, and without. */
class LinkCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path shared = Path.of("");

    private static String data = "";

    @TempDir
    Path folder = Path.of("");

    @BeforeAll
    static void dataOnDisk() throws IOException {
        data = shared.resolve("data").toString();
        Datasets.make(SyntheticPlan.shop(4, 200, 5), Path.of(data), Origin.of("shop", "test", 1, 1), Progress.NONE);
    }

    private static Terminal.Result train(String method, Path out, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("train", "--dataset", data, "--method", method, "--out", out.toString()));
        arguments.addAll(Arrays.asList(more));
        return Terminal.run(arguments.toArray(String[]::new));
    }

    @Test
    void itTrainsEvaluatesAndRecommendsWithoutItsTeacher() throws IOException {
        Path teacher = folder.resolve("teacher");
        Path link = folder.resolve("link");
        Terminal.Result taught = train("core-ave", teacher, "--epochs", "1", "--dimension", "8", "--threads", "1");
        assertThat(taught.exitCode()).as(taught.err()).isZero();

        Terminal.Result trained = train("link", link, "--set", "teacher=" + teacher, "--set", "teacher-weight=5");
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(trained.err()).contains("ask the teacher", "solve").doesNotContain("the data set has no times");
        ArtefactFolder.deleteTree(teacher);

        Terminal.Result evaluated = Terminal.run("evaluate", "--dataset", data, "--model", link.toString(), "--json");
        assertThat(evaluated.exitCode()).as(evaluated.err()).isZero();
        assertThat(JSON.readTree(evaluated.out()).path("results").findValuesAsText("model"))
                .contains(link.toString());
        Terminal.Result predicted = Terminal.run(
                "predict",
                "--model",
                link.toString(),
                "--dataset",
                data,
                "--out",
                folder.resolve("p.tsv").toString());
        assertThat(predicted.exitCode()).as(predicted.err()).isZero();
        Terminal.Result inspected = Terminal.run("inspect", link.toString());
        assertThat(inspected.out()).contains("teacher-weight", "link");
    }

    @Test
    void mistakesAreOneMessageAndExitCodeTwo() {
        Path out = folder.resolve("link");
        Path sr = folder.resolve("sr");
        assertThat(train("sr", sr).exitCode()).isZero();

        assertRefused(train("link", out), "no teacher is given", "--set teacher=");
        assertRefused(train("link", out, "--set", "teacher=" + folder.resolve("none")), "none");
        assertRefused(
                train("link", out, "--set", "teacher=" + sr), "is a model of sr, but link learns from one neural");
        assertRefused(
                train("link", out, "--intents", data, "--set", "teacher=" + sr), "link knows no intents or texts");
        assertThat(out).doesNotExist();
    }

    @Test
    @Tag("slow")
    void aRunTrainsTheTeacherFirst() throws IOException {
        Path work = folder.resolve("work");
        Path file = Files.writeString(
                folder.resolve("run.yaml"),
                """
                name: taught
                work: %1$s
                threads: 1
                dataset: {path: %2$s}
                training: {epochs: 1, dimension: 8}
                methods:
                  core-ave:
                  link: {base: {teacher: %1$s/core-ave, teacher-weight: 5}}
                """
                        .formatted(work, data));

        Terminal.Result run = Terminal.run("run", file.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(ArtefactFolder.open(work.resolve("link")).manifest().input("teacher"))
                .isPresent();
        Terminal.Result again = Terminal.run("run", file.toString());
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.err()).contains(work.resolve("link") + " is there already");
    }

    private static void assertRefused(Terminal.Result result, String... words) {
        assertThat(result.exitCode()).as(result.err()).isEqualTo(2);
        assertThat(result.err()).contains(words);
    }
}
