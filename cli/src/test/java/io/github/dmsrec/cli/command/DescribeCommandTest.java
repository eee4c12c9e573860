package io.github.dmsrec.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.datasets.Datasets;
import io.github.dmsrec.datasets.synthetic.SyntheticPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From items that a language model describes to a model that serves with their facets, and with a student, without a call. */
class DescribeCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder = Path.of("");

    @Test
    @Tag("slow")
    void itemsAreDescribedOnceAndIntentsFollowWithoutACall() throws IOException {
        Path data = folder.resolve("data");
        Datasets.make(SyntheticPlan.shop(4, 200, 5), data, Origin.of("shop", "test", 1, 1), Progress.NONE);
        DescribingModel server = DescribingModel.start();
        Path facets = folder.resolve("facets");
        List<String> describe = List.of(
                "describe",
                "--dataset=" + data,
                "--inferrer=openai",
                "--base-url=" + server.baseUrl(),
                "--model=fake",
                "--set=answer-format=json-schema",
                "--set=price-in=1",
                "--out=" + facets);
        int items;
        try {
            Terminal.Result dry = run(describe, "--dry-run", "--rate=2", "--json");
            JsonNode plan = JSON.readTree(dry.out());
            items = plan.path("questions").asInt();
            assertThat(items).isGreaterThan(10);
            assertThat(plan.path("hours").asDouble()).isEqualTo(items / 2.0 / 3600);
            assertThat(server.asked()).isEmpty();
            assertThat(dry.err()).contains("template: goods, because");

            Terminal.Result sample = run(describe, "--sample=3");
            assertThat(sample.out()).contains(" -> purpose: purpose ");
            assertThat(sample.err()).contains("to be asked    3");
            assertThat(server.asked()).hasSize(3);
            assertThat(facets).doesNotExist();

            Terminal.Result kept = run(describe, "--kept-only", "--json");
            assertThat(JSON.readTree(kept.out()).at("/facts/described").asInt()).isEqualTo(3);
            assertThat(server.asked()).hasSize(3);

            Terminal.Result made = run(describe, "--json");
            assertThat(made.err()).contains("to be asked    " + (items - 3)).contains("cost ");
            assertThat(JSON.readTree(made.out()).at("/facts/described").asInt()).isEqualTo(items);
            assertThat(server.asked()).hasSize(items);
            run(describe);
            assertThat(server.asked()).hasSize(items);
            assertThat(run(List.of("inspect", facets.toString())).out()).contains("facets", "the files are as written");
        } finally {
            server.close();
        }
        replayed(data, facets, server.items().size());

        Path base = folder.resolve("base");
        run(List.of("train", "--dataset=" + data, "--method=core-ave", "--epochs=1", "--dimension=8", "--out=" + base));
        Path candidates = folder.resolve("candidates");
        run(List.of("candidates", "--dataset=" + data, "--model=" + base, "-k", "8", "--out=" + candidates));
        Path intents = infer(data, candidates, "of-facets", "item-facets", "--set=facets=" + facets);
        infer(data, candidates, "of-shuffled", "item-facets", "--set=facets=" + facets, "--set=shuffled=true");
        Path learned = infer(data, candidates, "of-student", "student", "--set=teacher=" + intents, "--set=epochs=2");
        JsonNode facts = ArtefactFolder.open(learned).manifest().facts().path("inferrer");
        assertThat(facts.path("sessionVector").asInt()).isEqualTo(8);
        assertThat(facts.at("/cosineWithTeacher/explicit").asDouble()).isBetween(-1.0, 1.0);

        Path fused = fused(data, intents, "fused");
        Path taught = fused(data, learned, "taught");
        run(List.of(
                "train",
                "--dataset=" + data,
                "--method=core-ave",
                "--epochs=1",
                "--dimension=8",
                "--set=item-text=add",
                "--set=item-text-facets=" + facets,
                "--out=" + folder.resolve("with-text")));
        for (Path gone : List.of(facets, intents, learned, candidates, base, folder.resolve("answers"))) {
            ArtefactFolder.deleteTree(gone);
        }
        String session = String.join(",", clicks(data));
        Terminal.Result explained =
                run(List.of("recommend", "--model=" + fused, "--session=" + session, "--explain", "-k", "10"));
        assertThat(explained.out()).contains("intents by item-facets:", "because you looked at: ");
        List<String> recommend =
                List.of("recommend", "--model=" + taught, "--session=" + session, "--explain", "-k", "50");
        assertThat(run(recommend).out()).contains("intents by student:", "because you looked at: ");
        JsonNode student = JSON.readTree(run(recommend, "--json").out());
        assertThat(student.path("items"))
                .allSatisfy(
                        item -> assertThat(student.at("/intents/explicit")).containsAll(item.at("/because/lookedAt")))
                .anySatisfy(item -> assertThat(item.at("/because/lookedAt")).isNotEmpty());
        run(List.of("evaluate", "--dataset=" + data, "--model=" + taught));
    }

    @Test
    void someItemsTellThePaceBeforeTheOthersAreAskedAbout() throws IOException {
        Path data = folder.resolve("data");
        Datasets.make(
                SyntheticPlan.shop(SyntheticPlan.SHOP_THEMES, 50, 5),
                data,
                Origin.of("shop", "test", 1, 1),
                Progress.NONE);
        try (DescribingModel server = DescribingModel.start()) {
            server.refuseOnce();
            Terminal.Result made = run(List.of(
                    "describe",
                    "--dataset=" + data,
                    "--inferrer=openai",
                    "--base-url=" + server.baseUrl(),
                    "--model=fake",
                    "--set=answer-format=json-schema",
                    "--set=attempts=1",
                    "--out=" + folder.resolve("facets")));
            int items = server.items().size();
            assertThat(items).isGreaterThanOrEqualTo(60);
            assertThat(made.err())
                    .containsSubsequence(
                            "to be asked    " + items,
                            "12 items are asked about first",
                            "to be asked    " + (items - 11))
                    .contains("to be asked    " + (items - 11) + ", of them 1 that failed before")
                    .contains(" s (at the pace of the answers so far)")
                    .contains("dollars at 0.15 in, 0.60 out a million tokens");
            assertThat(server.asked())
                    .as("one question failed, and was asked again")
                    .hasSize(items + 1);
        }
    }

    /** The answers of one run serve another, without the endpoint. */
    private void replayed(Path data, Path facets, int items) throws IOException {
        List<String> replay = List.of(
                "describe",
                "--dataset=" + data,
                "--inferrer=replay",
                "--set=from=" + folder.resolve("answers"),
                "--out=" + folder.resolve("replayed"));
        assertThat(refused(replay)).contains("needs the option 'model'");
        assertThat(refused(replay, "--model=other"))
                .contains("has no answer about " + items + " of " + items + " items");
        run(replay, "--model=fake");
        assertThat(ArtefactFolder.open(folder.resolve("replayed")).file("facets.parquet"))
                .hasSameBinaryContentAs(ArtefactFolder.open(facets).file("facets.parquet"));
    }

    @Test
    void mistakesAreOneMessageAndExitCodeTwo() throws IOException {
        Path data = folder.resolve("data");
        Datasets.make(SyntheticPlan.shop(2, 50, 5), data, Origin.of("shop", "test", 1, 1), Progress.NONE);
        List<String> describe = List.of("describe", "--dataset=" + data, "--out=" + folder.resolve("facets"));
        assertThat(refused(describe, "--inferrer=student", "--model=x"))
                .contains("'student' does not ask a language model", "openai, ollama");
        assertThat(refused(describe, "--inferrer=replay", "--model=x", "--set=from=" + folder))
                .contains("'" + folder + "' is no store of answers");
        assertThat(refused(
                        describe,
                        "--inferrer=openai",
                        "--base-url=http://localhost:1/v1",
                        "--model=x",
                        "--template=movies"))
                .contains("There is no template 'movies'");
        assertThat(refused(describe, "--inferrer=openai", "--model=x", "--sample=0"))
                .contains("--sample is 0");
        assertThat(folder.resolve("facets")).doesNotExist();
    }

    private Path infer(Path data, Path candidates, String name, String inferrer, String... more) {
        Path out = folder.resolve(name);
        run(
                List.of(
                        "infer",
                        "--dataset=" + data,
                        "--candidates=" + candidates,
                        "--inferrer=" + inferrer,
                        "--out=" + out),
                more);
        return out;
    }

    private Path fused(Path data, Path intents, String name) {
        Path out = folder.resolve(name);
        run(List.of(
                "train",
                "--dataset=" + data,
                "--method=core-ave",
                "--intents=" + intents,
                "--epochs=1",
                "--dimension=8",
                "--out=" + out));
        return out;
    }

    private static List<String> clicks(Path data) throws IOException {
        return DatasetFolder.read(data).catalogue().items().stream()
                .limit(3)
                .map(Item::id)
                .toList();
    }

    private static Terminal.Result run(List<String> command, String... more) {
        List<String> all = new ArrayList<>(command);
        all.addAll(Arrays.asList(more));
        Terminal.Result result = Terminal.run(all.toArray(String[]::new));
        assertThat(result.exitCode())
                .as(String.join(" ", all) + "\n" + result.err())
                .isZero();
        return result;
    }

    private static String refused(List<String> command, String... more) {
        List<String> all = new ArrayList<>(command);
        all.addAll(Arrays.asList(more));
        Terminal.Result result = Terminal.run(all.toArray(String[]::new));
        assertThat(result.exitCode()).isEqualTo(2);
        return result.err();
    }
}
