package io.github.dmsrec.gnn.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.gnn.backbone.Backbone;
import io.github.dmsrec.gnn.backbone.BackboneOptions;
import io.github.dmsrec.gnn.backbone.ItemVectors;
import io.github.dmsrec.gnn.backbone.Logits;
import io.github.dmsrec.gnn.backbone.SessionVectors;
import io.github.dmsrec.gnn.backbone.Share;
import io.github.dmsrec.gnn.engine.ParameterSpec;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.engine.Scope;
import io.github.dmsrec.gnn.engine.Tensor;
import io.github.dmsrec.gnn.model.GradientCheck.Extras;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShareTest {

    private static final int ITEMS = 12;
    private static final int D = 5;
    private static final TrainingOptions OPTIONS = TrainingOptions.defaults(Share.NAME, Recipe.CORRECTED);

    /** A single click, immediate and distant repeats, sessions shorter and longer than the longest run. */
    private static final List<int[]> SESSIONS = List.of(
            new int[] {3}, new int[] {1, 2, 1, 4}, new int[] {5, 5}, new int[] {0, 7, 2, 8, 3, 10, 9, 11}, new int[] {
                2, 9, 2, 2, 4, 9, 6
            });

    @Nested
    @ParameterizedClass
    @EnumSource
    class Contract extends SessionModelContractTest {
        Contract(Mode mode) {
            super(OPTIONS, mode);
        }
    }

    @Test
    void gradientsEqualFiniteDifferencesWithAWiderWindow() {
        assertThat(GradientCheck.mistakes(OPTIONS.with(Map.of("window", "3")), Set.of(Extras.INTENTS)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void equalsTheFormulasSessionBySession(int window) {
        Share share = share(OPTIONS.with(Map.of("window", String.valueOf(window))));
        try (Parameters parameters = new Parameters(share.spec().parameters(), Precision.DOUBLE, new RandomStreams(5));
                Scope scope = Scope.inference()) {
            // Steeper than a start, so that attention is far from even; and gains other than one.
            for (ParameterSpec spec : parameters.specs()) {
                parameters.set(
                        spec.name(),
                        new RandomStreams(7)
                                .stream(spec.name())
                                        .doubles(spec.count(), -1.2, 1.2)
                                        .toArray());
            }
            SessionVectors vectors = share.forward(
                            parameters,
                            new ItemVectors(parameters.get(Backbone.ITEM_TABLE), 1, Logits.DOT, 1, 0),
                            share.pack(
                                    Sessions.of(SESSIONS),
                                    IntStream.range(0, SESSIONS.size()).toArray()),
                            false)
                    .views()
                    .get(0);
            ShareByFormulas formulas = new ShareByFormulas(parameters, window, D);
            for (int s = 0; s < SESSIONS.size(); s++) {
                double[] h1 = formulas.encode(SESSIONS.get(s));
                double[] h2 = formulas.normalise("layer_norm", h1);
                assertThat(row(vectors.alignedWithExplicit(), s)).containsExactly(h1, within(1e-10));
                assertThat(row(vectors.alignedWithLatent(), s)).containsExactly(h1, within(1e-10));
                assertThat(vectors.baseParts()).hasSize(1);
                assertThat(row(vectors.baseParts().get(0), s)).containsExactly(h2, within(1e-10));
                assertThat(vectors.fusedParts()).hasSize(2);
                assertThat(row(vectors.fusedParts().get(0), s)).containsExactly(h1, within(1e-10));
                assertThat(row(vectors.fusedParts().get(1), s)).containsExactly(h2, within(1e-10));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void layerNormsAndProjectionStartAsTheRecipeSays(Recipe recipe) {
        TrainingOptions options = TrainingOptions.defaults(Share.NAME, recipe);
        SessionNetwork network =
                Networks.create(options, ITEMS, Optional.empty(), OptionalInt.of(768), OptionalInt.empty());
        try (Parameters parameters = new Parameters(network.parameters(), Precision.DOUBLE, new RandomStreams(1));
                Scope scope = Scope.inference()) {
            for (String norm : List.of("layer_stack.0.slf_attn.layer_norm", "layer_norm")) {
                double[] gains = parameters.get(norm + ".weight").doubles();
                double[] shifts = parameters.get(norm + ".bias").doubles();
                if (recipe == Recipe.CORRECTED) {
                    assertThat(gains).containsOnly(1);
                    assertThat(shifts).containsOnly(0);
                } else {
                    assertThat(spread(gains)).isBetween(0.09, 0.1);
                    assertThat(spread(shifts)).isBetween(0.09, 0.1);
                }
            }
            // Published: trained, and within 0.1 as everything else; corrected: within the root of 6 / (100 + 768) =
            // 0.0831.
            double bound = recipe == Recipe.CORRECTED ? 0.0832 : 0.1;
            assertThat(spread(parameters.get("w").doubles())).isBetween(0.99 * bound, bound);
            assertThat(spread(parameters.get("b").doubles()) > 0).isEqualTo(recipe == Recipe.PUBLISHED);
            assertThat(network.parameters())
                    .allMatch(spec -> spec.role() == ParameterSpec.Role.TRAINED
                            || spec.role() == ParameterSpec.Role.TRAINED_WITHOUT_DECAY);
        }
    }

    private static double spread(double... values) {
        return Arrays.stream(values).map(Math::abs).max().orElseThrow();
    }

    private static double[] row(Tensor tensor, int row) {
        return tensor.rows(row, row + 1L).doubles();
    }

    private static Share share(TrainingOptions options) {
        return new Share(
                new BackboneOptions(ITEMS, D, BackboneOptions.PaddingRow.ZERO, options.values(), Optional.empty()));
    }
}
