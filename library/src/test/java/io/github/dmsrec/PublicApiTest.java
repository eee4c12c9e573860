package io.github.dmsrec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.core.UserMistakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's example, and what the public API promises beyond it. */
class PublicApiTest {

    @Test
    void aDifferenceOverFewSessionsSaysWhyItIsNotTested() {
        assertThat(new Evaluation.Difference(0.1, 0.5, 12, Optional.empty(), OptionalDouble.empty()))
                .hasToString(
                        "difference +10.00 points or +50.0 %, not tested: 12 test sessions, fewer than the 30 that an"
                                + " interval or a p-value needs");
    }

    @Test
    void aTestedDifferenceSaysHowLargeItIs() {
        assertThat(new Evaluation.Difference(
                        0.0063,
                        0.0234,
                        1200,
                        Optional.of(new Evaluation.Interval(-0.0039, 0.0164)),
                        OptionalDouble.of(0.0418)))
                .hasToString(
                        "difference +0.63 points or +2.3 %, 95 % interval -0.39 to +1.64, p = 0.0418, 1,200 sessions");
    }

    @Test
    void theReadmesExampleRuns(@TempDir Path runs) {
        List<String> printed = new ArrayList<>();
        try (Dmsrec dmsrec =
                Dmsrec.builder().threads(2).seed(2024).progress(Progress.none()).build()) {
            Dataset shop = Dataset.open(GoldenFolders.v1("data"));
            Model base = dmsrec.train(Method.named("sr-gnn").with("epochs", 2).with("dimension", 8), shop)
                    .save(runs.resolve("base"));
            Intents intents = dmsrec.infer(Inferrer.named("embedding-similarity"), shop, base.candidates(shop, 50));
            Model fused = dmsrec.train(Method.named("sr-gnn").with("epochs", 2).with("dimension", 8), shop, intents)
                    .save(runs.resolve("fused"));

            Method neighbours = Method.named("vs-knn");
            Evaluation result = dmsrec.evaluate(shop, base, fused, neighbours);
            assertThat(result.of(fused).mrr(20, SeenItems.MASKED)).isBetween(0.0, 1.0);
            Evaluation.Difference difference = result.compare(fused, neighbours);
            assertThat(difference.difference())
                    .isEqualTo(
                            result.of(fused).mrr(20, SeenItems.MASKED)
                                    - result.of(neighbours).mrr(20, SeenItems.MASKED),
                            within(1e-9));
            assertThat(difference.relative())
                    .isEqualTo(difference.difference() / result.of(neighbours).mrr(20, SeenItems.MASKED), within(1e-9));
            // Its test sessions are few.
            assertThat(difference.sessions()).isLessThan(Evaluation.Difference.LEAST_SESSIONS);
            assertThat(difference.interval()).isEmpty();
            assertThat(difference.pValue()).isEmpty();
            assertThat(result.compare(base, base).difference()).isZero();
            assertThat(result.of(neighbours).hr(20, SeenItems.RANKED)).isPositive();
            assertThat(result.baselines()).extracting(Evaluation.Figures::name).containsExactly("pop", "markov");
            assertThatThrownBy(() -> result.of(Method.named("s-knn"))).isInstanceOf(InvalidInputException.class);

            try (LiveRecommender live = fused.open()) {
                live.recommend(List.of("1001", "1002"), 10)
                        .forEach(r -> printed.add(r.id() + " " + r.title() + " " + r.score()));
            }
        }
        assertThat(printed).hasSize(10);
        assertThat(runs.resolve("fused/manifest.json")).exists();
    }

    @Test
    void aModelTeachesALinearOne(@TempDir Path runs) {
        try (Dmsrec dmsrec = Dmsrec.builder().threads(1).build()) {
            Dataset shop = Dataset.open(GoldenFolders.v1("data"));
            Method link = Method.named("link");
            assertThatThrownBy(() -> dmsrec.train(link, shop))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("no teacher is given");
            Model teacher =
                    dmsrec.train(Method.named("core-ave").with("epochs", 1).with("dimension", 8), shop);

            dmsrec.train(link.with("teacher", teacher.path()), shop).save(runs.resolve("link"));
        }
        try (LiveRecommender live = Model.load(runs.resolve("link")).open()) {
            assertThat(live.recommend(List.of("1001", "1002"), 10)).hasSize(10);
        }
    }

    @Test
    void theWorkFolderGoesWithItsOwner(@TempDir Path named) {
        Path made;
        try (Dmsrec dmsrec = Dmsrec.builder().threads(1).build()) {
            made = dmsrec.train(Method.named("pop"), Dataset.open(GoldenFolders.v1("data")))
                    .path();
            assertThat(made).exists();
        }
        assertThat(made).doesNotExist();
        try (Dmsrec dmsrec =
                Dmsrec.builder().threads(1).work(named.resolve("work")).build()) {
            made = dmsrec.train(Method.named("pop"), Dataset.open(GoldenFolders.v1("data")))
                    .path();
        }
        assertThat(Files.exists(made)).isTrue();
    }

    @Test
    void unknownNamesListTheKnownOnesTheNearestFirst() {
        assertThatThrownBy(() -> Method.named("sr-gn"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageMatching("(?s).*'sr-gn'.*: sr-gnn, .*");
        assertThatThrownBy(() -> Inferrer.named("embeding-similarity"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageMatching("(?s).*'embeding-similarity'.*: embedding-similarity, .*");
        assertThatThrownBy(() -> Method.named("sr-gnn").with("epoch", 3))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("epochs");
        assertThatThrownBy(() -> Method.named("sr-gnn").with("epochs", 0)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void optionsWithoutEffectAreRefusedUnlessAPresetGaveThem() {
        Method rates = Method.named("sasrec").with("learning-rate-decay", 0.3).with("schedule", "constant");

        assertThatThrownBy(rates::methodOptions)
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("'learning-rate-decay=0.3' has no effect with schedule=constant");
        assertThat(rates.with("schedule", "step").methodOptions().toMap()).containsEntry("learning-rate-decay", "0.3");
        Method ofPreset = Method.named("sasrec").preset("small-catalogue").with("schedule", "constant");
        assertThat(ofPreset.methodOptions().toMap()).containsEntry("plateau-epochs", "1");
    }

    @Test
    void whatIsNotThereIsNamed(@TempDir Path folder) {
        assertThatThrownBy(() -> Dataset.open(folder.resolve("none")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("none");
        assertThatThrownBy(() -> Model.load(GoldenFolders.v1("data")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("model");
    }

    @Test
    void aMethodWithoutIntentsRefusesThem() {
        try (Dmsrec dmsrec = Dmsrec.builder().threads(1).build()) {
            Dataset shop = Dataset.open(GoldenFolders.v1("data"));
            Intents intents = Intents.load(GoldenFolders.v1("fused").resolve("intents"));
            assertThatThrownBy(() -> dmsrec.train(Method.named("vs-knn"), shop, intents))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("vs-knn");
        }
    }
}
