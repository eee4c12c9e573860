package io.github.dmsrec.experiment.auto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.LiveRecommender;
import io.github.dmsrec.Model;
import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.datasets.Datasets;
import io.github.dmsrec.datasets.synthetic.SyntheticPlan;
import io.github.dmsrec.experiment.step.StepForecast;
import io.github.dmsrec.intent.encode.EncoderOptions;
import io.github.dmsrec.stage.ArtefactStep;
import io.github.dmsrec.stage.DefaultMethod;
import io.github.dmsrec.stage.Method;
import io.github.dmsrec.stage.Methods;
import io.github.dmsrec.stage.StepData;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AutoRunTest {

    @TempDir
    static Path shared = Path.of("");

    private static Path shop = Path.of("");

    @TempDir
    Path folder = Path.of("");

    private final StringWriter said = new StringWriter();

    @BeforeAll
    static void dataOnDisk() throws IOException {
        shop = shared.resolve("shop");
        Datasets.make(SyntheticPlan.shop(2, 60, 1), shop, Origin.of("shop", "test", 1, 1), Progress.NONE);
    }

    private AutoPlan plan(Path dataset, Duration budget) {
        return new AutoPlan(dataset, folder.resolve("model"), folder.resolve("work"), budget, 1, 7, 1, 64L << 20);
    }

    private AutoOutcome run(AutoPlan plan) throws IOException {
        return AutoRun.run(
                plan, "test", new Console(new PrintWriter(Writer.nullWriter()), new PrintWriter(said), false));
    }

    private StepForecast forecast(AutoPlan plan) throws IOException {
        return AutoRun.forecast(
                plan, "test", new Console(new PrintWriter(Writer.nullWriter()), new PrintWriter(said), false));
    }

    /** When each file of the work folder was last written, but for what counts the time. */
    private Map<String, FileTime> written() throws IOException {
        Map<String, FileTime> times = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.toString().matches(".*(used-seconds.txt|auto.json|best.yaml|.lock)")) {
                    times.put(file.toString(), Files.getLastModifiedTime(file));
                }
            }
        }
        return times;
    }

    @Test
    @Tag("slow")
    void oneModelIsLeftThatServesAndNothingIsDoneTwice() throws IOException {
        AutoPlan plan = plan(shop, Duration.ofMinutes(10));
        StepForecast fresh = forecast(plan);
        assertThat(folder).isEmptyDirectory();
        assertThat(fresh.steps())
                .allMatch(line -> line.state() == StepForecast.State.MAKE)
                .extracting(StepForecast.Line::id)
                .contains("tune/sr/trial-0", "models/sr", "models/sasrec", "models/core-trm", "models/blend");

        AutoOutcome outcome = run(plan);

        assertThat(outcome.candidates())
                .extracting(Candidate::name)
                .contains("sr", "vstan", "slist", "title-knn", "sasrec", "core-trm", "blend");
        double best = outcome.candidates().stream()
                .mapToDouble(Candidate::mrr20)
                .max()
                .orElseThrow();
        Candidate winner = outcome.candidates().stream()
                .filter(candidate -> candidate.name().equals(outcome.winner()))
                .findFirst()
                .orElseThrow();
        assertThat(winner.mrr20()).isEqualTo(best).isPositive();
        assertThat(outcome.learnedValidation()).isNotEmpty();
        assertThat(folder.resolve("work/auto.json")).content().contains("\"winner\" : \"" + outcome.winner());
        assertThat(said.toString()).contains("[auto] tune sr; ", " left; best so far: ");
        assertThat(String.join("\n", AutoTable.lines(outcome)))
                .contains("chosen: " + outcome.winner(), "item-text=add");
        try (LiveRecommender live = Model.load(plan.out()).open()) {
            String item = DatasetFolder.read(shop).catalogue().id(0);
            assertThat(live.recommend(List.of(item), 5)).hasSize(5);
        }

        StepForecast after = forecast(plan);
        assertThat(after.steps())
                .hasSameSizeAs(fresh.steps())
                .allMatch(line -> line.state() == StepForecast.State.DONE);
        assertThat(String.join("\n", after.lines())).contains("0 to make; ", " of 10 min", " are used");
        assertNothingIsDoneTwice(plan, outcome);
    }

    private void assertNothingIsDoneTwice(AutoPlan plan, AutoOutcome outcome) throws IOException {
        Map<String, FileTime> before = written();
        AutoOutcome again = run(plan);

        assertThat(again.candidates()).isEqualTo(outcome.candidates());
        assertThat(again.winner()).isEqualTo(outcome.winner());
        assertThat(written()).isEqualTo(before);
    }

    @Test
    void aTimeThatIsTooShortForANetworkLeavesARule() throws IOException {
        AutoPlan plan = plan(shop, Duration.ofMillis(1));

        AutoOutcome outcome = run(plan);

        assertThat(outcome.candidates()).extracting(Candidate::name).containsExactly("sr");
        assertThat(outcome.candidates().get(0).note()).startsWith("1 of ");
        assertThat(outcome.skipped())
                .contains("sasrec: no time was left to train it.", "core-trm: no time was left to train it.");
        assertThat(ArtefactFolder.open(plan.out()).manifest().options()).containsEntry("method", "sr");
    }

    /** Another model in the place of the result is replaced, though it has learned the same sessions. */
    @Test
    void anotherRuleInItsPlaceIsReplaced() throws IOException {
        ArtefactFolder dataset = ArtefactFolder.open(shop, ArtefactKind.DATASET);
        Method pop = Methods.named("pop");
        pop.train(
                pop.defaults(Recipe.CORRECTED),
                new Method.Data(dataset, DatasetFolder.read(shop), EncoderOptions.builtIn()),
                Origin.of("model", "test", 1, 1),
                folder.resolve("model"),
                Progress.NONE);

        AutoOutcome outcome = run(plan(shop, Duration.ofMillis(1)));

        ArtefactFolder model = ArtefactFolder.open(folder.resolve("model"), ArtefactKind.MODEL);
        assertThat(Methods.of(model).name()).isEqualTo(outcome.winner()).isEqualTo("sr");
    }

    @Test
    void theTimeOfEarlierRunsCounts() throws IOException {
        Files.createDirectories(folder.resolve("work"));
        Files.writeString(folder.resolve("work/used-seconds.txt"), "5000\n");

        AutoOutcome outcome = run(plan(shop, Duration.ofSeconds(5000)));

        assertThat(outcome.candidates()).extracting(Candidate::name).containsExactly("sr");
        assertThat(outcome.usedSeconds()).isGreaterThan(5000);
    }

    @Test
    void aSmallCatalogueWithoutTitlesWorks() throws IOException {
        Path data = data("few", rows(40));

        AutoPlan plan = plan(data, Duration.ofMinutes(5));

        AutoOutcome outcome = run(plan);

        assertThat(outcome.candidates()).extracting(Candidate::name).contains("sasrec", "blend");
        assertNothingIsDoneTwice(plan, outcome);
        assertThat(String.join("\n", AutoTable.lines(outcome))).doesNotContain("item-text");
        try (LiveRecommender live = Model.load(folder.resolve("model")).open()) {
            assertThat(live.recommend(List.of("i1"), 20)).isNotEmpty();
        }
    }

    /** A network that time ended goes on where a longer time is given, and not before. */
    @Test
    void aLongerTimeContinuesANetworkThatTimeEnded() throws IOException {
        Path data = data("few", rows(40));
        AutoPlan plan = plan(data, Duration.ofMinutes(5));
        int[] asked = {0};
        ArtefactStep.modelWithin(
                        folder.resolve("work/models/sasrec"),
                        DefaultMethod.network(DatasetFolder.read(data)).training(),
                        StepData.at(data),
                        EncoderOptions.builtIn(),
                        Origin.of("sasrec", "test", 7, 1),
                        () -> ++asked[0] > 3)
                .make(Progress.NONE);

        Candidate ended = network(run(plan));
        Candidate sameTime = network(run(plan));
        AutoPlan longer = plan(data, Duration.ofMinutes(10));
        StepForecast forecast = forecast(longer);
        Candidate finished = network(run(longer));

        assertThat(ended.note()).endsWith(", stopped by the time");
        assertThat(sameTime).isEqualTo(ended);
        assertThat(forecast.steps())
                .filteredOn(line -> line.id().equals("models/sasrec"))
                .allMatch(line -> line.state() == StepForecast.State.MAKE_AGAIN);
        assertThat(finished.note()).doesNotContain("stopped by the time");
        assertThat(finished.seconds()).isGreaterThan(ended.seconds());
        assertNothingIsDoneTwice(longer, run(longer));
    }

    private static Candidate network(AutoOutcome outcome) {
        return outcome.candidates().stream()
                .filter(candidate -> candidate.name().equals("sasrec"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Tag("slow")
    void networksAreTrainedInProcessesOfTheirOwn() throws IOException {
        AutoPlan one = plan(data("few", rows(40)), Duration.ofMinutes(5));
        AutoPlan two =
                new AutoPlan(one.dataset(), one.out(), one.work(), one.budget(), 2, one.seed(), 2, one.memoryBytes());

        AutoOutcome outcome = run(two);

        assertThat(outcome.candidates()).extracting(Candidate::name).contains("sasrec", "core-trm", "blend");
        assertThat(two.work()).isDirectoryNotContaining("glob:**.task.json");
        assertNothingIsDoneTwice(two, outcome);
    }

    /** Of 100 seconds, 70 may be used by networks, and a training again takes 1.2 times the first one. */
    @Test
    void timeIsLeftToTrainTheLongestNetworkAgain() {
        assertThat(NetworkStage.secondsOfEach(95, 70, 1, 0, 0)).as("one").isCloseTo(43.2, within(0.1));
        assertThat(NetworkStage.secondsOfEach(95, 70, 2, 0, 0))
                .as("two, one after the other")
                .isCloseTo(29.7, within(0.1));
        assertThat(NetworkStage.secondsOfEach(95, 70, 3, 0, 0))
                .as("three: their share ends first")
                .isCloseTo(22.6, within(0.1));
        assertThat(NetworkStage.secondsOfEach(60, 35, 1, 40, 0))
                .as("after one of 40 seconds")
                .isCloseTo(12, within(0.1));
        assertThat(NetworkStage.secondsOfEach(95, 70, 1, 0, 20))
                .as("one that goes on")
                .isCloseTo(32.3, within(0.1));
        assertThat(NetworkStage.secondsOfEach(10, 0, 1, 0, 0))
                .as("their share is used")
                .isZero();
        assertThat(NetworkStage.secondsOfEach(10, 10, 1, 40, 0))
                .as("no time for more")
                .isZero();
    }

    /** Sessions that come back to what they clicked: clicked items are ranked, and other methods are tried. */
    @Test
    void clickedItemsAreRankedWhereSessionsComeBackToThem() throws IOException {
        List<int[]> clicks = new ArrayList<>();
        for (int session = 0; session < 60; session++) {
            clicks.add(new int[] {session % 9, (session + 1) % 9, session % 9, (session + 1) % 9});
        }
        Path data = data("returning", Examples.everyPrefixOf(Sessions.of(clicks)));

        AutoOutcome outcome = run(plan(data, Duration.ofMinutes(5)));

        assertThat(outcome.candidates())
                .extracting(Candidate::name)
                .contains("vs-knn", "core-trm", "blend")
                .doesNotContain("sasrec");
        assertThat(outcome.candidates())
                .filteredOn(candidate -> candidate.name().equals("core-trm"))
                .allSatisfy(candidate -> assertThat(candidate.changed()).containsEntry("select-by", "ranked"));
        // With clicked items left out, no target would ever be found.
        assertThat(outcome.candidates())
                .allSatisfy(candidate -> assertThat(candidate.mrr20()).isPositive());
        assertThat(String.join("\n", AutoTable.lines(outcome))).contains("seen items ranked", "--seen-items rank");
        assertThat(folder.resolve("work/auto.json")).content().contains("\"validationMrr20\"");
    }

    private Path data(String name, Examples rows) throws IOException {
        List<Item> items = new ArrayList<>();
        for (int item = 0; item < 9; item++) {
            items.add(new Item("i" + item, "", Map.of()));
        }
        SessionDataset few = new SessionDataset(
                name, name, new Catalogue(items), Map.of(Split.TRAIN, rows, Split.VALIDATION, rows, Split.TEST, rows));
        Path data = folder.resolve(name);
        DatasetFolder.write(data, few, Origin.of(name, "test", 1, 1), Map.of());
        return data;
    }

    private static Examples rows(int sessions) {
        List<int[]> clicks = new ArrayList<>();
        for (int session = 0; session < sessions; session++) {
            clicks.add(new int[] {session % 9, (session + 1) % 9, (session + 2) % 9});
        }
        return Examples.everyPrefixOf(Sessions.of(clicks));
    }

    @Test
    void timesAreReadAsPeopleWriteThem() {
        assertThat(AutoPlan.duration("2h")).isEqualTo(Duration.ofHours(2));
        assertThat(AutoPlan.duration("1h30m")).isEqualTo(Duration.ofMinutes(90));
        assertThat(AutoPlan.duration("90 min")).isEqualTo(Duration.ofMinutes(90));
        assertThat(AutoPlan.duration("45s")).isEqualTo(Duration.ofSeconds(45));
        for (String wrong : List.of("", "0s", "2", "two hours", "-1h")) {
            assertThatThrownBy(() -> AutoPlan.duration(wrong))
                    .as(wrong)
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContaining("--budget");
        }
    }
}
