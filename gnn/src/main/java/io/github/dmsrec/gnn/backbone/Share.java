package io.github.dmsrec.gnn.backbone;

import static io.github.dmsrec.gnn.engine.ParameterSpec.uniform;

import io.github.dmsrec.core.IntList;
import io.github.dmsrec.core.graph.SessionHypergraph;
import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.gnn.backbone.LossOptions.Loss;
import io.github.dmsrec.gnn.engine.ParameterSpec;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Segments;
import io.github.dmsrec.gnn.engine.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * SHARE (Wang et al., Session-based Recommendation with Hypergraph Attention Networks, SDM 2021): two layers of attention
 * from nodes to hyperedges and back over the session hypergraph, then one block of self-attention over the clicks, of
 * which the last click's vector is kept.
 *
 * <p>Maps that meet each other in a scalar product are multiplied with each other first, and the block asks for the last
 * click alone: the same function with a fraction of the multiplications.
 */
public final class Share implements Backbone {

    /** The name on the command line. */
    public static final String NAME = "share";

    private static final String LAYER_1 = "hgnn.gat1.";
    private static final String LAYER_2 = "hgnn.gat2.";
    private static final String ATTENTION = "layer_stack.0.slf_attn.";
    private static final String ATTENTION_NORM = ATTENTION + "layer_norm.";
    private static final String FEED_FORWARD = "layer_stack.0.pos_ffn.";
    private static final String FEED_FORWARD_NORM = FEED_FORWARD + "layer_norm.";
    private static final String FINAL_NORM = "layer_norm.";
    /** Keeps the layer norms finite; the published value. */
    private static final double EPSILON = 1e-6;

    private final int window;
    private final double dropout;
    private final double scale;
    private final BackboneSpec spec;

    /** How many clicks after its first a hyperedge has at most. */
    public static final Option<Integer> WINDOW =
            Option.integer("window", "how many clicks after its first a hyperedge has at most", 1, 1, 5);

    /** Drop-out on attention weights and on what layers add. */
    public static final Option<Double> DROPOUT =
            Option.rate("dropout", "drop-out on attention weights and on what layers add", 0.3);

    /** How layer norms start. */
    public static final Option<LayerNormStart> LAYER_NORM_START = Option.label(
                    "layer-norm-start",
                    "whether layer norms start at random gains and shifts, or at one and zero",
                    LayerNormStart.class,
                    LayerNormStart.UNIT)
            .published(LayerNormStart.UNIFORM);

    /** The entry in the registry. */
    static final BackboneKind KIND = new BackboneKind(
            NAME,
            "Wang et al., Session-based Recommendation with Hypergraph Attention Networks, SDM 2021",
            false,
            LossOptions.after(List.of(WINDOW, DROPOUT, LAYER_NORM_START), Loss.FULL),
            Map.of(
                    "patience", "3",
                    "weight-decay", "0.0",
                    "alignment-weight", "0.2",
                    "intent-dropout", "0.3",
                    "projection", "trained"),
            Map.of(),
            Share::new,
            LossOptions::loss,
            false);

    /** The start of the layer norms. */
    public enum LayerNormStart {
        /** Evenly around zero like all parameters, as published. */
        UNIFORM,
        /** Gains of one, shifts of zero. */
        UNIT
    }

