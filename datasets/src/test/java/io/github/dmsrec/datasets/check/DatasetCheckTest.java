package io.github.dmsrec.datasets.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.SlowRun;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.split.Splitting;
import io.github.dmsrec.datasets.Datasets;
import io.github.dmsrec.datasets.split.DatasetSplitting;
import io.github.dmsrec.datasets.synthetic.SyntheticPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A log in which nothing hurts, and the same log spoilt in one place: the check of that place, and no wrong one, tells. */
class DatasetCheckTest {

    @TempDir
    Path folder = Path.of("");

    @Test
    void nothingHurtsInASoundLog() throws IOException {
        CheckReport report = new Shop().check(folder.resolve("shop"));

        assertThat(report.findings()).allSatisfy(finding -> assertThat(finding.verdict())
                .as(finding.id() + ": " + finding.measured())
                .isEqualTo(Verdict.FINE));
        assertThat(report.verdict()).isEqualTo(Verdict.FINE);
        assertThat(report.findings()).hasSizeGreaterThan(20);
        assertThat(report.findings()).extracting(Finding::id).doesNotHaveDuplicates();
        assertThat(report.lines()).hasSizeGreaterThan(20).allMatch(line -> line.length() <= 100);
    }

    /** Another file under the name of one of the folder's. */
    @ParameterizedTest
    @ValueSource(strings = {"sessions.parquet", "items.parquet"})
    void aFileThatWasSwappedIsNamed(String file) throws IOException {
        new Shop().check(folder.resolve("shop"));
        Shop other = new Shop();
        reload(other.train.get(5));
        other.titles.set(3, "a title of another shop");
        other.check(folder.resolve("other"));
        Files.copy(
                folder.resolve("other").resolve(file),
                folder.resolve("shop").resolve(file),
                StandardCopyOption.REPLACE_EXISTING);

        Finding found = Datasets.check(folder.resolve("shop")).finding("files").orElseThrow();

        assertThat(found.verdict()).isEqualTo(Verdict.STOP);
        assertThat(found.measured()).contains("'" + file + "' was changed");
        assertThat(Datasets.check(folder.resolve("other"))
                        .finding("files")
                        .orElseThrow()
                        .verdict())
                .isEqualTo(Verdict.FINE);
    }

    @Test
    void aFileThatWasAddedIsNamed() throws IOException {
        new Shop().check(folder.resolve("shop"));
        Files.writeString(folder.resolve("shop").resolve("items.csv"), "item,title\n");

        assertThat(Datasets.check(folder.resolve("shop"))
                        .finding("files")
                        .orElseThrow()
                        .measured())
                .contains("'items.csv' was added");
    }

    @Test
    void theTimesOfSyntheticDataAreThoseOfAClock() throws IOException {
        Datasets.make(
                SyntheticPlan.ofEvents(20_000, 5),
                folder.resolve("made"),
                Origin.of("made", "a test", 5, 1),
                Progress.NONE);

        CheckReport report = Datasets.check(folder.resolve("made"));

        for (String id : new String[] {"files", "times", "time-order", "time-overlap", "session-duration"}) {
            assertThat(report.finding(id).orElseThrow().verdict()).as(id).isEqualTo(Verdict.FINE);
        }
    }

    /** By default a third of them. */
    static Stream<Arguments> spoilt() {
        return SlowRun.oneOf(3, everyWayToSpoil());
    }

