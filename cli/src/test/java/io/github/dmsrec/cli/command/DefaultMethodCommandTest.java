package io.github.dmsrec.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.datasets.Datasets;
import io.github.dmsrec.datasets.synthetic.SyntheticPlan;
import io.github.dmsrec.experiment.study.RunFile;
import io.github.dmsrec.experiment.study.Study;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train} without a method, and with a preset. */
class DefaultMethodCommandTest {

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

    @Test
    void withoutAMethodOneIsChosenAndTheReasonIsTold() {
        Path out = folder.resolve("model");

        Terminal.Result trained = Terminal.run("train", "--dataset", data, "--out", out.toString());

        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(trained.err()).contains("method: slist (").contains("--method NAME chooses another");
        assertThat(ArtefactFolder.open(out).manifest().options()).containsEntry("method", "slist");
    }

    @Test
    void aShopWhoseSessionsComeBackGetsANetworkThatRanksClickedItems() throws IOException {
        List<Item> items = new ArrayList<>();
        for (int item = 0; item < 201; item++) {
            items.add(new Item("i" + item, "", Map.of()));
        }
        Path returning = folder.resolve("returning");
        SessionDataset dataset = new SessionDataset(
                "returning",
                "returning",
                new Catalogue(items),
                Map.of(
                        Split.TRAIN, comingBack(2_500),
                        Split.VALIDATION, comingBack(20),
                        Split.TEST, comingBack(20)));
        DatasetFolder.write(returning, dataset, Origin.of("returning", "test", 1, 1), Map.of());
        Path out = folder.resolve("model");

        Terminal.Result trained = trainShortly(returning, out);

        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(trained.err())
                .contains(
                        "method: core-trm (201 items, 10,000 targets, few titles; 50.0 % of the targets repeat a clicked")
                .contains("trained again with the validation sessions unless --set refit=false", "--seen-items rank");
        assertThat(ArtefactFolder.open(out).manifest().options())
                .containsEntry("method", "core-trm")
                .containsEntry("select-by", "ranked")
                .containsEntry("refit", "true")
                .containsEntry("dimension", "8");
        assertThat(ArtefactFolder.open(out)
                        .manifest()
                        .facts()
                        .path("refit")
                        .path("epochs")
                        .asInt())
                .isOne();

        Path once = folder.resolve("once");
        Terminal.Result trainedOnce = trainShortly(returning, once, "--set", "refit=false");

        assertThat(trainedOnce.exitCode()).as(trainedOnce.err()).isZero();
        assertThat(trainedOnce.err()).doesNotContain("trained again");
        assertThat(ArtefactFolder.open(once).manifest().facts().has("refit")).isFalse();
    }

    private static Terminal.Result trainShortly(Path dataset, Path out, String... more) {
        List<String> arguments = new ArrayList<>(List.of("train", "--dataset", dataset.toString()));
        arguments.addAll(List.of("--epochs", "1", "--dimension", "8", "--out", out.toString()));
        arguments.addAll(List.of(more));
        return Terminal.run(arguments.toArray(String[]::new));
    }

    private static Examples comingBack(int sessions) {
        List<int[]> clicks = new ArrayList<>();
        for (int session = 0; session < sessions; session++) {
            int first = session % 200;
            clicks.add(new int[] {first, first + 1, first, first + 1, (first + 2) % 201});
        }
        return Examples.everyPrefixOf(Sessions.of(clicks));
    }

    @Test
    void whatBelongsToAMethodNeedsItsName() {
        String out = folder.resolve("model").toString();

        assertRefused(
                Terminal.run("train", "--dataset", data, "--preset", "small-catalogue", "--out", out),
                "--preset small-catalogue is given without a method");
        assertRefused(
                Terminal.run("train", "--dataset", data, "--recipe", "published", "--out", out),
                "--recipe published is given without a method");
        assertRefused(
                Terminal.run("train", "--dataset", data, "--intents", data, "--out", out),
                "--intents is given without --method");
        assertRefused(
                Terminal.run("train", "--dataset", data, "--method", "sr-gnn", "--preset", "large", "--out", out),
                "sr-gnn has no preset 'large'",
                "small-catalogue of sasrec");
    }

    @Test
    void aPresetIsRecordedAsPlainOptionsAndSingleOptionsReplaceIt() {
        Path out = folder.resolve("model");

        Terminal.Result trained = Terminal.run(
                "train",
                "--dataset",
                data,
                "--method",
                "sasrec",
                "--preset",
                "small-catalogue",
                "--epochs",
                "1",
                "--dimension",
                "8",
                "--out",
                out.toString());

        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(ArtefactFolder.open(out).manifest().options())
                .containsEntry("positions", "from-start")
                .containsEntry("dimension", "8")
                .containsEntry("epochs", "1")
                .doesNotContainKey("preset");
        assertThat(Terminal.run("train", "--help").out()).contains("Presets, for --preset NAME", "small-catalogue");
    }

    @Test
    void aFileNamesAPresetAndReplacesSingleValues() {
        String text =
                """
                name: preset
                dataset: {demo: {themes: 4, sessions: 200}}
                methods:
                  sasrec:
                    base: {dimension: 16, preset: small-catalogue}
                intents: {inferrer: none}
                """;
        Study run = RunFile.parse("p.yaml", text, Map.of());

        assertThat(run.datasets()
                        .get(0)
                        .methods()
                        .get(0)
                        .arms()
                        .get(0)
                        .variants()
                        .get(0)
                        .toMap())
                .containsEntry("dimension", "16")
                .containsEntry("positions", "from-start");
    }

    /** Nothing of the data set is read: there is none. */
    @Test
    void optionsWithoutEffectAndImpossibleOnesAreRefusedBeforeTheDataAreRead() {
        String none = folder.resolve("none").toString();
        String out = folder.resolve("model").toString();

        assertRefused(
                Terminal.run(
                        "train",
                        "--dataset",
                        none,
                        "--method",
                        "sasrec",
                        "--set",
                        "item-text-columns=brand",
                        "--out",
                        out),
                "'item-text-columns=brand' has no effect with item-text=none");
        assertRefused(
                Terminal.run(
                        "train", "--dataset", none, "--method", "sasrec", "--set", "item-text=concat", "--out", out),
                "item-text is to have 50 numbers for each item, but the encoder gives 384",
                "Add item-text-reduction=whiten");
        assertRefused(
                Terminal.run(
                        "train",
                        "--dataset",
                        none,
                        "--method",
                        "sasrec",
                        "--set",
                        "item-text=concat",
                        "--set",
                        "item-text-reduction=pca",
                        "--set",
                        "item-text-size=100",
                        "--out",
                        out),
                "item-text-size is 100, but must be at least 1 and below dimension, which is 100");
        assertThat(Terminal.run(
                                "train",
                                "--dataset",
                                none,
                                "--method",
                                "sasrec",
                                "--preset",
                                "small-catalogue",
                                "--set",
                                "schedule=constant",
                                "--out",
                                out)
                        .err())
                .as("the preset's plateau-epochs was not given")
                .doesNotContain("no effect");
    }

    private static void assertRefused(Terminal.Result result, String... words) {
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains(words).doesNotContain("Exception");
    }
}
