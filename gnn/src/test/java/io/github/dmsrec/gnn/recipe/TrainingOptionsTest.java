package io.github.dmsrec.gnn.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.Manifest;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.gnn.backbone.Backbones;
import io.github.dmsrec.gnn.loss.CrossEntropy;
import io.github.dmsrec.gnn.loss.SampledSoftmax;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingOptionsTest {

    @Test
    void thePublishedRecipeIsAsTheScriptsWereCommitted() {
        assertThat(TrainingOptions.defaults("sr-gnn", Recipe.PUBLISHED).toMap())
                .containsExactly(
                        entry("method", "sr-gnn"),
                        entry("recipe", "published"),
                        entry("dimension", "100"),
                        entry("batch-size", "100"),
                        entry("epochs", "30"),
                        entry("selection", "validation"),
                        entry("select-by", "ranked"),
                        entry("refit", "false"),
                        entry("patience", "10"),
                        entry("patience-counting", "cumulative"),
                        entry("targets", "as-imported"),
                        entry("session-half-life", "0.0"),
                        entry("session-targets", "0"),
                        entry("session-cut", "0.0"),
                        entry("learning-rate", "0.001"),
                        entry("schedule", "step"),
                        entry("learning-rate-decay", "0.1"),
                        entry("learning-rate-decay-every", "3"),
                        entry("learning-rate-decay-at", "epoch-start"),
                        entry("plateau-epochs", "2"),
                        entry("warm-up", "0.0"),
                        entry("warm-up-unit", "epochs"),
                        entry("ema", "0.0"),
                        entry("weight-decay", "1.0E-5"),
                        entry("weight-decay-form", "coupled"),
                        entry("gradient-clip", "0.0"),
                        entry("padding-row", "random"),
                        entry("item-text", "none"),
                        entry("item-text-reduction", "none"),
                        entry("item-text-size", "0"),
                        entry("item-text-normalisation", "none"),
                        entry("item-text-columns", "none"),
                        entry("item-text-facets", "none"),
                        entry("item-dropout", "0.0"),
                        entry("candidate-dropout", "0.0"),
                        entry("logits", "dot"),
                        entry("logit-scale", "12.0"),
                        entry("seen-items", "compete"),
                        entry("intent-control", "none"),
                        entry("intents-in-score", "joined"),
                        entry("alignment-weight", "0.0"),
                        entry("alignment-direction", "structural-first"),
                        entry("alignment-gradient", "both"),
                        entry("intent-dropout", "0.2"),
                        entry("projection", "frozen"),
                        entry("projection-start", "uniform"),
                        entry("missing-intent", "copy-other"),
                        entry("loss", "full"),
                        entry("negatives", "2048"),
                        entry("in-batch-negatives", "true"),
                        entry("negatives-exponent", "0.5"),
                        entry("log-q", "1.0"),
                        entry("bpr-regularisation", "1.0"),
                        entry("elu", "0.5"));
        assertThat(TrainingOptions.defaults("gce-gnn", Recipe.PUBLISHED).toMap())
                .contains(
                        entry("dimension", "100"),
                        entry("batch-size", "100"),
                        entry("epochs", "20"),
                        entry("patience", "3"),
                        entry("patience-counting", "cumulative"),
                        entry("learning-rate", "0.001"),
                        entry("learning-rate-decay-at", "epoch-end"),
                        entry("weight-decay", "1.0E-5"),
                        entry("weight-decay-form", "coupled"),
                        entry("global-dropout", "0.5"),
                        entry("global-neighbours", "raw-counts"),
                        entry("alignment-weight", "0.7"),
                        entry("intent-dropout", "0.6"),
                        entry("projection", "frozen"));
        assertThat(TrainingOptions.defaults("share", Recipe.PUBLISHED).toMap())
                .contains(
                        entry("dimension", "100"),
                        entry("batch-size", "100"),
                        entry("epochs", "30"),
                        entry("patience", "3"),
                        entry("patience-counting", "cumulative"),
                        entry("learning-rate", "0.001"),
                        entry("learning-rate-decay-at", "epoch-start"),
                        entry("weight-decay", "0.0"),
                        entry("window", "1"),
                        entry("dropout", "0.3"),
                        entry("layer-norm-start", "uniform"),
                        entry("alignment-weight", "0.2"),
                        entry("intent-dropout", "0.3"),
                        entry("projection", "trained"),
                        entry("projection-start", "uniform"));
    }

    @Test
    void theCorrectedGceGnnMendsItsOwn() {
        assertThat(TrainingOptions.defaults("gce-gnn", Recipe.CORRECTED).toMap())
                .contains(entry("read-out-start", "positive"), entry("global-neighbours", "log-counts-masked"));
        assertThat(TrainingOptions.defaults("gce-gnn", Recipe.PUBLISHED).toMap())
                .contains(entry("read-out-start", "random"), entry("global-neighbours", "raw-counts"));
    }

    static List<String> backbones() {
        return Backbones.names();
    }

    @ParameterizedTest
    @MethodSource("backbones")
    void theCorrectedRecipeMendsTheFaults(String backbone) {
        assertThat(TrainingOptions.defaults(backbone, Recipe.CORRECTED).toMap())
                .contains(
                        entry("recipe", "corrected"),
                        entry("patience-counting", "consecutive"),
                        entry("learning-rate-decay-at", "epoch-end"),
                        entry("weight-decay-form", "decoupled"),
                        entry("padding-row", "zero"),
                        entry("projection", "trained"),
                        entry("projection-start", "fan-in"),
                        entry("missing-intent", "null-vector"));
    }

    @ParameterizedTest
    @EnumSource
    void aMapAndBackGivesTheSameChoices(Recipe recipe) {
        for (String backbone : Backbones.names()) {
            TrainingOptions options = TrainingOptions.defaults(backbone, recipe)
                    .with(Map.of(
                            "dimension", "7",
                            "learning-rate", "0.0123456789",
                            "alignment-weight", "1e-7",
                            "weight-decay", "0"));

            assertThat(options.dimension()).isEqualTo(7);
            assertThat(options.learningRate()).isEqualTo(0.0123456789);
            assertThat(TrainingOptions.read(options.toMap(), Manifest.FORMAT_VERSION))
                    .isEqualTo(options);
        }
    }

    @Test
    void largeCataloguesHaveASampledLossWhereTheMethodCan() {
        TrainingOptions srGnn = TrainingOptions.defaults("sr-gnn", Recipe.CORRECTED);
        long[] few = clicks(49_999);
        long[] many = clicks(50_000);

        assertThat(srGnn.loss(few)).isInstanceOf(CrossEntropy.class);
        assertThat(srGnn.loss(many)).isInstanceOf(SampledSoftmax.class);
        assertThat(srGnn.with(Map.of("loss", "full")).loss(many)).isInstanceOf(CrossEntropy.class);
        assertThat(srGnn.with(Map.of("loss", "sampled-softmax")).loss(few)).isInstanceOf(SampledSoftmax.class);
        assertThat(TrainingOptions.defaults("sr-gnn", Recipe.PUBLISHED).loss(many))
                .isInstanceOf(CrossEntropy.class);
        assertThat(TrainingOptions.defaults("tagnn", Recipe.CORRECTED).loss(many))
                .isInstanceOf(CrossEntropy.class);
        // A model of before the option was trained on the full one.
        Map<String, String> before = new LinkedHashMap<>(srGnn.toMap());
        before.remove("loss");
        assertThat(TrainingOptions.read(before, Manifest.FORMAT_VERSION).loss(many))
                .isInstanceOf(CrossEntropy.class);
        assertThatThrownBy(() -> srGnn.with(
                                Map.of("loss", "sampled-softmax", "negatives", "0", "in-batch-negatives", "false"))
                        .loss(few))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("leave nothing");
    }

    @Test
    void seenItemsAreMaskedInTheLossOnlyWhereTheyAreMaskedAfterwards() {
        TrainingOptions gru =
                TrainingOptions.defaults("gru4rec", Recipe.CORRECTED).with(Map.of("seen-items", "masked"));

        assertThat(gru.loss(clicks(10))).isInstanceOf(CrossEntropy.class);
        assertThatThrownBy(() -> gru.with(Map.of("loss", "bpr-max")).loss(clicks(10)))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("'seen-items=masked' is not possible with this loss")
                .hasMessageContaining("seen-items=offset");
        assertThatThrownBy(() -> gru.with(Map.of("select-by", "ranked")))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("'select-by=ranked' chooses its epoch")
                .hasMessageContaining("select-by=masked");
    }

    private static long[] clicks(int items) {
        long[] clicks = new long[items];
        Arrays.fill(clicks, 1);
        return clicks;
    }

    @Test
    void allMistakesAreReportedAtOnce() {
        Map<String, String> overrides = new LinkedHashMap<>();
        overrides.put("batchsize", "50");
        overrides.put("dimension", "0");
        overrides.put("epochs", "many");
        overrides.put("patience", "1.5");
        overrides.put("learning-rate", "NaN");
        overrides.put("learning-rate-decay", "1.5");
        overrides.put("weight-decay", "-1e-5");
        overrides.put("intent-dropout", "1");
        overrides.put("global-dropout", "");
        overrides.put("projection", "thawed");

        assertThatThrownBy(() ->
                        TrainingOptions.defaults("sr-gnn", Recipe.CORRECTED).with(overrides))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContainingAll(
                        "'batchsize'",
                        "'dimension' is '0', but must be an integer from 1",
                        "'epochs' is 'many'",
                        "'patience' is '1.5'",
                        "'learning-rate' is 'NaN', but must be a number above 0",
                        "'learning-rate-decay' is '1.5'",
                        "'weight-decay' is '-1e-5', but must be a number of at least 0",
                        "'intent-dropout' is '1'",
                        "option 'global-dropout' belongs to gce-gnn, not to sr-gnn",
                        "'projection' is 'thawed', but must be one of trained, frozen",
                        "known options, the nearest first: batch-size, dimension");
    }

    @ParameterizedTest
    @ValueSource(strings = {"learning-rate", "weight-decay", "alignment-weight"})
    void infinityIsNoNumberToTrainWith(String key) {
        assertThatThrownBy(() ->
                        TrainingOptions.defaults("sr-gnn", Recipe.CORRECTED).with(Map.of(key, "Infinity")))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContainingAll("'" + key + "'", "is 'Infinity'");
    }

    @Test
    void anUnknownBackboneIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> TrainingOptions.defaults("narn", Recipe.PUBLISHED))
                .isInstanceOf(UserMistakeException.class)
                .hasMessage(
                        "Unknown backbone 'narn'. Known, the nearest first: narm, core-ave, core-trm, gce-gnn, gru4rec,"
                                + " msgifsr, sasrec, share, sr-gnn, stamp, tagnn.");
    }
}
