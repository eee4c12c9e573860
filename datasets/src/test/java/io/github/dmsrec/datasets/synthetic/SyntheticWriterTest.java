package io.github.dmsrec.datasets.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.datasets.Datasets;
import io.github.dmsrec.datasets.check.CheckReport;
import io.github.dmsrec.datasets.check.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyntheticWriterTest {

    @TempDir
    Path folder = Path.of("");

    @Test
    void theShopHasAFewHundredItemsWithDistinctTitlesAndSkewedPopularity() throws IOException {
        SessionDataset shop = read(SyntheticPlan.shop(SyntheticPlan.SHOP_THEMES, 2000, 2024), "shop");

        assertThat(shop.catalogue().size()).isBetween(200, 600);
        assertThat(shop.catalogue().items()).extracting(Item::title).doesNotHaveDuplicates();
        assertThat(shop.catalogue().hasIntegerIds()).isTrue();
        assertThat(shop.sessions(Split.TRAIN).size()).isEqualTo(1600);
        assertThat(shop.sessions(Split.VALIDATION).size()).isEqualTo(200);
        int[] clicks = shop.sessions(Split.TRAIN).clicksPerItem(shop.catalogue().size());
        Arrays.sort(clicks);
        int top = IntStream.range(clicks.length - clicks.length / 10, clicks.length)
                .map(i -> clicks[i])
                .sum();
        assertThat((double) top / shop.sessions(Split.TRAIN).clicks()).isGreaterThan(0.25);
    }

    @Test
    void sessionsFollowIntentsWithMixturesAndRepeats() throws IOException {
        SessionDataset shop = read(SyntheticPlan.shop(SyntheticPlan.SHOP_THEMES, 2000, 2024), "shop");
        Sessions sessions = shop.sessions(Split.TRAIN);
        int ofOneCategory = 0;
        int withRepeats = 0;
        for (int s = 0; s < sessions.size(); s++) {
            Set<String> categories = new HashSet<>();
            Set<Integer> items = new HashSet<>();
            for (int item : sessions.items(s)) {
                categories.add(shop.catalogue().item(item).attributes().getOrDefault("category", ""));
                items.add(item);
            }
            ofOneCategory += categories.size() == 1 ? 1 : 0;
            withRepeats += items.size() < sessions.length(s) ? 1 : 0;
        }
        assertThat(ofOneCategory).isBetween(sessions.size() / 3, sessions.size() * 9 / 10);
        assertThat(withRepeats).isBetween(16, sessions.size() / 2);
    }

    @Test
    void theSamePlanGivesTheSameBytesAndAnotherSeedOthers() throws IOException {
        SyntheticPlan plan = SyntheticPlan.ofEvents(20_000, 5);
        String fingerprint = make(plan, "one").manifest().fingerprint();

        assertThat(make(plan, "again").manifest().fingerprint()).isEqualTo(fingerprint);
        assertThat(make(SyntheticPlan.ofEvents(20_000, 6), "other").manifest().fingerprint())
                .isNotEqualTo(fingerprint);
    }

    @Test
    void aLogOfEventsIsReadBackWholeAndNothingInItMakesTheCheckStop() throws IOException {
        ArtefactFolder made = make(SyntheticPlan.ofEvents(100_000, 5).withItems(1000), "log");
        SessionDataset log = DatasetFolder.read(made.path());

        int clicks = 0;
        for (Split split : Split.values()) {
            clicks += log.sessions(split).clicks();
            assertThat(log.examples(split).isEveryPrefix()).isTrue();
        }
        assertThat(clicks).isBetween(100_000, 100_200);
        assertThat((double) log.sessions(Split.TRAIN).clicks() / clicks).isCloseTo(0.8, within(0.01));
        assertThat(log.catalogue().items()).extracting(Item::title).doesNotHaveDuplicates();
        assertThat(made.manifest().facts().path("made").path("signalMeasured").asDouble())
                .isCloseTo(SyntheticPlan.USUAL_SIGNAL, within(0.01));

        CheckReport report = Datasets.check(made.path());
        assertThat(report.with(Verdict.STOP)).isEmpty();
        for (String id : List.of("time-order", "time-overlap", "times", "order-follows-ids", "shared-sessions")) {
            assertThat(report.finding(id).orElseThrow().verdict()).as(id).isEqualTo(Verdict.FINE);
        }
    }

    @Test
    void theShareOfClicksThatFollowTheIntentIsTheOneThatIsPlanted() throws IOException {
        for (double signal : new double[] {1, 0.5, 0}) {
            SyntheticPlan plan = SyntheticPlan.ofEvents(20_000, 5).with(2.4, 0.6, signal);
            assertThat(make(plan, "signal")
                            .manifest()
                            .facts()
                            .path("made")
                            .path("signalMeasured")
                            .asDouble())
                    .isCloseTo(signal, within(0.02));
        }
        // Items serve one intent each, and a session has two at most: with the whole signal, no third comes in.
        SyntheticPlan pure =
                SyntheticPlan.ofEvents(5_000, 5).withIntents(40, 960).with(2.4, 0.6, 1);
        SyntheticSessions sessions = new SyntheticSessions(pure);
        SyntheticCatalogue catalogue = new SyntheticCatalogue(pure);
        for (int s = 0; s < 500; s++) {
            sessions.draw(s);
            assertThat(Arrays.stream(sessions.clicks()).map(catalogue::intent).distinct())
                    .hasSizeLessThanOrEqualTo(2);
        }
    }

    @Test
    void lengthsAndPopularityFallByTheirExponents() {
        SyntheticLengths law = new SyntheticLengths.PowerLaw(2.5, 10_000);
        SplittableRandom random = new SplittableRandom(1);
        long atLeast4 = 0;
        long atLeast32 = 0;
        for (int i = 0; i < 400_000; i++) {
            int length = law.target(random);
            atLeast4 += length >= 4 ? 1 : 0;
            atLeast32 += length >= 32 ? 1 : 0;
        }
        // P(at least l) falls as l^(1 - exponent).
        assertThat(Math.log((double) atLeast4 / atLeast32) / Math.log(8)).isCloseTo(1.5, within(0.05));

        SyntheticPlan plan =
                SyntheticPlan.ofEvents(1_000, 1).withIntents(1, 4000).with(2.4, 0.7, 0);
        SyntheticSessions sessions = new SyntheticSessions(plan);
        SyntheticCatalogue catalogue = new SyntheticCatalogue(plan);
        int[] clicks = new int[4000];
        for (int s = 0; s < 30_000; s++) {
            sessions.draw(s);
            for (int click : sessions.clicks()) {
                clicks[catalogue.place(click)]++;
            }
        }
        int first = IntStream.range(0, 400).map(i -> clicks[i]).sum();
        int last = IntStream.range(3600, 4000).map(i -> clicks[i]).sum();
        // Half of 2000 products in two styles: the integrals of k^-0.7 over the first and the last tenth.
        double expected = Math.pow(0.1, 0.3) / (1 - Math.pow(0.9, 0.3));
        assertThat((double) first / last).isCloseTo(expected, within(0.15 * expected));
    }

    @Test
    void aClickLogHasOneLinePerClickInBothFormats() throws IOException {
        SyntheticPlan plan = SyntheticPlan.ofEvents(2_000, 5);
        SyntheticWriter.writeLog(plan, SyntheticWriter.LogFormat.CSV, folder.resolve("csv"), Progress.NONE);
        SyntheticWriter.writeLog(plan, SyntheticWriter.LogFormat.PARQUET, folder.resolve("parquet"), Progress.NONE);

        List<String> lines = Files.readAllLines(folder.resolve("csv/clicks.csv"));
        assertThat(lines.get(0)).isEqualTo("session,user,item,time");
        assertThat(lines.get(1)).matches("s0,u\\d+,1\\d{3},\\d{10}");
        assertThat(lines.size()).isBetween(2_001, 2_201);
        assertThat(Files.readAllLines(folder.resolve("csv/items.csv"))).hasSize(plan.items() + 1);
        assertThat(folder.resolve("parquet")).isDirectoryContaining("glob:**.parquet");
        long[] clicks = {0};
        io.github.dmsrec.core.io.ParquetFiles.query(
                folder.resolve("parquet/clicks.parquet"),
                "SELECT session, \"user\", item, time::DOUBLE FROM content",
                row -> {
                    assertThat(lines.get((int) ++clicks[0]))
                            .isEqualTo(row.text(0) + "," + row.text(1) + "," + row.text(2) + ","
                                    + (long) row.doubleNumber(3));
                });
        assertThat(clicks[0]).isEqualTo(lines.size() - 1L);
        assertThat(folder.toFile().list()).hasSize(2);
    }

    private SessionDataset read(SyntheticPlan plan, String name) throws IOException {
        return DatasetFolder.read(make(plan, name).path());
    }

    private ArtefactFolder make(SyntheticPlan plan, String name) throws IOException {
        return Datasets.make(plan, folder.resolve(name), Origin.of(name, "a test", plan.seed(), 1), Progress.NONE);
    }
}
