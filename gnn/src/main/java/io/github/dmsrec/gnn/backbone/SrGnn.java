package io.github.dmsrec.gnn.backbone;

import io.github.dmsrec.core.graph.SessionGraph;
import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.gnn.backbone.LossOptions.Loss;
import io.github.dmsrec.gnn.engine.ParameterSpec;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Segments;
import io.github.dmsrec.gnn.engine.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * SR-GNN (Wu et al., Session-based Recommendation with Graph Neural Networks, AAAI 2019): one gated graph layer over the
 * directed session graph, then attention over all clicks with the last click as the query.
 */
public final class SrGnn implements Backbone {

    /** The name on the command line. */
    public static final String NAME = "sr-gnn";

    private final GatedGraph layer;
    private final BackboneSpec spec;

    /** The entry in the registry. */
    static final BackboneKind KIND = new BackboneKind(
            NAME,
            "Wu et al., Session-based Recommendation with Graph Neural Networks, AAAI 2019",
            false,
            LossOptions.after(List.of(), Loss.FULL),
            Map.of(),
            Map.of(),
            SrGnn::new,
            LossOptions::loss,
            false);

    /** @param options sizes and the catalogue */
    public SrGnn(BackboneOptions options) {
        int d = options.dimension();
        layer = new GatedGraph(d);
        List<ParameterSpec> parameters = new ArrayList<>();
        parameters.add(options.itemTable());
        parameters.addAll(layer.parameters());
        parameters.addAll(LastClickAttention.parameters(d));
        spec = BackboneSpec.builder(NAME, parameters)
                .parts(2, 2)
                .readOut(ReadOutForm.LINEAR_WITH_BIAS, ReadOutForm.LINEAR_WITH_BIAS)
                .unusedTensors(GatedGraph.UNUSED)
                .build();
    }

    @Override
    public BackboneSpec spec() {
        return spec;
    }

    private record Batch(PackedPositions positions, GatedGraph.Nodes nodes) implements PackedBatch {

        @Override
        public int sessions() {
            return positions.sessions();
        }
    }

    @Override
    public PackedBatch pack(Prefixes prefixes, int[] rows) {
        PackedPositions.Builder positions = new PackedPositions.Builder();
        GatedGraph.Builder nodes = new GatedGraph.Builder();
        for (int row : rows) {
            SessionGraph graph = SessionGraph.of(PackedPositions.itemsOf(prefixes, row));
            positions.add(graph.alias(), nodes.add(graph));
        }
        return new Batch(positions.build(), nodes.build());
    }

    @Override
    public Encoding forward(Parameters parameters, ItemVectors items, PackedBatch packed, boolean training) {
        Batch batch = (Batch) packed;
        Tensor nodes = layer.layer(parameters, items, batch.nodes);
        Tensor clicks = batch.positions.clicks(nodes);
        Segments sessions = batch.positions.segments();
        Tensor last = clicks.gather(Tensor.indices(batch.positions.last()));
        // Without soft-max.
        Tensor alpha = LastClickAttention.logits(parameters, last, clicks, sessions);
        Tensor global = sessions.sum(clicks.times(alpha));
        return Encoding.of(SessionVectors.aligning(global, List.of(global, last)));
    }
}
