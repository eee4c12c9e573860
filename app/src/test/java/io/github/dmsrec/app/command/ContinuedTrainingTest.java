package io.github.dmsrec.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dmsrec.app.demo.DemoShop;
import io.github.dmsrec.core.data.DatasetFolder;
import io.github.dmsrec.core.provenance.Origin;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model goes on with items that nobody ever clicked: they stand in the catalogue, with titles. */
class ContinuedTrainingTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int THEMES = 6;
    private static final int ITEMS_OF_A_THEME = 24;
    private static final int PLACE_IN_THEME = 8;
    private static final DemoShop SHOP = DemoShop.generate(THEMES, 1500, 42);

    @TempDir
    static Path folder = Path.of("");

    private static Path model = Path.of("");

    @BeforeAll
    static void trainWithoutTheItems() throws IOException {
        List<Item> all = SHOP.catalogue().items();
        List<Item> old = all.stream().filter(item -> !isNew(item.id())).toList();
        List<Item> longer = new ArrayList<>(old);
        all.stream().filter(item -> isNew(item.id())).forEach(longer::add);
        Catalogue catalogue = new Catalogue(old);
        List<int[]> clicks = new ArrayList<>();
        for (int s = 0; s < SHOP.sessions().size(); s++) {
            int[] known = Arrays.stream(SHOP.sessions().items(s))
                    .mapToObj(item -> catalogue.indexOf(all.get(item).id()))
                    .flatMapToInt(OptionalInt::stream)
                    .toArray();
            if (known.length > 1) {
                clicks.add(known);
            }
        }
        Sessions sessions = Sessions.of(clicks);
        write("data", old, sessions);
        write("longer", longer, sessions);
        model = folder.resolve("model");
        Terminal.Result trained = Terminal.run(
                "train",
                "--dataset",
                folder.resolve("data").toString(),
                "--backbone",
                "stamp",
                "--dimension=32",
                "--epochs=6",
                "--learning-rate=0.005",
                "--threads=2",
                "--out",
                model.toString());
        assertThat(trained.exitCode()).as(trained.err()).isZero();
    }

    private static int indexInShop(String id) {
        return Integer.parseInt(id) - 1001;
    }

    /** One item of every theme is new. */
    private static boolean isNew(String id) {
        return indexInShop(id) % ITEMS_OF_A_THEME == PLACE_IN_THEME;
    }

    private static String id(int theme, int place) {
        return SHOP.catalogue().id(theme * ITEMS_OF_A_THEME + place);
    }

    private static void write(String name, List<Item> items, Sessions sessions) throws IOException {
        int validation = sessions.size() * 8 / 10;
        int test = sessions.size() * 9 / 10;
        SessionDataset dataset = new SessionDataset(
                name,
                "unknown",
                new Catalogue(items),
                Map.of(
                        Split.TRAIN, Examples.everyPrefixOf(sessions.range(0, validation)),
                        Split.VALIDATION, Examples.everyPrefixOf(sessions.range(validation, test)),
                        Split.TEST, Examples.everyPrefixOf(sessions.range(test, sessions.size()))));
        DatasetFolder.write(folder.resolve(name), dataset, Origin.of(name, "test", 42, 1), Map.of());
    }

    @Test
    void theirTitlesMakeThemRecommendedAndTheMeanDoesNot() throws IOException {
        Path fromText = folder.resolve("from-text");
        Terminal.Result text = goOn(fromText);
        assertThat(text.err())
                .contains("138 items keep their vectors, 6 are new", "new items start from their titles")
                .contains("nothing tells that the validation and test sessions");
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
        Terminal.Result result = Terminal.run("recommend", "--model", of.toString(), "--session", session, "--json");
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
        Terminal.Result result = Terminal.run(arguments.toArray(new String[0]));
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result;
    }

    @Test
    void whatCannotGoOnIsRefused() {
        String longer = folder.resolve("longer").toString();
        String out = folder.resolve("refused").toString();
        Path baseline = folder.resolve("baseline");
        assertThat(Terminal.run("train", "--dataset", longer, "--backbone", "s-knn", "--out", baseline.toString())
                        .exitCode())
                .isZero();

        assertRefused(
                Terminal.run("train", "--dataset", longer, "--from", baseline.toString(), "--out", out),
                "is the baseline s-knn");
        assertRefused(
                Terminal.run(
                        "train", "--dataset", longer, "--from", model.toString(), "--backbone", "narm", "--out", out),
                "--backbone is narm, but",
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
                Terminal.run("train", "--dataset", longer, "--out", out), "Neither --backbone nor --from is given");
        assertRefused(
                Terminal.run("train", "--dataset", longer, "--backbone", "narm", "--new-items", "mean", "--out", out),
                "--new-items mean is given without --from");
        assertThat(Path.of(out)).doesNotExist();
    }

    private static void assertRefused(Terminal.Result result, String... words) {
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains(words).contains("Maybe ");
    }
}