    private static Stream<Arguments> everyWayToSpoil() {
        return Stream.of(
                spoilt("session-length", Verdict.LOOK, shop -> cut(shop, 1, 0.7)),
                spoilt("test-rows", Verdict.STOP, shop -> shop.test.forEach(visit -> shorten(visit, 1))),
                spoilt("test-rows", Verdict.LOOK, shop -> shop.test
                        .subList(10, shop.test.size())
                        .clear()),
                spoilt("long-sessions", Verdict.LOOK, shop -> lengthen(shop.train.get(0), 900)),
                spoilt("item-support", Verdict.LOOK, shop -> IntStream.range(0, 2100)
                        .forEach(i -> shop.titles.add("the new " + i))),
                spoilt("test-only-items", Verdict.LOOK, shop -> newItem(shop, 1)),
                spoilt("cold-targets", Verdict.LOOK, shop -> newItem(shop, 200)),
                spoilt("popularity-drift", Verdict.LOOK, DatasetCheckTest::turnOver),
                spoilt(
                        "training-rows",
                        Verdict.LOOK,
                        shop -> shop.withTrainRows(rows -> Examples.lastClickOf(rows.sessions()))),
                spoilt("prefix-shift", Verdict.LOOK, shop -> shop.test.forEach(visit -> shorten(visit, 4))),
                spoilt("repeats-in-a-row", Verdict.LOOK, shop -> shop.train.forEach(DatasetCheckTest::reload)),
                spoilt("repeats", Verdict.LOOK, DatasetCheckTest::dropRepeats),
                spoilt("times", Verdict.LOOK, Shop::withoutTimes),
                spoilt("times", Verdict.LOOK, shop -> shop.train.get(3).times[0] = Double.NaN),
                spoilt("times", Verdict.LOOK, shop -> shop.test.get(249).times[5] = 9e9),
                spoilt("times", Verdict.LOOK, shop -> shop.train.get(3).times[0] = 86_500),
                spoilt("times", Verdict.LOOK, shop -> times(shop, time -> time - time % 86_400)),
                spoilt("time-order", Verdict.LOOK, shop -> shop.train.get(3).times[1] -= 1000),
                spoilt("time-order", Verdict.STOP, shop -> shop.train.forEach(visit -> visit.times[1] -= 1000)),
                spoilt("time-ties", Verdict.STOP, shop -> times(shop, time -> time - time % 300)),
                spoilt("fast-sessions", Verdict.LOOK, shop -> shop.train
                        .subList(0, 100)
                        .forEach(DatasetCheckTest::hurry)),
                spoilt("session-duration", Verdict.STOP, shop -> comeBack(shop, 500, 3 * 86_400)),
                spoilt("session-duration", Verdict.LOOK, shop -> comeBack(shop, 30, 40 * 86_400)),
                spoilt("session-pauses", Verdict.LOOK, shop -> comeBack(shop, 600, 2 * 3600)),
                spoilt("session-pauses", Verdict.STOP, shop -> comeBack(shop, 2600, 5000)),
                spoilt("ids-come-back", Verdict.STOP, shop -> comeBack(shop, 900, 90_000)),
                spoilt("ids-come-back", Verdict.LOOK, shop -> comeBack(shop, 20, 200_000)),
                spoilt("order-follows-ids", Verdict.STOP, shop -> all(shop).forEach(visit -> Arrays.sort(visit.items))),
                spoilt("order-signal", Verdict.STOP, DatasetCheckTest::shuffle),
                spoilt("copied-rows", Verdict.STOP, shop -> copy(shop, 60)),
                spoilt("copied-sessions", Verdict.LOOK, shop -> copy(shop, 2)),
                spoilt("shared-sessions", Verdict.STOP, shop -> shop.test.get(8).id = shop.train.get(3).id),
                spoilt("time-overlap", Verdict.STOP, shop -> shop.train
                        .subList(0, 500)
                        .forEach(visit -> later(visit, 3600 * 2950))),
                spoilt("split-leaks", Verdict.LOOK, shop -> shop.withFacts(Map.of("leaks", "Everything."))),
                spoilt("titles-missing", Verdict.LOOK, shop -> shop.titles.set(7, " ")),
                spoilt("titles-missing", Verdict.STOP, shop -> titles(shop, 1500, i -> "")),
                spoilt(
                        "titles-duplicate",
                        Verdict.LOOK,
                        shop -> titles(shop, 30, i -> "The same,  TITLE!".substring(0, 17 - i % 2))),
                spoilt("titles-truncated", Verdict.LOOK, shop -> titles(shop, 3, i -> "the one that " + i + "...")),
                spoilt(
                        "titles-truncated",
                        Verdict.LOOK,
                        shop -> titles(shop, 8, i -> "the longest of all the titles tha" + (char) ('a' + i))),
                spoilt(
                        "titles-encoding",
                        Verdict.LOOK,
                        shop -> titles(shop, 3, i -> "the cr\u00c3\u00a8me number " + i)),
                spoilt("titles-encoding", Verdict.LOOK, shop -> titles(shop, 3, i -> "the cr\ufffdme number " + i)),
                spoilt("titles-markup", Verdict.LOOK, shop -> titles(shop, 3, i -> "the salt &amp; pepper " + i)),
                spoilt("titles-language", Verdict.LOOK, shop -> titles(shop, 900, i -> "das ding mit der nummer " + i)),
                spoilt(
                        "titles-language",
                        Verdict.LOOK,
                        shop -> titles(
                                shop,
                                900,
                                i -> "\u043a\u0440\u0435\u043c \u0434\u043b\u044f \u043b\u0438\u0446\u0430 " + i)),
                spoilt(
                        "titles-near-duplicate",
                        Verdict.LOOK,
                        shop -> titles(
                                shop,
                                600,
                                i -> "the soft cotton summer dress in " + (char) ('a' + i % 26)
                                        + (char) ('a' + i / 26))));
    }

