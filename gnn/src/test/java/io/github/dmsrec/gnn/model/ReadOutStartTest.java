package io.github.dmsrec.gnn.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.gnn.backbone.NeighbourTable;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** At the start, GCE-GNN's clicks speak for items like them; as published, the seed decides that. */
class ReadOutStartTest {

    @Test
    void theCorrectedStartIsPositive() {
        for (long seed = 1; seed <= 20; seed++) {
            for (double weight : startOf(Recipe.CORRECTED, seed)) {
                assertThat(weight).isBetween(0.0, 0.1);
            }
        }
    }

    @Test
    void thePublishedStartHasASumOfEitherSign() {
        int positive = 0;
        for (long seed = 1; seed <= 20; seed++) {
            double sum = 0;
            for (double weight : startOf(Recipe.PUBLISHED, seed)) {
                assertThat(weight).isBetween(-0.1, 0.1);
                sum += weight;
            }
            positive += sum > 0 ? 1 : 0;
        }
        assertThat(positive).isBetween(3, 17);
    }

    private static double[] startOf(Recipe recipe, long seed) {
        TrainingOptions options = TrainingOptions.defaults("gce-gnn", recipe);
        NeighbourTable none = new NeighbourTable(1, new int[6], new int[6]);
        SessionNetwork network =
                Networks.create(options, 5, Optional.of(none), OptionalInt.empty(), OptionalInt.empty());
        try (Parameters parameters = new Parameters(network.parameters(), Precision.FLOAT, new RandomStreams(seed))) {
            return parameters.get("w_2").doubles();
        }
    }
}
