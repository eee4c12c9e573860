package io.github.dmsrec.gnn.backbone;

import static io.github.dmsrec.gnn.engine.ParameterSpec.uniform;

import io.github.dmsrec.core.IntList;
import io.github.dmsrec.core.graph.SessionGraph;
import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.gnn.engine.ParameterSpec;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Segments;
import io.github.dmsrec.gnn.engine.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * SR-GNN (Wu et al., Session-based Recommendation with Graph Neural Networks, AAAI 2019): one gated graph layer over the
 * directed session graph, then attention over all clicks with the last click as the query.
 *
 * <p>The two edge maps are multiplied into the gates' input weights before they meet the nodes: the same function with
 * fewer multiplications, since there are more nodes in a batch than rows in a weight.
 */
public final class SrGnn implements Backbone {

    /** The name on the command line. */
    public static final String NAME = "sr-gnn";

    private final int d;
    private final Anatomy anatomy;

    /** The entry in the registry. */
    static final BackboneKind KIND = new BackboneKind(
            NAME,
            "Wu et al., Session-based Recommendation with Graph Neural Networks, AAAI 2019",
            false,
            List.of(),
            Map.of(),
            Map.of(),
            SrGnn::new);

    /** @param options sizes and the catalogue */
    public SrGnn(BackboneOptions options) {
        d = options.dimension();
        double bound = 1 / Math.sqrt(d);
        List<ParameterSpec> parameters = List.of(
                options.itemTable(),
                uniform("gnn.w_ih", bound, 3L * d, 2L * d),
                uniform("gnn.w_hh", bound, 3L * d, d),
                uniform("gnn.b_ih", bound, 3L * d),
                uniform("gnn.b_hh", bound, 3L * d),
                uniform("gnn.b_iah", bound, d),
                uniform("gnn.b_oah", bound, d),
                uniform("gnn.linear_edge_in.weight", bound, d, d),
                uniform("gnn.linear_edge_in.bias", bound, d),
                uniform("gnn.linear_edge_out.weight", bound, d, d),
                uniform("gnn.linear_edge_out.bias", bound, d),
                uniform("linear_one.weight", bound, d, d),
                uniform("linear_one.bias", bound, d),
                uniform("linear_two.weight", bound, d, d),
                uniform("linear_two.bias", bound, d),
                uniform("linear_three.weight", bound, 1, d));
        anatomy = new Anatomy(
                NAME,
                parameters,
                2,
                ReadOutForm.LINEAR_WITH_BIAS,
                ReadOutForm.LINEAR_WITH_BIAS,
                false,
                Set.of("gnn.linear_edge_f.weight", "gnn.linear_edge_f.bias"));
    }

    @Override
    public Anatomy anatomy() {
        return anatomy;
    }

    /**
     * A packed batch.
     *
     * @param source the node that an edge takes from, for incoming and then for outgoing edges
     * @param target twice the node that it adds to, plus one for outgoing edges
     * @param weights of the edges; empty if all are one, as in sessions without repeats
     * @param hasEdges [nodes, 2]: one where a node has incoming, outgoing edges
     */
    private record Batch(
            PackedPositions positions, int[] itemRows, int[] source, int[] target, float[] weights, float[] hasEdges)
            implements PackedBatch {

        @Override
        public int sessions() {
            return positions.sessions();
        }
    }

    @Override
    public PackedBatch pack(Prefixes prefixes, int[] rows) {
        PackedPositions.Builder positions = new PackedPositions.Builder();
        IntList itemRows = new IntList();
        IntList source = new IntList();
        IntList target = new IntList();
        FloatList weights = new FloatList();
        boolean weighted = false;
        for (int row : rows) {
            SessionGraph graph = SessionGraph.of(PackedPositions.itemsOf(prefixes, row));
            int firstNode = itemRows.size();
            positions.add(graph.alias(), firstNode);
            for (int item : graph.nodes()) {
                itemRows.add(item + 1);
            }
            for (int e = 0; e < graph.from().length; e++) {
                int from = firstNode + graph.from()[e];
                int to = firstNode + graph.to()[e];
                source.add(from);
                target.add(2 * to);
                weights.add(graph.inWeight()[e]);
                source.add(to);
                target.add(2 * from + 1);
                weights.add(graph.outWeight()[e]);
                weighted |= graph.inWeight()[e] != 1 || graph.outWeight()[e] != 1;
            }
        }
        float[] hasEdges = new float[2 * itemRows.size()];
        for (int e = 0; e < target.size(); e++) {
            hasEdges[target.get(e)] = 1;
        }
        return new Batch(
                positions.build(),
                itemRows.toArray(),
                source.toArray(),
                target.toArray(),
                weighted ? weights.toArray() : new float[0],
                hasEdges);
    }

