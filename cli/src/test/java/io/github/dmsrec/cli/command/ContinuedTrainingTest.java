package io.github.dmsrec.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.datasets.Datasets;
import io.github.dmsrec.datasets.synthetic.SyntheticPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model goes on with items that nobody ever clicked: they stand in a file of items, with titles. */
@Tag("slow")
class ContinuedTrainingTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int THEMES = 6;
    private static final int ITEMS_OF_A_THEME = 24;
    private static final int PLACE_IN_THEME = 8;

    @TempDir
    static Path folder = Path.of("");

    private static Path model = Path.of("");
    private static Catalogue catalogue = new Catalogue(List.of());
    private static Sessions visits = new Sessions(new int[1], new int[0]);

    @BeforeAll
    static void importTrainAndAppend() throws IOException {
        Path made = folder.resolve("shop");
        Datasets.make(SyntheticPlan.shop(THEMES, 1500, 42), made, Origin.of("shop", "a test", 42, 1), Progress.NONE);
        SessionDataset shop = DatasetFolder.read(made);
        catalogue = shop.catalogue();
        visits = shop.allSessions();
        Path items = items("items.csv", item -> !isNew(item.id()));
        run(
                "import",
                "csv",
                log("log.csv", 0, 1000).toString(),
                "--session=visit",
                "--item=sku",
                "--time=at",
                "--min-item-support=1",
                "--items",
                items.toString(),
                "--item-id=sku",
                "--title=name",
                "--out",
                folder.resolve("data").toString());
        model = folder.resolve("model");
        run(
                "train",
                "--dataset",
                folder.resolve("data").toString(),
                "--method=stamp",
                "--dimension=32",
                "--epochs=6",
                "--learning-rate=0.005",
                "--threads=2",
                "--out",
                model.toString());
        Terminal.Result appended = run(
                "dataset",
                "append",
                folder.resolve("data").toString(),
                log("more.csv", 1000, 1500).toString(),
                "--items",
                items("new.csv", item -> isNew(item.id())).toString(),
                "--out",
                folder.resolve("longer").toString());
        assertThat(appended.out()).contains("6 new items (6 never clicked)");
    }

    private static Terminal.Result run(String... arguments) {
        Terminal.Result result = Terminal.run(arguments);
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result;
    }

    /** The shop's visits {@code from..to-1}, without the clicks on new items. */
    private static Path log(String name, int from, int to) throws IOException {
        StringBuilder log = new StringBuilder("visit,sku,at\n");
        for (int s = from; s < to; s++) {
            for (int i = 0; i < visits.length(s); i++) {
                String id = catalogue.id(visits.item(s, i));
                if (!isNew(id)) {
                    log.append(String.format(Locale.ROOT, "v%d,%s,%d\n", s, id, 1_700_000_000L + 100L * s + i));
                }
            }
        }
        return Files.writeString(folder.resolve(name), log);
    }

    private static Path items(String name, Predicate<Item> wanted) throws IOException {
        StringBuilder items = new StringBuilder("sku,name\n");
        catalogue.items().stream()
                .filter(wanted)
                .forEach(item ->
                        items.append(item.id()).append(',').append(item.title()).append('\n'));
        return Files.writeString(folder.resolve(name), items);
    }

    private static int indexInShop(String id) {
        return Integer.parseInt(id) - 1001;
    }

    /** One item of every theme is new. */
    private static boolean isNew(String id) {
        return indexInShop(id) % ITEMS_OF_A_THEME == PLACE_IN_THEME;
    }

    private static String id(int theme, int place) {
        return catalogue.id(theme * ITEMS_OF_A_THEME + place);
    }

    @Test
    @Tag("slow")
    void theirTitlesMakeThemRecommendedAndTheMeanDoesNot() throws IOException {
        Path fromText = folder.resolve("from-text");
        Terminal.Result text = goOn(fromText);
        assertThat(text.err())
                .contains("138 items keep their vectors, 6 are new", "new items start from their titles")
                .doesNotContain("nothing says");
        assertThat(text.out())
                .contains("6 items that no training session clicks have the vector that their titles tell");
        Path fromMean = folder.resolve("from-mean");
        goOn(fromMean, "--new-items", "mean");

        for (int theme = 0; theme < THEMES; theme++) {
            assertThat(recommended(fromText, theme)).contains(id(theme, PLACE_IN_THEME));
            assertThat(recommended(fromMean, theme)).doesNotContain(id(theme, PLACE_IN_THEME));
        }
    }

    @Test
    void theModelBeforeSkipsTheUnknownItem() {
        String unknown = id(1, PLACE_IN_THEME);
        Terminal.Result result = Terminal.run(
                "recommend", "--model", model.toString(), "--session", id(1, 4) + "," + unknown, "-k", "5");

        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).contains("the model knows no item '" + unknown + "'; it is skipped.");
        assertThat(result.out().lines().filter(line -> line.matches(" +[1-5]\\. .*")))
                .hasSize(5);
    }

    /** The ids of the 20 items of 144 that a session gets that clicked others of a theme and style. */
    private static List<String> recommended(Path of, int theme) throws IOException {
        String session = String.join(",", id(theme, 4), id(theme, 6), id(theme, 10));
        Terminal.Result result = Terminal.run(
                "recommend", "--model", of.toString(), "--session", session, "--seen-items", "rank", "--json");
        assertThat(result.exitCode()).as(result.err()).isZero();
        return JSON.readTree(result.out()).path("items").findValuesAsText("id");
    }

    private static Terminal.Result goOn(Path out, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "train",
                "--from",
                model.toString(),
                "--dataset",
                folder.resolve("longer").toString(),
                "--epochs=3",
                "--threads=2",
                "--out",
                out.toString()));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(new String[0]));
    }

    @Test
    void aModelOfTheShorterDataSetIsToldHowItGoesOn() {
        String longer = folder.resolve("longer").toString();

        assertRefused(
                Terminal.run("evaluate", "--dataset", longer, "--model", model.toString()),
                "is that data set with later logs appended",
                "dmsrec train --from " + model + " --dataset " + longer,
                "dmsrec predict --sessions");
    }

    @Test
    void aSecondAppendReadsAsTheFirst() throws IOException {
        Path again = folder.resolve("again.csv");
        Files.writeString(
                again,
                Files.readString(log("tail.csv", 1400, 1500))
                        .replace("v", "w")
                        .replace("wisit", "visit")
                        .replace(",1700", ",1710"));
        Path out = folder.resolve("longest");
        run("dataset", "append", folder.resolve("longer").toString(), again.toString(), "--out", out.toString());

        JsonNode manifest = JSON.readTree(out.resolve("manifest.json").toFile());
        assertThat(manifest.path("facts").path("lineage").path("parents").findValuesAsText("name"))
                .containsExactly("longer", "data");
        assertThat(manifest.path("options").path("read-as").asText())
                .startsWith("csv --session visit --item sku --time at --min-item-support 1")
                .contains("new.csv");

        Terminal.Result training = Terminal.run(
                "train",
                "--from",
                model.toString(),
                "--dataset",
                folder.resolve("data").toString(),
                "--epochs=1",
                "--out",
                folder.resolve("same").toString());
        assertThat(training.err()).contains("0 are new").doesNotContain("nothing says");
    }

    @Test
    void aDataSetThatNoLogReaderMadeWantsToKnowHow() throws IOException {
        Path demo = folder.resolve("demo");
        Datasets.make(
                SyntheticPlan.shop(THEMES, 100, 42),
                demo,
                Origin.of("demo", "dmsrec quickstart", 42, 1),
                Progress.NONE);
        Terminal.Result unknown = Terminal.run(
                "dataset",
                "append",
                demo.toString(),
                folder.resolve("log.csv").toString(),
                "--out",
                folder.resolve("x").toString());
        assertRefused(unknown, "'dmsrec quickstart', which does not say how new logs are read", "--as csv");

        Terminal.Result joined = Terminal.run(
                "dataset",
                "append",
                "--as",
                "csv",
                demo.toString(),
                folder.resolve("log.csv").toString(),
                "--session=visit",
                "--item=sku",
                "--out",
                folder.resolve("demo-2").toString());
        assertThat(joined.exitCode()).as(joined.err()).isZero();
        assertThat(joined.out()).contains("0 new items");
    }

    @Test
    void whatCannotGoOnIsRefused() {
        String longer = folder.resolve("longer").toString();
        String out = folder.resolve("refused").toString();
        Path baseline = folder.resolve("baseline");
        assertThat(Terminal.run("train", "--dataset", longer, "--method", "s-knn", "--out", baseline.toString())
                        .exitCode())
                .isZero();

        assertRefused(
                Terminal.run("train", "--dataset", longer, "--from", baseline.toString(), "--out", out),
                "is a model of s-knn, which is learned in one pass");
        assertRefused(
                Terminal.run(
                        "train", "--dataset", longer, "--from", model.toString(), "--method", "narm", "--out", out),
                "--method is narm, but",
                "is a model of stamp");
        assertRefused(
                Terminal.run(
                        "train",
                        "--dataset",
                        longer,
                        "--from",
                        model.toString(),
                        "--recipe",
                        "published",
                        "--out",
                        out),
                "--recipe published is given with --from");
        assertRefused(
                Terminal.run("train", "--dataset", longer, "--from", model.toString(), "--item-text", "--out", out),
                "item-text is add, but");
        assertRefused(
                Terminal.run("train", "--dataset", longer, "--method", "narm", "--new-items", "mean", "--out", out),
                "--new-items mean is given without --from");
        assertThat(Path.of(out)).doesNotExist();
    }

    private static void assertRefused(Terminal.Result result, String... words) {
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains(words).doesNotContain("Exception");
    }
}
