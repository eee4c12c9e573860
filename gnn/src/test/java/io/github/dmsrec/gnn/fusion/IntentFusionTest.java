package io.github.dmsrec.gnn.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.intent.IntentRows;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.engine.Scope;
import io.github.dmsrec.gnn.engine.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class IntentFusionTest {

    private static final int D = 3;

    @Test
    void alignmentIsTheDivergenceOfTheSpecification() {
        try (Scope scope = Scope.inference()) {
            Tensor structural = Tensor.of(Precision.DOUBLE, new double[] {0.2, -0.1, 0.4, 0, 1, -1}, 2, 3);
            Tensor semantic = Tensor.of(Precision.DOUBLE, new double[] {0.1, 0.3, -0.2, 0.5, 0.5, 0}, 2, 3);

            assertThat(IntentFusion.alignment(structural, semantic).item()).isCloseTo(0.1258794, within(1e-7));
            assertThat(IntentFusion.alignment(structural, structural).item()).isZero();
        }
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
            assertThat(row(projected.explicit(), 0)).isEqualTo(projectionOf(parameters, 2, 3));
            assertThat(row(projected.latent(), 0)).isEqualTo(projectionOf(parameters, 5, 6));
            assertThat(row(projected.explicit(), 1)).isEqualTo(projectionOf(parameters, 3, 4));
            assertThat(row(projected.latent(), 1)).isEqualTo(projectionOf(parameters, 3, 4));
            assertThat(row(projected.explicit(), 2)).isEqualTo(projectionOf(parameters, 5, 6));
            assertThat(row(projected.latent(), 2)).isEqualTo(projectionOf(parameters, 5, 6));
            assertThat(row(projected.explicit(), 3)).isEqualTo(projectionOf(parameters, 0, 0));
            assertThat(row(projected.latent(), 3)).isEqualTo(projectionOf(parameters, 0, 0));
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
            assertThat(row(projected.explicit(), 0)).isEqualTo(projectionOf(parameters, 2, 3));
            assertThat(row(projected.latent(), 0)).isEqualTo(projectionOf(parameters, 5, 6));
            assertThat(row(projected.explicit(), 1)).isEqualTo(nullExplicit);
            assertThat(row(projected.latent(), 1)).isEqualTo(projectionOf(parameters, 3, 4));
            assertThat(row(projected.explicit(), 2)).isEqualTo(projectionOf(parameters, 5, 6));
            assertThat(row(projected.latent(), 2)).isEqualTo(nullLatent);
            assertThat(row(projected.explicit(), 3)).isEqualTo(nullExplicit);
            assertThat(row(projected.latent(), 3)).isEqualTo(nullLatent);
        }
    }

    @Test
    void dropoutWorksInTrainingOnlyAndOnTheVectorsBeforeTheProjection() {
        IntentFusion fusion = new IntentFusion(
                new FusionOptions(2, 0, 0.9, FusionOptions.Projection.FROZEN, FusionOptions.Missing.COPY_OTHER), D);
        IntentBatch ones = new IntentBatch(2, filled(2000, 1), filled(1000, 1), filled(2000, 1), filled(1000, 1));
        try (Parameters parameters = new Parameters(fusion.parameters(), Precision.DOUBLE, new RandomStreams(3));
                Scope scope = Scope.inference()) {
            Tensor calm = fusion.project(parameters, ones, false).explicit();
            Tensor training = fusion.project(parameters, ones, true).explicit();

            assertThat(row(calm, 7)).isEqualTo(projectionOf(parameters, 1, 1));
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
        return new IntentFusion(new FusionOptions(2, 0.1, 0, FusionOptions.Projection.FROZEN, missing), D);
    }

    /** W_p x + b_p, for a whole number x, so that it comes out the same in any order of operations. */
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
