package io.github.dmsrec.gnn.backbone;

import static io.github.dmsrec.gnn.engine.ParameterSpec.uniform;

import io.github.dmsrec.gnn.engine.ParameterSpec;
import io.github.dmsrec.gnn.engine.ParameterSpec.Role;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The input vectors of MSGIFSR's nodes: an item's own, and for a run of k items the mean of what an order-free reduction
 * and what a gated recurrent unit, one for each granularity, make of them.
 *
 * @param reduction the order-free one
 * @param normed whether vectors are brought to length one
 * @param d their length
 */
record GranularityFeatures(Msgifsr.Reduction reduction, boolean normed, int d) {

    /** The parameters for granularity 2 to the order. */
    List<ParameterSpec> parameters(int order) {
        double bound = 1 / Math.sqrt(d);
        List<ParameterSpec> specs = new ArrayList<>();
        for (int k = 2; k <= order; k++) {
            specs.addAll(unit(k).parameters());
            if (reduction == Msgifsr.Reduction.CONCAT) {
                specs.add(uniform(map(k) + "weight", bound, d, (long) k * d));
                specs.add(uniform(map(k) + "bias", bound, d).as(Role.TRAINED_WITHOUT_DECAY));
            }
        }
        return specs;
    }

    /** What the papers' checkpoints hold beside: the unit of granularity 1, which has nothing to run over. */
    List<String> unusedTensors() {
        return unit(1).parameters().stream().map(ParameterSpec::name).toList();
    }

    /**
     * The input vectors of the nodes of granularity k.
     *
     * @param rows [nodes, k]: rows of the item table
     * @return [nodes, d]
     */
    Tensor of(Parameters parameters, ItemVectors items, int k, int[] rows) {
        Tensor x = items.ofAtMostUnitNorm(rows);
        Tensor features = k == 1
                ? x
                : reduced(parameters, x, k).plus(read(parameters, x, k)).times(0.5);
        return normed ? features.normalised() : features;
    }

    private Tensor reduced(Parameters parameters, Tensor x, int k) {
        long nodes = x.size(0) / k;
        return switch (reduction) {
            case MEAN -> x.reshape(nodes, k, d).sumOver(1).times(1.0 / k);
            case MAX -> x.reshape(nodes, k, d).highest(1);
            case CONCAT ->
                x.reshape(nodes, (long) k * d)
                        .linear(parameters.get(map(k) + "weight"), parameters.get(map(k) + "bias"));
        };
    }

    private Tensor read(Parameters parameters, Tensor x, int k) {
        long nodes = x.size(0) / k;
        Tensor steps = x.reshape(nodes, (long) k * d);
        List<Tensor> states = unit(k).states(parameters, k, step -> steps.columns((long) step * d, (step + 1L) * d));
        return states.get(k - 1);
    }

    private RecurrentUnit unit(int k) {
        return new RecurrentUnit("expander.GRUs." + (k - 1) + ".", d);
    }

    private static String map(int k) {
        return "expander.Ws." + (k - 1) + ".";
    }
}
