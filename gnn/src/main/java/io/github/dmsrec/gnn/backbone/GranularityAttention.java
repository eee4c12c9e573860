package io.github.dmsrec.gnn.backbone;

import static io.github.dmsrec.gnn.engine.ParameterSpec.uniform;

import io.github.dmsrec.gnn.backbone.GranularityBatch.Level;
import io.github.dmsrec.gnn.backbone.GranularityBatch.Relation;
import io.github.dmsrec.gnn.engine.HeadSums;
import io.github.dmsrec.gnn.engine.ParameterSpec;
import io.github.dmsrec.gnn.engine.ParameterSpec.Role;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Segments;
import io.github.dmsrec.gnn.engine.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * MSGIFSR's heterogeneous attention layer: graph attention (Velickovic et al., ICLR 2018) over every relation of the graph
 * and of the reversed graph, the sum of all of them, the highest of the heads, and the mean of the session's input vectors.
 *
 * <p>Every node gets the residual and the bias of every relation that can lead to its granularity, whether or not an edge
 * does. The published code leaves that to its graph library, which may skip a relation without edges in the batch, so that
 * a session's vector depends on the sessions beside it.
 *
 * <p>Attention logits are inner products with {@code Wᵀa}, which need no product with W. Where no two edges lead to the
 * same node, as in any session without repeats, the soft-max is over one logit and is left out.
 *
 * @param heads the number of heads
 * @param normed whether vectors are brought to length one
 * @param featureDropout on the vectors that edges start from and lead to, in training
 * @param attentionDropout on the attention, in training
 * @param d the length of all vectors
 */
record GranularityAttention(int heads, boolean normed, double featureDropout, double attentionDropout, int d) {

    private static final double SLOPE = 0.2;
    private static final String FORWARD = "layers.0.conv1.mods.";
    private static final String BACKWARD = "layers.0.conv2.mods.";

    /** One module for each granularity and one for the edges between granularities, for the graph and for its reverse. */
    List<ParameterSpec> parameters(int order) {
        double bound = 1 / Math.sqrt(d);
        List<ParameterSpec> specs = new ArrayList<>();
        for (String direction : List.of(FORWARD, BACKWARD)) {
            List<String> modules = new ArrayList<>();
            IntStream.range(0, order).forEach(level -> modules.add(direction + module(level, level)));
            if (order > 1) {
                modules.add(direction + module(0, 1));
            }
            for (String module : modules) {
                specs.add(uniform(module + "fc.weight", bound, (long) heads * d, d));
                specs.add(uniform(module + "attn_l", bound, heads, d));
                specs.add(uniform(module + "attn_r", bound, heads, d));
                specs.add(uniform(module + "bias", bound, (long) heads * d).as(Role.TRAINED_WITHOUT_DECAY));
            }
        }
        return specs;
    }

    /**
     * The layer's vectors of all nodes.
     *
     * @param features the input vectors [nodes, d] of each granularity
     * @return [nodes, d] of each granularity
     */
    List<Tensor> of(Parameters parameters, GranularityBatch batch, List<Tensor> features, boolean training) {
        List<Tensor> hidden = new ArrayList<>();
        for (int level = 0; level < features.size(); level++) {
            hidden.add(ofLevel(parameters, batch, features, level, training));
        }
        return hidden;
    }

    private Tensor ofLevel(
            Parameters parameters, GranularityBatch batch, List<Tensor> features, int level, boolean training) {
        Level nodes = batch.levels().get(level);
        Tensor x = features.get(level);
        Segments sessions = new Segments(nodes.session(), batch.sessions());
        Tensor rest = sessions.spread(sessions.mean(x));
        HeadSums sums = new HeadSums(bias(parameters, nodes, level), heads);
        for (boolean forward : new boolean[] {true, false}) {
            for (Relation relation : forward ? nodes.forward() : nodes.backward()) {
                // The residual is the same for all heads, so it can wait until the highest is found.
                Tensor target = training ? x.dropout(featureDropout) : x;
                rest = rest.plus(target);
                if (relation.to().length > 0) {
                    Tensor source = features.get(relation.source());
                    add(
                            parameters,
                            (forward ? FORWARD : BACKWARD) + module(relation.source(), level),
                            relation,
                            training ? source.dropout(featureDropout) : source,
                            target,
                            sums,
                            training);
                }
            }
        }
        Tensor hidden = sums.highest(nodes.nodes()).plus(rest);
        return normed ? hidden.normalised() : hidden;
    }

    private static Tensor bias(Parameters parameters, Level nodes, int level) {
        List<Tensor> biases = new ArrayList<>();
        nodes.forward()
                .forEach(relation -> biases.add(parameters.get(FORWARD + module(relation.source(), level) + "bias")));
        nodes.backward()
                .forEach(relation -> biases.add(parameters.get(BACKWARD + module(relation.source(), level) + "bias")));
        return biases.stream().reduce(Tensor::plus).orElseThrow();
    }

    private void add(
            Parameters parameters,
            String module,
            Relation relation,
            Tensor source,
            Tensor target,
            HeadSums sums,
            boolean training) {
        Tensor map = parameters.get(module + "fc.weight");
        Tensor from = Tensor.indices(relation.from());
        Optional<Tensor> weights = Optional.empty();
        if (!relation.alone()) {
            Segments edges = new Segments(relation.to(), (int) target.size(0));
            Tensor left = source.linear(folded(map, parameters.get(module + "attn_l")))
                    .gather(from);
            Tensor right = edges.spread(target.linear(folded(map, parameters.get(module + "attn_r"))));
            weights = Optional.of(edges.softmax(left.plus(right).leakyRelu(SLOPE)));
        }
        if (training && attentionDropout > 0) {
            Tensor attention =
                    weights.orElseGet(() -> Tensor.ones(parameters.precision(), relation.to().length, heads));
            weights = Optional.of(attention.dropout(attentionDropout));
        }
        sums.add(source.gather(from), map, weights, relation.to());
    }

    /** {@code W_headᵀ a_head} of every head: [heads, d]. */
    private Tensor folded(Tensor map, Tensor attention) {
        return attention.reshape(heads, 1, d).matmul(map.reshape(heads, d, d)).reshape(heads, d);
    }

    private static String module(int source, int target) {
        return source == target ? "intra" + (target + 1) + "." : "inter.";
    }
}
