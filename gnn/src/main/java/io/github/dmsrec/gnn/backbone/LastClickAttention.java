package io.github.dmsrec.gnn.backbone;

import static io.github.dmsrec.gnn.engine.ParameterSpec.uniform;

import io.github.dmsrec.gnn.engine.ParameterSpec;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Segments;
import io.github.dmsrec.gnn.engine.Tensor;
import java.util.List;

/** How much each click of a session counts, with its last click as the query: SR-GNN's, which TAGNN soft-maxes. */
final class LastClickAttention {

    private LastClickAttention() {}

    /** M_1, c_1, M_2, c_2 and w. */
    static List<ParameterSpec> parameters(int d) {
        double bound = 1 / Math.sqrt(d);
        return List.of(
                uniform("linear_one.weight", bound, d, d),
                uniform("linear_one.bias", bound, d),
                uniform("linear_two.weight", bound, d, d),
                uniform("linear_two.bias", bound, d),
                uniform("linear_three.weight", bound, 1, d));
    }

    /**
     * {@code wᵀ sigmoid(M_1 h_n + c_1 + M_2 H_t + c_2)}.
     *
     * @param last the last click h_n of each session [B, d]
     * @param clicks the vectors H_t [n, d]
     * @param sessions the session of each of them
     * @return [n, 1]
     */
    static Tensor logits(Parameters parameters, Tensor last, Tensor clicks, Segments sessions) {
        Tensor query = last.linear(parameters.get("linear_one.weight"), parameters.get("linear_one.bias"));
        Tensor keys = clicks.linear(parameters.get("linear_two.weight"), parameters.get("linear_two.bias"));
        return keys.plus(sessions.spread(query)).sigmoid().linear(parameters.get("linear_three.weight"));
    }
}
