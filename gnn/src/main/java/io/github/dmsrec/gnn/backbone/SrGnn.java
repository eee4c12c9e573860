package io.github.dmsrec.gnn.backbone;

import static io.github.dmsrec.gnn.engine.ParameterSpec.uniform;

import io.github.dmsrec.core.graph.SessionGraph;
import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.gnn.engine.ParameterSpec;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Segments;
import io.github.dmsrec.gnn.engine.Tensor;
import java.util.List;
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
    private final List<ParameterSpec> parameters;

    /** @param options sizes and the catalogue */
    public SrGnn(BackboneOptions options) {
        d = options.dimension();
        double bound = 1 / Math.sqrt(d);
        parameters = List.of(
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
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<ParameterSpec> parameters() {
        return parameters;
    }

    @Override
    public int partCount() {
        return 2;
    }

    @Override
    public ReadOutForm baseReadOut() {
        return ReadOutForm.LINEAR_WITH_BIAS;
    }

    @Override
    public ReadOutForm fusedReadOut() {
        return ReadOutForm.LINEAR_WITH_BIAS;
    }

    @Override
    public Set<String> unusedTensors() {
        return Set.of("gnn.linear_edge_f.weight", "gnn.linear_edge_f.bias");
    }

    private record Batch(
            PackedPositions positions,
            int[] itemRows,
            int[] from,
            int[] to,
            float[] inWeights,
            float[] outWeights,
            float[] hasIncoming,
            float[] hasOutgoing)
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
        IntList from = new IntList();
        IntList to = new IntList();
        FloatList inWeights = new FloatList();
        FloatList outWeights = new FloatList();
        for (int row : rows) {
            SessionGraph graph = SessionGraph.of(PackedPositions.itemsOf(prefixes, row));
            int firstNode = itemRows.size();
            positions.add(graph.alias(), firstNode);
            for (int item : graph.nodes()) {
                itemRows.add(item + 1);
            }
            for (int e = 0; e < graph.from().length; e++) {
                from.add(firstNode + graph.from()[e]);
                to.add(firstNode + graph.to()[e]);
                inWeights.add(graph.inWeight()[e]);
                outWeights.add(graph.outWeight()[e]);
            }
        }
        float[] hasIncoming = new float[itemRows.size()];
        float[] hasOutgoing = new float[itemRows.size()];
        for (int e = 0; e < from.size(); e++) {
            hasIncoming[to.get(e)] = 1;
            hasOutgoing[from.get(e)] = 1;
        }
        return new Batch(
                positions.build(),
                itemRows.toArray(),
                from.toArray(),
                to.toArray(),
                inWeights.toArray(),
                outWeights.toArray(),
                hasIncoming,
                hasOutgoing);
    }

    @Override
    public SessionVectors forward(Parameters parameters, PackedBatch packed, boolean training) {
        Batch batch = (Batch) packed;
        Tensor nodes = gatedGraphLayer(parameters, batch);
        Tensor node = Tensor.indices(batch.positions.node());
        Tensor clicks = nodes.gather(node);
        Segments sessions = batch.positions.segments();
        Tensor last = clicks.gather(Tensor.indices(batch.positions.last()));
        // alpha_t = wᵀ sigmoid(M_1 h_n + c_1 + M_2 H_t + c_2), without soft-max.
        Tensor query = last.linear(parameters.get("linear_one.weight"), parameters.get("linear_one.bias"));
        Tensor keys = clicks.linear(parameters.get("linear_two.weight"), parameters.get("linear_two.bias"));
        Tensor alpha = keys.plus(sessions.spread(query)).sigmoid().linear(parameters.get("linear_three.weight"));
        Tensor global = sessions.sum(clicks.times(alpha));
        return SessionVectors.aligning(global, List.of(global, last));
    }

    private Tensor gatedGraphLayer(Parameters parameters, Batch batch) {
        Tensor x = parameters.get(ITEM_TABLE).gather(Tensor.indices(batch.itemRows));
        long count = batch.itemRows.length;
        Tensor from = Tensor.indices(batch.from);
        Tensor to = Tensor.indices(batch.to);
        long edges = batch.from.length;
        Tensor incoming = x.gather(from)
                .times(Tensor.of(parameters.precision(), batch.inWeights, edges, 1))
                .sumInto(to, count);
        Tensor outgoing = x.gather(to)
                .times(Tensor.of(parameters.precision(), batch.outWeights, edges, 1))
                .sumInto(from, count);
        Tensor gateWeight = parameters.get("gnn.w_ih");
        Tensor inGate = gateWeight.columns(0, d);
        Tensor outGate = gateWeight.columns(d, 2L * d);
        // A (X Mᵀ + c) = (A X) Mᵀ + (A 1) c, and A 1 is one where a node has edges, else zero.
        Tensor has = Tensor.beside(List.of(
                Tensor.of(parameters.precision(), batch.hasIncoming, count, 1),
                Tensor.of(parameters.precision(), batch.hasOutgoing, count, 1)));
        Tensor inMap = inGate.matmul(parameters.get("gnn.linear_edge_in.weight"));
        Tensor outMap = outGate.matmul(parameters.get("gnn.linear_edge_out.weight"));
        Tensor inShift = inGate.matmul(parameters.get("gnn.linear_edge_in.bias").reshape(d, 1));
        Tensor outShift =
                outGate.matmul(parameters.get("gnn.linear_edge_out.bias").reshape(d, 1));
        Tensor aggregated = Tensor.beside(List.of(incoming, outgoing, has));
        Tensor weight = Tensor.beside(List.of(inMap, outMap, inShift, outShift));
        Tensor bias = Tensor.below(List.of(parameters.get("gnn.b_iah"), parameters.get("gnn.b_oah")))
                .reshape(1, 2L * d)
                .linear(gateWeight, parameters.get("gnn.b_ih"))
                .reshape(3L * d);
        Tensor input = aggregated.linear(weight, bias);
        Tensor hidden = x.linear(parameters.get("gnn.w_hh"), parameters.get("gnn.b_hh"));
        Tensor gates = input.columns(0, 2L * d).plus(hidden.columns(0, 2L * d)).sigmoid();
        Tensor reset = gates.columns(0, d);
        Tensor update = gates.columns(d, 2L * d);
        Tensor proposal = input.columns(2L * d, 3L * d)
                .plus(reset.times(hidden.columns(2L * d, 3L * d)))
                .tanh();
        // Near one, the update gate keeps the old state.
        return proposal.towards(x, update);
    }
}
