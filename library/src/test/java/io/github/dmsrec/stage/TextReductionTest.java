package io.github.dmsrec.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What becomes of the encoder's vectors before they enter the item table. */
class TextReductionTest {

    private static final Offset<Float> CLOSE = within(1e-6f);

    /**
     * Four points around (3, 1), turned by none: variances 2 and 0.5 along the axes; the last vector is that of a blank
     * text.
     */
    private static final IntentVectors POINTS = new IntentVectors(2, new float[] {5, 1, 1, 1, 3, 2, 3, 0, 0, 0});

    @Test
    void principalComponentsAreTheCoordinatesOfTheGreatestVariance() {
        assertThat(TextReduction.reduced(POINTS, 1, false).values())
                .containsExactly(new float[] {2, -2, 0, 0, 0}, CLOSE);
        assertThat(TextReduction.reduced(POINTS, 2, false).values())
                .containsExactly(new float[] {2, 0, -2, 0, 0, 1, 0, -1, 0, 0}, CLOSE);
    }

    @Test
    void whitenedCoordinatesHaveAStandardDeviationOfOne() {
        float root = (float) Math.sqrt(2);
        assertThat(TextReduction.reduced(POINTS, 2, true).values())
                .containsExactly(new float[] {root, 0, -root, 0, 0, root, 0, -root, 0, 0}, CLOSE);
    }

    @Test
    void aDirectionWithoutVarianceIsZero() {
        IntentVectors line = new IntentVectors(2, new float[] {1, 1, 2, 2, 3, 3});
        float end = (float) Math.sqrt(1.5);

        assertThat(TextReduction.reduced(line, 2, true).values())
                .containsExactly(new float[] {-end, 0, 0, 0, end, 0}, CLOSE);
    }

    @Test
    void eigenvectorsGiveTheMatrixBack() {
        int n = 30;
        Random random = new Random(1);
        double[][] matrix = new double[n][n];
        double[][] copy = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double value = random.nextGaussian();
                matrix[i][j] = value;
                matrix[j][i] = value;
                copy[i][j] = value;
                copy[j][i] = value;
            }
        }

        SymmetricEigen eigen = SymmetricEigen.of(copy);

        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int k = 0; k < n; k++) {
                    sum += eigen.values()[k] * eigen.vectors()[k][i] * eigen.vectors()[k][j];
                }
                assertThat(sum).isCloseTo(matrix[i][j], within(1e-10));
            }
        }
        for (int k = 1; k < n; k++) {
            assertThat(eigen.values()[k]).isLessThanOrEqualTo(eigen.values()[k - 1]);
        }
    }

    private static IntentVectors prepared(Map<String, String> options) {
        return ItemTexts.prepared(
                POINTS, TrainingOptions.defaults("sr-gnn", Recipe.CORRECTED).with(options));
    }

    @Test
    void addedVectorsStayAsTheyAreUnlessTheyAreReducedOrNormalised() {
        assertThat(prepared(Map.of("item-text", "add"))).isSameAs(POINTS);
        assertThat(prepared(Map.of("item-text", "add", "item-text-normalisation", "unit"))
                        .values())
                .containsExactly(
                        new float[] {
                            (float) (5 / Math.sqrt(26)),
                            (float) (1 / Math.sqrt(26)),
                            (float) Math.sqrt(0.5),
                            (float) Math.sqrt(0.5),
                            (float) (3 / Math.sqrt(13)),
                            (float) (2 / Math.sqrt(13)),
                            1,
                            0,
                            0,
                            0
                        },
                        CLOSE);
        assertThat(prepared(Map.of(
                                "item-text", "add",
                                "item-text-reduction", "whiten",
                                "item-text-size", "1",
                                "item-text-normalisation", "unit"))
                        .values())
                .containsExactly(new float[] {1, -1, 0, 0, 0}, CLOSE);
    }

    @Test
    void besideHalfOfTheVectorIsText() {
        IntentVectors text = prepared(Map.of("item-text", "concat", "item-text-reduction", "pca", "dimension", "2"));

        assertThat(text.dimension()).isEqualTo(1);
        assertThatThrownBy(() -> prepared(Map.of("item-text", "concat", "dimension", "2")))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("item-text-reduction");
        assertThatThrownBy(() -> prepared(Map.of(
                        "item-text", "concat", "item-text-reduction", "pca", "item-text-size", "2", "dimension", "2")))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("below dimension");
    }

    @Test
    void startingVectorsAreAsLongAsRandomOnes() {
        IntentVectors text = prepared(Map.of("item-text", "init", "item-text-reduction", "whiten", "dimension", "2"));

        // Uniform from -1 / sqrt(d) to 1 / sqrt(d): a variance of 1 / (3 d).
        double squares = 0;
        for (float value : text.values()) {
            squares += value * value;
        }
        assertThat(squares / 8).isCloseTo(1 / 6.0, within(1e-6));
        assertThatThrownBy(() -> prepared(Map.of("item-text", "init", "item-text-reduction", "pca", "dimension", "8")))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("at most 2");
    }

    @Test
    void columnsFollowTheTitle() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("brand", "Acme");
        columns.put("genres", "Action|Comedy");
        Catalogue catalogue = new Catalogue(List.of(
                new Item("1", "Anvil", columns),
                new Item("2", "", Map.of("brand", "Acme")),
                new Item("3", "Rope", Map.of())));

        assertThat(ItemTexts.texts(catalogue, List.of("genres", "brand")))
                .containsExactly("Anvil, Action, Comedy, Acme", "Acme", "Rope");
        assertThat(ItemTexts.texts(catalogue, List.of())).containsExactly("Anvil", "", "Rope");
        assertThatThrownBy(() -> ItemTexts.texts(catalogue, List.of("colour")))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("'colour'")
                .hasMessageContaining("brand, genres");
    }
}
