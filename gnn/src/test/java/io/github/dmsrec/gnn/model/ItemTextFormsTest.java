package io.github.dmsrec.gnn.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.gnn.backbone.Backbone;
import io.github.dmsrec.gnn.engine.Engine;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.engine.Scope;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Titles beside trained vectors, and titles as their start. */
class ItemTextFormsTest {

    private static final int ITEMS = 3;
    private static final int D = 4;

    @BeforeEach
    void configure() {
        Engine.configure(1);
    }

    private static TrainingOptions options(String backbone, String form) {
        return TrainingOptions.defaults(backbone, Recipe.CORRECTED)
                .with(Map.of("item-text", form, "dimension", Integer.toString(D)));
    }

    private static SessionNetwork network(String form, OptionalInt textDimension) {
        return Networks.create(options("sr-gnn", form), ITEMS, Optional.empty(), OptionalInt.empty(), textDimension);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sr-gnn", "sasrec", "share"})
    void gradientsEqualFiniteDifferencesWithTitlesBeside(String backbone) {
        assertThat(GradientCheck.mistakes(options(backbone, "concat"), Set.of(GradientCheck.Extras.ITEM_TEXT)))
                .isEmpty();
    }

    @Test
    void titlesStandAsTheyAreBesideAShorterTrainedVector() {
        SessionNetwork network = network("concat", OptionalInt.of(1));
        assertThat(network.parameters()).extracting(spec -> spec.name()).doesNotContain("item_text.weight");
        try (Parameters parameters = new Parameters(network.parameters(), Precision.FLOAT, new RandomStreams(1))) {
            network.setItemTexts(parameters, new IntentVectors(1, new float[] {7, 8, 9}));
            try (Scope scope = Scope.recording()) {
                float[] table = parameters.get(Backbone.ITEM_TABLE).floats();
                float[] scored = network.scoredItems(parameters).floats();

                for (int item = 0; item < ITEMS; item++) {
                    assertThat(scored[item * D + D - 1]).isEqualTo(7 + item);
                    assertThat(Arrays.copyOfRange(scored, item * D, item * D + D - 1))
                            .isEqualTo(Arrays.copyOfRange(table, (item + 1) * D, (item + 1) * D + D - 1));
                }
            }
        }
    }

    @Test
    void trainedVectorsStartAtTitlesButWhereThereIsNone() {
        SessionNetwork network = network("init", OptionalInt.empty());
        try (Parameters parameters = new Parameters(network.parameters(), Precision.FLOAT, new RandomStreams(1))) {
            float[] before = parameters.get(Backbone.ITEM_TABLE).floats();

            network.setItemTexts(parameters, new IntentVectors(D, new float[] {1, 2, 3, 4, 0, 0, 0, 0, 5, 6, 7, 8}));

            float[] after = parameters.get(Backbone.ITEM_TABLE).floats();
            assertThat(Arrays.copyOfRange(after, D, 2 * D)).containsExactly(1, 2, 3, 4);
            assertThat(Arrays.copyOfRange(after, 2 * D, 3 * D)).isEqualTo(Arrays.copyOfRange(before, 2 * D, 3 * D));
            assertThat(Arrays.copyOfRange(after, 3 * D, 4 * D)).containsExactly(5, 6, 7, 8);
            assertThat(Arrays.copyOfRange(after, 0, D)).isEqualTo(Arrays.copyOfRange(before, 0, D));
            assertThatThrownBy(() -> network.setItemTexts(parameters, new IntentVectors(1, new float[] {1, 2, 3})))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