    /** @param options sizes and the catalogue */
    public Share(BackboneOptions options) {
        int d = options.dimension();
        window = options.values().get(WINDOW);
        dropout = options.values().get(DROPOUT);
        scale = 1 / Math.sqrt(d);
        boolean unit = options.values().get(LAYER_NORM_START) == LayerNormStart.UNIT;
        double bound = 1 / Math.sqrt(d);
        List<ParameterSpec> parameters = new ArrayList<>(List.of(
                options.itemTable(),
                uniform(LAYER_1 + "word_context.weight", bound, 1, d),
                uniform(LAYER_1 + "weight2", bound, d, d),
                uniform(LAYER_1 + "weight3", bound, d, d),
                uniform(LAYER_2 + "word_context.weight", bound, 1, d),
                uniform(LAYER_2 + "weight", bound, d, d),
                uniform(LAYER_2 + "weight2", bound, d, d),
                uniform(LAYER_2 + "weight3", bound, d, d),
                uniform(ATTENTION + "w_qs.weight", bound, d, d),
                uniform(ATTENTION + "w_ks.weight", bound, d, d),
                uniform(ATTENTION + "w_vs.weight", bound, d, d),
                uniform(ATTENTION + "fc.weight", bound, d, d),
                uniform(FEED_FORWARD + "w_1.weight", bound, d, d),
                uniform(FEED_FORWARD + "w_1.bias", bound, d),
                uniform(FEED_FORWARD + "w_2.weight", bound, d, d),
                uniform(FEED_FORWARD + "w_2.bias", bound, d)));
        for (String norm : List.of(ATTENTION_NORM, FEED_FORWARD_NORM, FINAL_NORM)) {
            ParameterSpec gain = uniform(norm + "weight", bound, d);
            ParameterSpec shift = uniform(norm + "bias", bound, d);
            parameters.add(unit ? gain.startingAs(new ParameterSpec.Start.Constant(1)) : gain);
            parameters.add(unit ? shift.startingAs(new ParameterSpec.Start.Constant(0)) : shift);
        }
        spec = BackboneSpec.builder(NAME, parameters)
                .parts(1, 2)
                .unusedTensors(Set.of("embedding2.weight", "layer_norm1.weight", "layer_norm1.bias"))
                .build();
    }

    @Override
    public BackboneSpec spec() {
        return spec;
    }

