package io.github.dmsrec.experiment.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.Dataset;
import io.github.dmsrec.Dmsrec;
import io.github.dmsrec.Inferrer;
import io.github.dmsrec.Method;
import io.github.dmsrec.Model;
import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.datasets.Datasets;
import io.github.dmsrec.datasets.synthetic.SyntheticPlan;
import io.github.dmsrec.experiment.step.StepForecast;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuneRunTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String METHODS =
            """
            name: shop
            seed: 5
            workers: 1
            budget: {trials: 6, epochs: 2}
            median-rule: {after: 1}
            methods:
              pop:
              vs-knn:
                neighbours: {from: 2, to: 500, scale: log}
                weighting: [div, linear, log]
              sr-gnn:
                dimension: 8
                batch-size: 50
                learning-rate: {from: 0.0003, to: 0.5, scale: log}
            """;

    private static final Map<String, String> HALVING =
            Map.of("search", "halving", "halving.factor", "2", "budget.trials", "4", "median-rule", "off");

    @TempDir
    static Path shared = Path.of("");

    private static Path data = Path.of("");
    private static SessionDataset shop;

    @TempDir
    Path work = Path.of("");

    private final StringWriter said = new StringWriter();

    private static final class Kill extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @BeforeAll
    static void dataOnDisk() throws IOException {
        data = shared.resolve("data");
        Datasets.make(SyntheticPlan.shop(4, 300, 5), data, Origin.of("shop", "test", 1, 1), Progress.NONE);
        shop = DatasetFolder.read(data);
    }

    private TuneOutcome tune(Path folder, Map<String, String> overrides) throws IOException {
        return tune(folder, overrides, new PrintWriter(said));
    }

    private static TuneOutcome tune(Path folder, Map<String, String> overrides, PrintWriter err) throws IOException {
        Map<String, String> all = new LinkedHashMap<>(Map.of("dataset.path", data.toString()));
        all.put("work", folder.toString());
        all.putAll(overrides);
        return TuneRun.run(
                TuneFile.parse("t.yaml", METHODS, all),
                "test",
                new Console(new PrintWriter(Writer.nullWriter()), err, false));
    }

    /** The lines without what a clock says. */
    private static List<JsonNode> trials(Path folder) throws IOException {
        List<JsonNode> trials = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve(TrialLog.FILE_NAME))) {
            ObjectNode trial = JSON.readValue(line, ObjectNode.class);
            trial.remove("seconds");
            trials.add(trial);
        }
        return trials;
    }

    @Test
    void everyMethodIsTriedWithTheSameBudgetAndEndsNoWorseThanItsDefaults() throws IOException {
        // Another test compares with the same run: what is finished is not repeated.
        Path straight = shared.resolve("straight");
        TuneOutcome outcome = tune(straight, Map.of());

        List<JsonNode> trials = trials(straight);
        assertThat(trials).hasSize(1 + 6 + 6);
        for (TuneOutcome.Method method : outcome.methods()) {
            assertThat(method.best().value())
                    .isGreaterThanOrEqualTo(method.defaults().value());
            assertThat(trials.stream()
                            .filter(trial -> trial.path("method")
                                    .asText()
                                    .equals(method.space().method()))
                            .mapToDouble(trial -> trial.path("value").asDouble())
                            .max())
                    .hasValue(method.best().value());
        }
        // On this shop slow learning stays behind after one epoch.
        TuneOutcome.Method network = outcome.methods().get(2);
        assertThat(network.stopped()).isPositive();
        assertThat(network.epochs()).isEqualTo(2 * network.done() + network.stopped());
        for (JsonNode trial : trials) {
            boolean stopped = trial.path("status").asText().equals("stopped");
            assertThat(stopped && trial.path("trial").asInt() < 4).isFalse();
            if (trial.path("method").asText().equals("sr-gnn")) {
                assertThat(trial.path("curve")).hasSize(stopped ? 1 : 2);
                assertThat(trial.path("options").path("epochs").asText()).isEqualTo("2");
            } else {
                assertThat(trial.path("options").path("learn-from").asText()).isEqualTo("train");
            }
        }
        String lines = String.join("\n", TuneTable.lines(outcome));
        assertThat(lines)
                .contains("Equal budget: random search, 6 trials of every method", "epochs each", "alone: pop.");
        String best = Files.readString(straight.resolve(BestFile.NAME));
        // What is written can be read again.
        TunePlan pasted = TuneFile.parse("best.yaml", "dataset: {path: data}\n" + best, Map.of());
        assertThat(pasted.methods().get(1).fixed())
                .isEqualTo(outcome.methods()
                        .get(1)
                        .space()
                        .declared(outcome.methods().get(1).best().key().options()));
        assertThat(straight.resolve("unfinished")).doesNotExist();
    }

    @Test
    @Tag("slow")
    void networksAreTunedWithTitlesAndWithIntents() throws IOException {
        Path intents = work.resolve("intents");
        try (Dmsrec dmsrec = Dmsrec.builder().threads(1).seed(5).build()) {
            Dataset opened = Dataset.open(data);
            Model base = dmsrec.train(Method.named("markov"), opened);
            dmsrec.infer(Inferrer.named("embedding-similarity"), opened, base.candidates(opened, 10))
                    .save(intents);
        }
        String withTitles = METHODS + "    item-text: [none, add]\n";

        List<JsonNode> base = networks(tuned("base", withTitles));
        List<JsonNode> withIntents = networks(
                tuned("fused", withTitles + "    intents: " + intents + "\n    alignment-weight: [0.1, 0.3]\n"));

        assertThat(base).hasSize(2);
        assertThat(base.get(0).path("options").path("item-text").asText()).isEqualTo("none");
        for (List<JsonNode> trials : List.of(base, withIntents)) {
            assertThat(trials)
                    .allSatisfy(trial -> assertThat(trial.path("status").asText())
                            .as(trial.toString())
                            .isEqualTo("done"));
        }
        // Trial 0 has the same options but for the intents, so that what it reaches differs by these alone.
        assertThat(withIntents.get(0).path("value").asDouble())
                .isNotEqualTo(base.get(0).path("value").asDouble());
        assertThat(withIntents.get(0).path("setting").asText())
                .contains("intents "
                        + ArtefactFolder.open(intents, ArtefactKind.INTENTS)
                                .manifest()
                                .fingerprint());
        assertThat(Files.readString(work.resolve("fused").resolve(BestFile.NAME)))
                .contains("    intents: " + intents);
    }

    private Path tuned(String name, String text) throws IOException {
        Path folder = work.resolve(name);
        Map<String, String> few = Map.of(
                "dataset.path", data.toString(), "work", folder.toString(), "budget.trials", "2", "budget.epochs", "1");
        TuneRun.run(
                TuneFile.parse("t.yaml", text, few),
                "test",
                new Console(new PrintWriter(Writer.nullWriter()), new PrintWriter(said), false));
        return folder;
    }

    private static List<JsonNode> networks(Path folder) throws IOException {
        return trials(folder).stream()
                .filter(trial -> trial.path("method").asText().equals("sr-gnn"))
                .toList();
    }

    @Test
    void noTestRowIsLookedAt() throws IOException {
        SessionDataset seen = TunedData.withoutTest(shop);
        assertThat(seen.examples(Split.TEST).size()).isZero();
        assertThat(seen.sessions(Split.TEST).size()).isZero();
        assertThat(seen.examples(Split.VALIDATION)).isSameAs(shop.examples(Split.VALIDATION));

        Map<Split, Examples> examples = new EnumMap<>(Split.class);
        examples.put(Split.TRAIN, shop.examples(Split.TRAIN));
        examples.put(Split.VALIDATION, shop.examples(Split.VALIDATION));
        examples.put(Split.TEST, Examples.everyPrefixOf(Sessions.of(List.of(new int[] {1, 2, 3}))));
        Path other = work.resolve("other-data");
        DatasetFolder.write(
                other,
                new SessionDataset("shop", "other", shop.catalogue(), examples),
                Origin.of("shop", "test", 1, 1),
                Map.of());
        Map<String, String> few = Map.of("budget.trials", "2", "budget.epochs", "1");
        Map<String, String> otherTest = new LinkedHashMap<>(few);
        otherTest.put("dataset.path", other.toString());
        tune(work.resolve("a"), few);
        tune(work.resolve("b"), otherTest);

        List<JsonNode> trials = trials(work.resolve("a"));
        List<JsonNode> withOtherTest = trials(work.resolve("b"));
        assertThat(trials.get(0).path("dataset"))
                .isNotEqualTo(withOtherTest.get(0).path("dataset"));
        for (List<JsonNode> list : List.of(trials, withOtherTest)) {
            list.forEach(trial -> ((ObjectNode) trial).remove("dataset"));
        }
        assertThat(withOtherTest).isEqualTo(trials);
    }

    @Test
    void aKilledRunGoesOnToTheSameLog() throws IOException {
        Path straight = shared.resolve("straight");
        tune(straight, Map.of());
        Path killed = work.resolve("killed");
        // Seven trials of the baselines, two of the network, and the first epoch of its third; the sixth is not begun.
        int[] epochs = {0};
        assertThatThrownBy(() ->
                        tune(killed, Map.of(), killedAt(line -> line.startsWith("sr-gnn, epoch") && ++epochs[0] == 6)))
                .isInstanceOf(Kill.class);
        Path log = killed.resolve(TrialLog.FILE_NAME);
        assertThat(trials(killed)).hasSize(1 + 6 + 2);
        assertThat(killed.resolve("unfinished")).isNotEmptyDirectory();
        Files.writeString(log, "{\"dataset\":\"half a li", StandardOpenOption.APPEND);

        tune(killed, Map.of());

        assertThat(said.toString()).contains("The last line of '" + log + "' is not finished");
        assertThat(trials(killed)).isEqualTo(trials(straight));
        assertThat(Files.readString(killed.resolve(BestFile.NAME)))
                .isEqualTo(Files.readString(straight.resolve(BestFile.NAME)));
        assertThat(killed.resolve("unfinished")).doesNotExist();

        // What is finished is not repeated.
        byte[] before = Files.readAllBytes(log);
        tune(killed, Map.of(), killedAt(line -> line.contains("trial")));
        assertThat(Files.readAllBytes(log)).isEqualTo(before);

        // More trials of a random search are added to those that there are.
        tune(killed, Map.of("budget.trials", "7"));
        assertThat(trials(killed))
                .hasSize(1 + 7 + 7)
                .startsWith(trials(straight).toArray(JsonNode[]::new));
    }

    private StepForecast look(Path folder, Map<String, String> overrides) throws IOException {
        Map<String, String> all =
                new LinkedHashMap<>(Map.of("dataset.path", data.toString(), "work", folder.toString()));
        all.putAll(overrides);
        return TuneRun.forecast(
                TuneFile.parse("t.yaml", METHODS, all),
                "test",
                new Console(new PrintWriter(Writer.nullWriter()), new PrintWriter(said), false));
    }

    private static List<String> undone(StepForecast forecast) {
        return forecast.steps().stream()
                .filter(line -> line.state() != StepForecast.State.DONE)
                .map(StepForecast.Line::id)
                .toList();
    }

    @Test
    void aForecastListsTrialsAndWhatTheLogHasOfThem() throws IOException {
        Map<String, String> few = Map.of("budget.trials", "2", "budget.epochs", "1");
        StepForecast fresh = look(work.resolve("none"), few);
        assertThat(work.resolve("none")).doesNotExist();
        assertThat(undone(fresh))
                .containsExactly("pop/trial-0", "vs-knn/trial-0", "vs-knn/trial-1", "sr-gnn/trial-0", "sr-gnn/trial-1");
        int rows = shop.examples(Split.TRAIN).size();
        assertThat(fresh.steps().get(3).seconds()).isEqualTo(rows / 1000.0);
        assertThat(fresh.steps().get(3).basis()).startsWith("rule of thumb");
        assertThat(fresh.steps().get(1).seconds()).isNull();

        tune(work.resolve("some"), few);
        assertThat(undone(look(work.resolve("some"), few))).isEmpty();
        StepForecast more = look(work.resolve("some"), Map.of("budget.trials", "3", "budget.epochs", "1"));
        assertThat(undone(more)).containsExactly("vs-knn/trial-2", "sr-gnn/trial-2");
        assertThat(more.steps().stream()
                        .filter(line -> line.id().equals("sr-gnn/trial-2"))
                        .findFirst()
                        .orElseThrow()
                        .basis())
                .isEqualTo("mean of 2 measured below sr-gnn/");
        assertThat(String.join("\n", more.lines())).contains("5 of 7 steps are done, 2 to make; ", "best.yaml");
    }

    @Test
    void aForecastOfHalvingHasAPlaceForEachTrialThatMayGoOn() throws IOException {
        StepForecast fresh = look(work, HALVING);

        assertThat(undone(fresh))
                .contains("sr-gnn/rung-1/trial-3", "sr-gnn/rung-2/choice-2")
                .doesNotContain("sr-gnn/rung-1/trial-4", "sr-gnn/rung-2/choice-3");
        assertThat(fresh.steps().stream()
                        .filter(line -> line.id().equals("sr-gnn/rung-2/choice-0"))
                        .findFirst()
                        .orElseThrow()
                        .why())
                .isEqualTo("after sr-gnn/rung-1/trial-0");
    }

    private static PrintWriter killedAt(Predicate<String> line) {
        return new PrintWriter(Writer.nullWriter()) {
            @Override
            public void println(String text) {
                if (line.test(text)) {
                    throw new Kill();
                }
            }
        };
    }

    @Test
    void halvingGivesTheBestHalfTwiceAsMuch() throws IOException {
        TuneOutcome outcome = tune(work, HALVING);

        assertThat(undone(look(work, HALVING))).isEmpty();
        int rows = shop.examples(Split.VALIDATION).size();
        for (String method : List.of("vs-knn", "sr-gnn")) {
            List<JsonNode> trials = trials(work).stream()
                    .filter(trial -> trial.path("method").asText().equals(method))
                    .toList();
            List<JsonNode> first = trials.stream()
                    .filter(trial -> trial.path("rung").asInt() == 0)
                    .toList();
            List<JsonNode> last = trials.subList(first.size(), trials.size());
            assertThat(first).hasSize(4);
            // The best two, or the defaults beside them.
            assertThat(last).hasSizeBetween(2, 3);
            assertThat(last.get(0).path("trial").asInt()).isZero();
            boolean network = method.equals("sr-gnn");
            assertThat(first)
                    .allMatch(trial -> trial.path("resource").path("amount").asInt() == (network ? 1 : (rows + 1) / 2));
            assertThat(last)
                    .allMatch(trial -> trial.path("resource").path("amount").asInt() == (network ? 2 : rows));
            if (network) {
                for (JsonNode trial : last) {
                    JsonNode before = first.get(trial.path("trial").asInt());
                    assertThat(trial.path("curve").get(0))
                            .isEqualTo(before.path("curve").get(0));
                    assertThat(trial.path("curve")).hasSize(2);
                }
                assertThat(outcome.methods().get(2).epochs()).isEqualTo(4 + last.size());
            }
        }
    }

    @Test
    @Tag("slow")
    void moreWorkersChangeNothing() throws IOException {
        Map<String, String> small = Map.of("budget.trials", "2", "budget.epochs", "1");
        Map<String, String> parallel = new LinkedHashMap<>(small);
        parallel.put("workers", "2");
        tune(work.resolve("one"), small);
        tune(work.resolve("two"), parallel);

        assertThat(trials(work.resolve("two"))).containsExactlyInAnyOrderElementsOf(trials(work.resolve("one")));
        assertThat(said.toString()).contains("[sr-gnn trial 1] done");
    }

    @Test
    void optionsThatDoNotWorkAreAResultUnlessTheyAreTheDefaults() throws IOException {
        Map<String, String> exploding = new LinkedHashMap<>(Map.of("budget.trials", "2", "budget.epochs", "1"));
        exploding.put("methods.sr-gnn.learning-rate.from", "1e30");
        exploding.put("methods.sr-gnn.learning-rate.to", "1e38");

        TuneOutcome.Method network = tune(work, exploding).methods().get(2);

        assertThat(network.failed()).isEqualTo(1);
        assertThat(network.best().trial()).isZero();
        JsonNode failed = trials(work).get(4);
        assertThat(failed.path("status").asText()).isEqualTo("failed");
        assertThat(failed.path("problem").asText()).contains("The loss of epoch 1", "Use a lower learning rate");

        exploding.put("methods.sr-gnn.learning-rate", "1e38");
        assertThatThrownBy(() -> tune(work, exploding))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("The defaults of sr-gnn do not work: The loss of epoch 1");
    }

    /** Drawn values that contradict each other are such a result as well, and end no run. */
    @Test
    void valuesThatContradictEachOtherFail() throws IOException {
        String methods =
                """
                seed: 5
                workers: 1
                budget: {trials: 8, epochs: 1}
                seen-items: ranked
                methods:
                  sasrec: {dimension: 4, seen-items: [compete, masked]}
                """;
        TunePlan plan =
                TuneFile.parse("t.yaml", methods, Map.of("dataset.path", data.toString(), "work", work.toString()));

        TuneOutcome.Method sasrec = TuneRun.run(
                        plan, "test", new Console(new PrintWriter(Writer.nullWriter()), new PrintWriter(said), false))
                .methods()
                .get(0);

        assertThat(sasrec.failed()).isPositive();
        assertThat(trials(work))
                .filteredOn(trial -> trial.path("status").asText().equals("failed"))
                .extracting(trial -> trial.path("problem").asText())
                .allMatch(problem -> problem.contains("seen-items"));
    }

    @Test
    void aBrokenLogAndASecondRunAreRefused() throws IOException {
        Files.writeString(work.resolve(TrialLog.FILE_NAME), "{\"method\":\"pop\"}\n");
        assertThatThrownBy(() -> tune(work, Map.of()))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("trials.jsonl', line 1 is not a trial");

        Path other = work.resolve("other");
        try (TrialLog log = TrialLog.open(other, said::write)) {
            assertThatThrownBy(() -> tune(other, Map.of()))
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContaining("belongs to another tuning");
        }
    }
}
