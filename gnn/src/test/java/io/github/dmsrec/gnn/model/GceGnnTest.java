package io.github.dmsrec.gnn.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.graph.GlobalGraph;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.session.TinyDataset;
import io.github.dmsrec.gnn.backbone.Backbone;
import io.github.dmsrec.gnn.backbone.BackboneOptions;
import io.github.dmsrec.gnn.backbone.GceGnn;
import io.github.dmsrec.gnn.backbone.ItemVectors;
import io.github.dmsrec.gnn.backbone.Logits;
import io.github.dmsrec.gnn.backbone.NeighbourTable;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.engine.Scope;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

class GceGnnTest {

    private static final int D = 4;
    private static final TrainingOptions OPTIONS = TrainingOptions.defaults(GceGnn.NAME, Recipe.CORRECTED);

    @Nested
    @ParameterizedClass
    @EnumSource
    class Contract extends SessionModelContractTest {
        Contract(Mode mode) {
            super(OPTIONS, mode);
        }
    }

    @Test
    void clicksBeyondGceGnnsPositionTableShareItsLastRow() {
        GceGnn shorter = gceGnn(20);
        GceGnn longer = gceGnn(60);
        int[] session =
                IntStream.range(0, 50).map(i -> i * 7 % TinyDataset.ITEMS).toArray();
        try (Parameters few = new Parameters(shorter.spec().parameters(), Precision.DOUBLE, new RandomStreams(1));
                Parameters many = new Parameters(longer.spec().parameters(), Precision.DOUBLE, new RandomStreams(1))) {
            double[] table = values(few, "pos_embedding.weight");
            double[] repeated = Arrays.copyOf(table, 60 * D);
            for (int row = 20; row < 60; row++) {
                System.arraycopy(table, 19 * D, repeated, row * D, D);
            }
            many.set("pos_embedding.weight", repeated);

            double[] expected = encode(longer, many, session);

            assertThat(encode(shorter, few, session)).isEqualTo(expected);
            // The row does matter: without it the vector is another.
            Arrays.fill(table, 19 * D, 20 * D, 0);
            few.set("pos_embedding.weight", table);
            assertThat(encode(shorter, few, session)).isNotEqualTo(expected);
        }
    }

    private static double[] encode(GceGnn backbone, Parameters parameters, int[] session) {
        try (Scope scope = Scope.inference()) {
            ItemVectors items = new ItemVectors(parameters.get(Backbone.ITEM_TABLE), 1, Logits.DOT, 1, 0);
            return backbone.forward(parameters, items, backbone.pack(Prefixes.of(session), new int[] {0}), false)
                    .views()
                    .get(0)
                    .alignedWithLatent()
                    .doubles();
        }
    }

    private static double[] values(Parameters parameters, String name) {
        try (Scope scope = Scope.inference()) {
            return parameters.get(name).doubles();
        }
    }

    private static GceGnn gceGnn(int positions) {
        GlobalGraph graph =
                GlobalGraph.of(TinyDataset.create().sessions(Split.TRAIN), TinyDataset.ITEMS, NeighbourTable.PER_ITEM);
        return new GceGnn(
                new BackboneOptions(
                        TinyDataset.ITEMS,
                        D,
                        BackboneOptions.PaddingRow.ZERO,
                        OPTIONS.values(),
                        Optional.of(NeighbourTable.strongest(graph, NeighbourTable.PER_ITEM))),
                positions);
    }
}
