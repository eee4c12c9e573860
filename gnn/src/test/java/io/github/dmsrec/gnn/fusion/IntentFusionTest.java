package io.github.dmsrec.gnn.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.intent.IntentRows;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.gnn.engine.ParameterSpec;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.engine.Scope;
import io.github.dmsrec.gnn.engine.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IntentFusionTest {

    /** The BLAS may add up in another order where it multiplies other numbers of rows. */
    private static final Offset<Double> ROUNDING = within(1e-13);

    private static final int D = 3;

    @Test
    void alignmentIsTheDivergenceOfTheSpecification() {
        try (Scope scope = Scope.inference()) {
            Tensor structural = Tensor.of(Precision.DOUBLE, new double[] {0.2, -0.1, 0.4, 0, 1, -1}, 2, 3);
            Tensor semantic = Tensor.of(Precision.DOUBLE, new double[] {0.1, 0.3, -0.2, 0.5, 0.5, 0}, 2, 3);

            IntentFusion fusion = fusion(FusionOptions.Missing.COPY_OTHER);
            assertThat(fusion.alignment(structural, semantic).item()).isCloseTo(0.1258794, within(1e-7));
            assertThat(fusion.alignment(structural, structural).item()).isZero();
            assertThat(aligning(FusionOptions.Direction.SEMANTIC_FIRST, FusionOptions.Gradient.BOTH)
                            .alignment(semantic, structural)
                            .item())
                    .isCloseTo(0.1258794, within(1e-7));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theAlignmentMovesTheSidesThatItIsToldTo(FusionOptions.Gradient gradient) {
        List<ParameterSpec> sides =
                List.of(ParameterSpec.uniform("structural", 1, 2, D), ParameterSpec.uniform("semantic", 1, 2, D));
        try (Parameters parameters = new Parameters(sides, Precision.DOUBLE, new RandomStreams(3))) {
            try (Scope scope = Scope.recording()) {
                aligning(FusionOptions.Direction.SEMANTIC_FIRST, gradient)
                        .alignment(parameters.get("structural"), parameters.get("semantic"))
                        .backward();
            }

            assertThat(moves(parameters, "structural")).isEqualTo(gradient != FusionOptions.Gradient.SEMANTIC);
            assertThat(moves(parameters, "semantic")).isEqualTo(gradient != FusionOptions.Gradient.STRUCTURAL);
        }
    }

    private static boolean moves(Parameters parameters, String name) {
        try (Scope scope = Scope.inference()) {
            return Arrays.stream(parameters.gradient(name).doubles()).anyMatch(slope -> slope != 0);
        }
    }

    @Test
    void controlArmsReplaceTheIntents() {
        IntentVectors vectors = new IntentVectors(2, new float[] {1, 2, 3, 4, 5, 6});
        IntentRows rows = new IntentRows(IntStream.range(0, 30)
                .mapToObj(row -> new IntentRows.Row(new int[] {row % 3}, new int[] {(row + 1) % 3}))
                .toList());
        int[] all = IntStream.range(0, 30).toArray();

        IntentBatch own =
                IntentSource.of(FusionOptions.Control.NONE, vectors, rows).of(all);
        IntentBatch zero =
                IntentSource.of(FusionOptions.Control.ZERO, vectors, rows).of(all);
        IntentBatch shuffled =
                IntentSource.of(FusionOptions.Control.SHUFFLED, vectors, rows).of(all);

        IntentBatch explicit = IntentSource.of(FusionOptions.Control.EXPLICIT_ONLY, vectors, rows)
                .of(all);
        IntentBatch latent = IntentSource.of(FusionOptions.Control.LATENT_ONLY, vectors, rows)
                .of(all);

        assertThat(own.explicit()).startsWith(1, 2, 3, 4, 5, 6);
        assertThat(explicit.explicit()).isEqualTo(own.explicit());
        assertThat(explicit.hasExplicit()).isEqualTo(own.hasExplicit());
        assertThat(explicit.latent()).containsOnly(0).hasSize(60);
        assertThat(explicit.hasLatent()).containsOnly(0).hasSize(30);
        assertThat(latent.latent()).isEqualTo(own.latent());
        assertThat(latent.hasLatent()).isEqualTo(own.hasLatent());
        assertThat(latent.explicit()).containsOnly(0).hasSize(60);
        assertThat(latent.hasExplicit()).containsOnly(0).hasSize(30);
        assertThat(zero.explicit()).containsOnly(0).hasSize(60);
        assertThat(zero.hasLatent()).containsOnly(1).hasSize(30);
        assertThat(shuffled.explicit()).isNotEqualTo(own.explicit());
        assertThat(sorted(shuffled.explicit())).isEqualTo(sorted(own.explicit()));
        // Both sides of a row come from the same other row.
        for (int row = 0; row < 30; row++) {
            assertThat(shuffled.latent()[2 * row]).isEqualTo((shuffled.explicit()[2 * row] + 2) % 6);
        }
    }

    private static float[] sorted(float[] values) {
        float[] copy = values.clone();
        Arrays.sort(copy);
        return copy;
    }

    @Test
    void intentsOfASessionAreAveraged() {
        IntentBatch batch = batch();

        assertThat(batch.explicit()).containsExactly(2, 3, 0, 0, 5, 6, 0, 0);
        assertThat(batch.hasExplicit()).containsExactly(1, 0, 1, 0);
        assertThat(batch.latent()).containsExactly(5, 6, 3, 4, 0, 0, 0, 0);
        assertThat(batch.hasLatent()).containsExactly(1, 1, 0, 0);
    }

    @Test
    void theOtherSideIsCopiedWhereOneIsMissing() {
        IntentFusion fusion = fusion(FusionOptions.Missing.COPY_OTHER);
        try (Parameters parameters = new Parameters(fusion.parameters(), Precision.DOUBLE, new RandomStreams(3));
                Scope scope = Scope.inference()) {
            IntentFusion.Projected projected = fusion.project(parameters, batch(), false);

            assertThat(parameters.has("intent_null.explicit")).isFalse();
            assertThat(row(projected.explicit(), 0)).containsExactly(projectionOf(parameters, 2, 3), ROUNDING);
            assertThat(row(projected.latent(), 0)).containsExactly(projectionOf(parameters, 5, 6), ROUNDING);
            assertThat(row(projected.explicit(), 1)).containsExactly(projectionOf(parameters, 3, 4), ROUNDING);
            assertThat(row(projected.latent(), 1)).containsExactly(projectionOf(parameters, 3, 4), ROUNDING);
            assertThat(row(projected.explicit(), 2)).containsExactly(projectionOf(parameters, 5, 6), ROUNDING);
            assertThat(row(projected.latent(), 2)).containsExactly(projectionOf(parameters, 5, 6), ROUNDING);
            assertThat(row(projected.explicit(), 3)).containsExactly(projectionOf(parameters, 0, 0), ROUNDING);
            assertThat(row(projected.latent(), 3)).containsExactly(projectionOf(parameters, 0, 0), ROUNDING);
        }
    }

    @Test
    void theNullVectorStandsExactlyWhereAnIntentIsMissing() {
        IntentFusion fusion = fusion(FusionOptions.Missing.NULL_VECTOR);
        try (Parameters parameters = new Parameters(fusion.parameters(), Precision.DOUBLE, new RandomStreams(3));
                Scope scope = Scope.inference()) {
            double[] nullExplicit = parameters.get("intent_null.explicit").doubles();
            double[] nullLatent = parameters.get("intent_null.latent").doubles();

            IntentFusion.Projected projected = fusion.project(parameters, batch(), false);

            assertThat(nullExplicit).isNotEqualTo(nullLatent);
            assertThat(row(projected.explicit(), 0)).containsExactly(projectionOf(parameters, 2, 3), ROUNDING);
            assertThat(row(projected.latent(), 0)).containsExactly(projectionOf(parameters, 5, 6), ROUNDING);
            assertThat(row(projected.explicit(), 1)).isEqualTo(nullExplicit);
            assertThat(row(projected.latent(), 1)).containsExactly(projectionOf(parameters, 3, 4), ROUNDING);
            assertThat(row(projected.explicit(), 2)).containsExactly(projectionOf(parameters, 5, 6), ROUNDING);
            assertThat(row(projected.latent(), 2)).isEqualTo(nullLatent);
            assertThat(row(projected.explicit(), 3)).isEqualTo(nullExplicit);
            assertThat(row(projected.latent(), 3)).isEqualTo(nullLatent);
        }
    }

    @Test
    void dropoutWorksInTrainingOnlyAndOnTheVectorsBeforeTheProjection() {
        IntentFusion fusion = fusion(
                FusionOptions.Direction.STRUCTURAL_FIRST,
                FusionOptions.Gradient.BOTH,
                0.9,
                FusionOptions.Missing.COPY_OTHER);
        IntentBatch ones = new IntentBatch(2, filled(2000, 1), filled(1000, 1), filled(2000, 1), filled(1000, 1));
        try (Parameters parameters = new Parameters(fusion.parameters(), Precision.DOUBLE, new RandomStreams(3));
                Scope scope = Scope.inference()) {
            Tensor calm = fusion.project(parameters, ones, false).explicit();
            Tensor training = fusion.project(parameters, ones, true).explicit();

            assertThat(row(calm, 7)).containsExactly(projectionOf(parameters, 1, 1), ROUNDING);
            // Both numbers of a vector fall out in 81 of 100 rows, and the bias alone is left.
            double[] bias = projectionOf(parameters, 0, 0);
            long biasAlone = 0;
            for (int row = 0; row < 1000; row++) {
                biasAlone += Arrays.equals(row(training, row), bias) ? 1 : 0;
            }
            assertThat(biasAlone).isBetween(750L, 870L);
        }
    }

    /** Two texts on the explicit side and one on the latent; latent only; explicit only; nothing. */
    private static IntentBatch batch() {
        IntentVectors vectors = new IntentVectors(2, new float[] {1, 2, 3, 4, 5, 6});
        IntentRows rows = new IntentRows(List.of(
                new IntentRows.Row(new int[] {2}, new int[0]),
                new IntentRows.Row(new int[] {0, 1}, new int[] {2}),
                IntentRows.Row.NONE,
                new IntentRows.Row(new int[0], new int[] {1})));
        return IntentBatch.of(vectors, rows, new int[] {1, 3, 0, 2});
    }

    private static IntentFusion fusion(FusionOptions.Missing missing) {
        return fusion(FusionOptions.Direction.STRUCTURAL_FIRST, FusionOptions.Gradient.BOTH, 0, missing);
    }

    private static IntentFusion aligning(FusionOptions.Direction direction, FusionOptions.Gradient gradient) {
        return fusion(direction, gradient, 0, FusionOptions.Missing.COPY_OTHER);
    }

    private static IntentFusion fusion(
            FusionOptions.Direction direction,
            FusionOptions.Gradient gradient,
            double dropout,
            FusionOptions.Missing missing) {
        return new IntentFusion(
                new FusionOptions(
                        2,
                        FusionOptions.Control.NONE,
                        FusionOptions.InScore.JOINED,
                        0.1,
                        direction,
                        gradient,
                        dropout,
                        FusionOptions.Projection.FROZEN,
                        FusionOptions.ProjectionStart.UNIFORM,
                        missing),
                D);
    }

    /** W_p x + b_p, for an integer x, so that it comes out the same in any order of operations. */
    private static double[] projectionOf(Parameters parameters, double... vector) {
        return Tensor.of(Precision.DOUBLE, vector, 1, 2)
                .linear(parameters.get("w"), parameters.get("b"))
                .doubles();
    }

    private static double[] row(Tensor tensor, int row) {
        return tensor.rows(row, row + 1L).doubles();
    }

    private static float[] filled(int count, float value) {
        float[] values = new float[count];
        Arrays.fill(values, value);
        return values;
    }
}