    /** Lets the second half of sessions come so much later. */
    private static void comeBack(Shop shop, int sessions, double seconds) {
        shop.train.subList(0, sessions).forEach(visit -> {
            for (int i = visit.times.length / 2; i < visit.times.length; i++) {
                visit.times[i] += seconds;
            }
        });
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("spoilt")
    void whatIsSpoiltIsFound(String id, Verdict verdict, Consumer<Shop> spoil) throws IOException {
        Shop shop = new Shop();
        spoil.accept(shop);

        Finding finding = shop.check(folder.resolve("spoilt")).finding(id).orElseThrow();

        assertThat(finding.verdict()).as(finding.measured()).isEqualTo(verdict);
        assertThat(finding.fix()).isNotBlank();
    }

    @Test
    void theNumbersAreThoseThatWerePutIn() throws IOException {
        Shop shop = new Shop();
        copy(shop, 10);
        titles(shop, 4, i -> "the caf\u00c3\u00a9 " + i);
        newItem(shop, 3);

        CheckReport report = shop.check(folder.resolve("shop"));

        assertThat(report.finding("copied-sessions").orElseThrow().numbers()).containsEntry("sessions", 10.0);
        assertThat(report.finding("titles-encoding").orElseThrow().examples())
                .hasSize(4)
                .first()
                .isEqualTo("i0: the caf\u00c3\u00a9 0");
        assertThat(report.finding("cold-targets").orElseThrow().numbers()).containsEntry("rows", 3.0);
        assertThat(report.finding("test-only-items").orElseThrow().numbers()).containsEntry("items", 1.0);
    }

    @Test
    void sessionsThatAreCutBetweenTheSplitsAreCountedOnce() throws IOException {
        new Shop().check(folder.resolve("shop"));
        DatasetSplitting.run(
                folder.resolve("shop"),
                new Splitting.LeaveLast(),
                folder.resolve("cut"),
                Origin.of("cut", "a test", 1, 1));

        CheckReport report = Datasets.check(folder.resolve("cut"));

        assertThat(report.finding("split-leaks").orElseThrow().verdict()).isEqualTo(Verdict.LOOK);
        assertThat(report.finding("session-length").orElseThrow().numbers()).containsEntry("sessions", 3000.0);
        assertThat(report.finding("test-rows").orElseThrow().numbers()).containsEntry("rows", 3000.0);
        assertThat(report.finding("order-signal").orElseThrow().verdict()).isEqualTo(Verdict.FINE);
        assertThat(report.findings())
                .extracting(Finding::id)
                .doesNotContain("copied-rows", "shared-sessions", "time-overlap", "popularity-drift");
        assertThat(report.with(Verdict.STOP)).isEmpty();
    }

    @Test
    void theSameSeedGivesTheSameReport() throws IOException {
        CheckReport report = new Shop().check(folder.resolve("one"));

        assertThat(new Shop().check(folder.resolve("other")).findings()).isEqualTo(report.findings());
    }

    @Test
    void popularityOfTwoSamplesOfOneDistributionDoesNotDrift() {
        int[] one = new int[500];
        int[] other = new int[500];
        var random = new RandomStreams(1).stream("samples");
        for (int i = 0; i < 3000; i++) {
            one[(int) (500 * Math.pow(random.nextDouble(), 2))]++;
            other[(int) (500 * Math.pow(random.nextDouble(), 2))]++;
        }
        assertThat(SupportTally.excess(one, other)).isCloseTo(0, within(0.03));
        int[] shifted = new int[500];
        System.arraycopy(one, 0, shifted, 250, 250);
        assertThat(SupportTally.excess(one, shifted)).isGreaterThan(0.4);
    }

    private static Arguments spoilt(String id, Verdict verdict, Consumer<Shop> spoil) {
        return Arguments.of(id, verdict, spoil);
    }

    private static Stream<Shop.Visit> all(Shop shop) {
        return Stream.of(shop.train, shop.validation, shop.test).flatMap(part -> part.stream());
    }

    private static void shorten(Shop.Visit visit, int length) {
        visit.items = Arrays.copyOf(visit.items, length);
        visit.times = Arrays.copyOf(visit.times, length);
    }

    private static void cut(Shop shop, int length, double share) {
        for (int s = 0; s < share * shop.train.size(); s++) {
            shorten(shop.train.get(s), length);
        }
    }

    private static void lengthen(Shop.Visit visit, int length) {
        int[] items = visit.items;
        double[] times = visit.times;
        visit.items =
                IntStream.range(0, length).map(i -> items[i % items.length]).toArray();
        visit.times = IntStream.range(0, length).mapToDouble(i -> times[0] + i).toArray();
    }

    private static void newItem(Shop shop, int clicks) {
        shop.titles.add("the newcomer");
        shop.test
                .subList(shop.test.size() - clicks, shop.test.size())
                .forEach(visit -> visit.items[5] = shop.titles.size() - 1);
    }

    private static void turnOver(Shop shop) {
        shop.train.subList(shop.train.size() / 2, shop.train.size()).forEach(DatasetCheckTest::turn);
        shop.test.forEach(DatasetCheckTest::turn);
    }

    private static void turn(Shop.Visit visit) {
        visit.items = IntStream.of(visit.items)
                .map(item -> (item + 1000) % Shop.ITEMS)
                .toArray();
    }

    private static void reload(Shop.Visit visit) {
        visit.items[3] = visit.items[2];
        visit.items[5] = visit.items[4];
    }

    private static void dropRepeats(Shop shop) {
        all(shop).forEach(visit -> {
            int length = 0;
            for (int i = 0; i < visit.items.length; i++) {
                int item = visit.items[i];
                if (IntStream.range(0, length).noneMatch(j -> visit.items[j] == item)) {
                    visit.items[length++] = item;
                }
            }
            shorten(visit, length);
        });
    }

    private static void times(Shop shop, java.util.function.DoubleUnaryOperator change) {
        all(shop)
                .forEach(visit ->
                        visit.times = Arrays.stream(visit.times).map(change).toArray());
    }

    private static void later(Shop.Visit visit, double seconds) {
        visit.times = Arrays.stream(visit.times).map(time -> time + seconds).toArray();
    }

    private static void hurry(Shop.Visit visit) {
        double first = visit.times[0];
        visit.times = IntStream.range(0, visit.items.length)
                .mapToDouble(i -> first + i / 5.0)
                .toArray();
    }

    private static void shuffle(Shop shop) {
        int[] number = {0};
        all(shop).forEach(visit -> {
            int[] items = visit.items;
            int[] order = new RandomStreams(3).permutation(items.length, "spoil", number[0]++);
            visit.items = IntStream.of(order).map(i -> items[i]).toArray();
        });
    }

    private static void copy(Shop shop, int sessions) {
        for (int s = 0; s < sessions; s++) {
            shop.test.get(s).items = shop.train.get(s).items.clone();
            double first = shop.test.get(s).times[0];
            shop.test.get(s).times = IntStream.range(0, shop.train.get(s).items.length)
                    .mapToDouble(i -> first + 20 * i)
                    .toArray();
        }
    }

    private static void titles(Shop shop, int count, java.util.function.IntFunction<String> title) {
        for (int i = 0; i < count; i++) {
            shop.titles.set(i, title.apply(i));
        }
    }
}
