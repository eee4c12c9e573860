package io.github.dmsrec.gnn.backbone;

import static io.github.dmsrec.gnn.engine.ParameterSpec.uniform;

import io.github.dmsrec.core.FloatList;
import io.github.dmsrec.core.IntList;
import io.github.dmsrec.core.graph.SessionGraph;
import io.github.dmsrec.gnn.engine.ParameterSpec;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Tensor;
import java.util.List;
import java.util.Set;

/**
 * One gated graph layer over the directed session graph (Wu et al., Session-based Recommendation with Graph Neural
 * Networks, AAAI 2019; also TAGNN).
 *
 * <p>The two edge maps are multiplied into the gates' input weights before they meet the nodes: the same function with
 * fewer multiplications, since there are more nodes in a batch than rows in a weight.
 *
 * @param d the length of all vectors
 */
record GatedGraph(int d) {

    /** Tensors of the papers' checkpoints that never enter the computation: a third edge map. */
    static final Set<String> UNUSED = Set.of("gnn.linear_edge_f.weight", "gnn.linear_edge_f.bias");

    /** The parameters of the layer. */
    List<ParameterSpec> parameters() {
        double bound = 1 / Math.sqrt(d);
        return List.of(
                uniform("gnn.w_ih", bound, 3L * d, 2L * d),
                uniform("gnn.w_hh", bound, 3L * d, d),
                uniform("gnn.b_ih", bound, 3L * d),
                uniform("gnn.b_hh", bound, 3L * d),
                uniform("gnn.b_iah", bound, d),
                uniform("gnn.b_oah", bound, d),
                uniform("gnn.linear_edge_in.weight", bound, d, d),
                uniform("gnn.linear_edge_in.bias", bound, d),
                uniform("gnn.linear_edge_out.weight", bound, d, d),
                uniform("gnn.linear_edge_out.bias", bound, d));
    }

    /**
     * The nodes and edges of a batch.
     *
     * @param itemRows the row of the item table of each node
     * @param source the node that an edge takes from, for incoming and then for outgoing edges
     * @param target twice the node that it adds to, plus one for outgoing edges
     * @param weights of the edges; empty if all are one, as in sessions without repeats
     * @param hasEdges [nodes, 2]: one where a node has incoming, outgoing edges
     */
    record Nodes(int[] itemRows, int[] source, int[] target, float[] weights, float[] hasEdges) {}

    /** Collects the graphs of a batch. */
    static final class Builder {

        private final IntList itemRows = new IntList();
        private final IntList source = new IntList();
        private final IntList target = new IntList();
        private final FloatList weights = new FloatList();
        private boolean weighted;

        /** Adds the graph of a session; returns the packed number of its first node. */
        int add(SessionGraph graph) {
            int firstNode = itemRows.size();
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
            return firstNode;
        }

        /** Adds a node of the padding row, without edges. */
        void addPadding() {
            itemRows.add(0);
        }

        Nodes build() {
            float[] hasEdges = new float[2 * itemRows.size()];
            for (int e = 0; e < target.size(); e++) {
                hasEdges[target.get(e)] = 1;
            }
            return new Nodes(
                    itemRows.toArray(),
                    source.toArray(),
                    target.toArray(),
                    weighted ? weights.toArray() : new float[0],
                    hasEdges);
        }
    }

    /**
     * The vectors of all nodes after the layer, [nodes, d].
     *
     * @param parameters those of {@link #parameters()} among them
     * @param items what the nodes start from
     * @param batch packed nodes and edges
     */
    Tensor layer(Parameters parameters, ItemVectors items, Nodes batch) {
        Tensor x = items.of(batch.itemRows);
        Tensor neighbours = neighbours(parameters, batch, x);
        Tensor inputWeight = parameters.derived("gnn input weight", () -> inputWeight(parameters));
        Tensor inputBias = parameters.derived("gnn input bias", () -> inputBias(parameters));
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
    private Tensor neighbours(Parameters parameters, Nodes batch, Tensor x) {
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