    /**
     * A packed batch. Its incidences stand twice in it, by hyperedge and by node.
     *
     * @param edges the number of hyperedges
     * @param edge the hyperedge of each incidence, ascending
     * @param nodeInEdge its node
     * @param node the node of each incidence, ascending
     * @param edgeOfNode its hyperedge
     */
    private record Batch(
            PackedPositions positions,
            int[] itemRows,
            int edges,
            int[] edge,
            int[] nodeInEdge,
            int[] node,
            int[] edgeOfNode)
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
        IntList edge = new IntList();
        IntList node = new IntList();
        int edges = 0;
        for (int row : rows) {
            SessionHypergraph graph = SessionHypergraph.of(PackedPositions.itemsOf(prefixes, row), window);
            int firstNode = itemRows.size();
            positions.add(graph.alias(), firstNode);
            for (int item : graph.nodes()) {
                itemRows.add(item + 1);
            }
            for (int pair = 0; pair < graph.edge().length; pair++) {
                edge.add(edges + graph.edge()[pair]);
                node.add(firstNode + graph.node()[pair]);
            }
            edges += graph.edges();
        }
        return batch(positions.build(), itemRows.toArray(), edges, edge.toArray(), node.toArray());
    }

    /** Sorts the incidences by node too, by counting. */
    private static Batch batch(PackedPositions positions, int[] itemRows, int edges, int[] edge, int[] nodeInEdge) {
        int[] next = new int[itemRows.length + 1];
        for (int node : nodeInEdge) {
            next[node + 1]++;
        }
        for (int node = 0; node < itemRows.length; node++) {
            next[node + 1] += next[node];
        }
        int[] node = new int[edge.length];
        int[] edgeOfNode = new int[edge.length];
        for (int pair = 0; pair < edge.length; pair++) {
            int place = next[nodeInEdge[pair]]++;
            node[place] = nodeInEdge[pair];
            edgeOfNode[place] = edge[pair];
        }
        return new Batch(positions, itemRows, edges, edge, nodeInEdge, node, edgeOfNode);
    }

    @Override
    public Encoding forward(Parameters parameters, ItemVectors items, PackedBatch packed, boolean training) {
        Batch batch = (Batch) packed;
        double rate = training ? dropout : 0;
        Tensor x = items.of(batch.itemRows);
        Hypergraph graph = new Hypergraph(batch);
        // The second residual is the input again, not the first layer's output.
        Tensor first = graph.layer(parameters, LAYER_1, x, x, rate).plus(x);
        Tensor values = first.matmul(parameters.get(LAYER_2 + "weight"));
        Tensor nodes = graph.layer(parameters, LAYER_2, first, values, rate).plus(x);
        Tensor encoded = lastOfSelfAttention(parameters, batch.positions, nodes, rate);
        Tensor normalised = layerNorm(parameters, FINAL_NORM, encoded);
        return Encoding.of(new SessionVectors(encoded, encoded, List.of(normalised), List.of(encoded, normalised)));
    }

    /** The incidences of a batch as segments, inside the scope of one forward pass. */
    private final class Hypergraph {

        private final Segments nodesOfEdges;
        private final Tensor nodeInEdge;
        private final Segments edgesOfNodes;
        private final Tensor edgeOfNode;

        private Hypergraph(Batch batch) {
            nodesOfEdges = new Segments(batch.edge, batch.edges);
            nodeInEdge = Tensor.indices(batch.nodeInEdge);
            edgesOfNodes = new Segments(batch.node, batch.itemRows.length);
            edgeOfNode = Tensor.indices(batch.edgeOfNode);
        }

        /**
         * Attention from nodes to hyperedges and back, with S = X M_2.
         *
         * @param x what attends [nodes, d]
         * @param values what is attended to [nodes, d]
         */
        private Tensor layer(Parameters parameters, String layer, Tensor x, Tensor values, double rate) {
            Tensor m2 = parameters.get(layer + "weight2").times(scale);
            // c . S_i, as x_i (M_2 c): one context vector asks all nodes of all hyperedges.
            Tensor context = parameters.get(layer + "word_context.weight").transposed();
            Tensor relevance = x.matmul(m2.matmul(context)).gather(nodeInEdge);
            Tensor alpha = nodesOfEdges.softmax(relevance).dropout(rate);
            Tensor edges = nodesOfEdges.weightedSum(values, nodeInEdge, alpha);
            // S_i . (edge M_3), as x_i (M_2 M_3ᵀ) . edge.
            Tensor query = x.matmul(m2.matmul(parameters.get(layer + "weight3").transposed()));
            Tensor match =
                    edgesOfNodes.spread(query).times(edges.gather(edgeOfNode)).sumOfEachRow();
            Tensor gamma = edgesOfNodes.softmax(match).dropout(rate);
            return edgesOfNodes.weightedSum(edges, edgeOfNode, gamma).dropout(rate);
        }
    }

    /** The block's output at the last click of each session [B, d]. */
    private Tensor lastOfSelfAttention(Parameters parameters, PackedPositions positions, Tensor nodes, double rate) {
        Segments sessions = positions.segments();
        Tensor clicks = positions.clicks(nodes);
        Tensor last = clicks.gather(Tensor.indices(positions.last()));
        Tensor query = layerNorm(parameters, ATTENTION_NORM, last).linear(parameters.get(ATTENTION + "w_qs.weight"));
        // q . (W_k h) is (q W_k) . h, and the weighted sum of the W_v h is W_v times that of the h: with one query a
        // session, neither map needs to meet every click.
        Tensor asked = query.matmul(parameters.get(ATTENTION + "w_ks.weight")).times(scale);
        Tensor match = sessions.spread(asked).times(clicks).sumOfEachRow();
        Tensor weights = sessions.softmax(match).dropout(rate);
        Tensor attended = sessions.sum(clicks.times(weights))
                .linear(parameters.get(ATTENTION + "w_vs.weight"))
                .linear(parameters.get(ATTENTION + "fc.weight"))
                .dropout(rate)
                .plus(last);
        return layerNorm(parameters, FEED_FORWARD_NORM, attended)
                .linear(parameters.get(FEED_FORWARD + "w_1.weight"), parameters.get(FEED_FORWARD + "w_1.bias"))
                .relu()
                .linear(parameters.get(FEED_FORWARD + "w_2.weight"), parameters.get(FEED_FORWARD + "w_2.bias"))
                .dropout(rate)
                .plus(attended);
    }

    private static Tensor layerNorm(Parameters parameters, String norm, Tensor rows) {
        return rows.layerNorm(parameters.get(norm + "weight"), parameters.get(norm + "bias"), EPSILON);
    }
}