    @Override
    public Encoding forward(Parameters parameters, ItemVectors items, PackedBatch packed, boolean training) {
        Batch batch = (Batch) packed;
        Tensor nodes = gatedGraphLayer(parameters, items, batch);
        Tensor clicks = batch.positions.clicks(nodes);
        Segments sessions = batch.positions.segments();
        Tensor last = clicks.gather(Tensor.indices(batch.positions.last()));
        // alpha_t = wᵀ sigmoid(M_1 h_n + c_1 + M_2 H_t + c_2), without soft-max.
        Tensor query = last.linear(parameters.get("linear_one.weight"), parameters.get("linear_one.bias"));
        Tensor keys = clicks.linear(parameters.get("linear_two.weight"), parameters.get("linear_two.bias"));
        Tensor alpha = keys.plus(sessions.spread(query)).sigmoid().linear(parameters.get("linear_three.weight"));
        Tensor global = sessions.sum(clicks.times(alpha));
        return Encoding.of(SessionVectors.aligning(global, List.of(global, last)));
    }

    private Tensor gatedGraphLayer(Parameters parameters, ItemVectors items, Batch batch) {
        Tensor x = items.of(batch.itemRows);
        Tensor neighbours = neighbours(parameters, batch, x);
        Tensor inputWeight = inputWeight(parameters);
        Tensor inputBias = inputBias(parameters);
        Tensor hiddenWeight = parameters.get("gnn.w_hh");
        Tensor hiddenBias = parameters.get("gnn.b_hh");
        long gateRows = 2L * d;
        long allRows = 3L * d;
        Tensor gates = neighbours
                .linear(
                        inputWeight.rows(0, gateRows),
                        inputBias.rows(0, gateRows).plus(hiddenBias.rows(0, gateRows)))
                .plusProduct(x, hiddenWeight.rows(0, gateRows).transposed())
                .sigmoid();
        Tensor reset = gates.columns(0, d);
        Tensor update = gates.columns(d, gateRows);
        Tensor memory = x.linear(hiddenWeight.rows(gateRows, allRows), hiddenBias.rows(gateRows, allRows));
        Tensor proposal = neighbours
                .linear(inputWeight.rows(gateRows, allRows), inputBias.rows(gateRows, allRows))
                .plus(reset.times(memory))
                .tanh();
        // Near one, the update gate keeps the old state.
        return proposal.towards(x, update);
    }

    /** [A_in X ; A_out X ; A_in 1 ; A_out 1], the last two columns being what the edge maps' biases are weighted with. */
    private Tensor neighbours(Parameters parameters, Batch batch, Tensor x) {
        long count = batch.itemRows.length;
        Tensor taken = x.gather(Tensor.indices(batch.source));
        if (batch.weights.length > 0) {
            taken = taken.times(Tensor.of(parameters.precision(), batch.weights, batch.weights.length, 1));
        }
        Tensor both = taken.sumInto(Tensor.indices(batch.target), 2 * count).reshape(count, 2L * d);
        return Tensor.beside(List.of(both, Tensor.of(parameters.precision(), batch.hasEdges, count, 2)));
    }

    /** G_i [M_in ; M_out ; c_in ; c_out], each half of G_i with its own edge map: [3d, 2d + 2]. */
    private Tensor inputWeight(Parameters parameters) {
        Tensor in = parameters.get("gnn.w_ih").columns(0, d);
        Tensor out = parameters.get("gnn.w_ih").columns(d, 2L * d);
        return Tensor.beside(List.of(
                in.matmul(parameters.get("gnn.linear_edge_in.weight")),
                out.matmul(parameters.get("gnn.linear_edge_out.weight")),
                in.matmul(parameters.get("gnn.linear_edge_in.bias").reshape(d, 1)),
                out.matmul(parameters.get("gnn.linear_edge_out.bias").reshape(d, 1))));
    }

    /** G_i [q_in ; q_out] + g_i: [3d]. */
    private Tensor inputBias(Parameters parameters) {
        return Tensor.below(List.of(parameters.get("gnn.b_iah"), parameters.get("gnn.b_oah")))
                .reshape(1, 2L * d)
                .linear(parameters.get("gnn.w_ih"), parameters.get("gnn.b_ih"))
                .reshape(3L * d);
    }
}
