package io.github.dmsrec.gnn.backbone;

import io.github.dmsrec.gnn.engine.ParameterSpec;
import io.github.dmsrec.gnn.engine.Segments;
import io.github.dmsrec.gnn.engine.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What both forms of CORE share (Hou et al., SIGIR 2022): a session vector is a sum of its clicks' item vectors whose
 * weights are positive and add up to one, so that sessions live where items do (eq. 1, "representation-consistent
 * encoder"), and scores are cosines over a temperature of 0.07, learned with drop-out on the items that are scored (eq. 6,
 * "robust distance measuring"). The two forms differ in the weights.
 */
final class CoreSpace {

    static final String PAPER = "Hou et al., CORE: Simple and Effective Session-based Recommendation within Consistent"
            + " Representation Space, SIGIR 2022";

    private CoreSpace() {}

    /** The defaults of the corrected recipe, with more of the backbone's own. */
    static Map<String, String> corrected(Map<String, String> own) {
        Map<String, String> all = new HashMap<>(Map.of(
                "logits", "cosine",
                // 1 / 0.07.
                "logit-scale", "14.285714285714286",
                "item-dropout", "0.2",
                "candidate-dropout", "0.2"));
        all.putAll(own);
        return all;
    }

    /** The defaults of the published recipe, with more of the backbone's own. */
    static Map<String, String> published(Map<String, String> own) {
        Map<String, String> all = corrected(Map.of(
                "batch-size", "2048",
                "epochs", "300",
                "patience", "5",
                "patience-counting", "consecutive",
                "targets", "every-prefix",
                "schedule", "constant",
                "weight-decay", "0",
                // Nothing is published of it with intents.
                "projection", "trained"));
        all.putAll(own);
        return all;
    }

    /**
     * What a form consists of.
     *
     * @param unusedTensors of its published checkpoints
     */
    static BackboneSpec spec(String name, List<ParameterSpec> parameters, Set<String> unusedTensors) {
        return BackboneSpec.builder(name, parameters)
                .unusedTensors(unusedTensors)
                .build();
    }

    /**
     * Weighted means of item vectors: of all clicks of each session, or of those up to each click that predicts.
     *
     * @param positions the clicks
     * @param clicks their item vectors [clicks, d]
     * @param logits whose soft-max over a session's clicks gives the weights [clicks, 1]
     * @param prefixes who sees whom, and the clicks that predict; null for whole sessions
     */
    static Encoding encoding(PackedPositions positions, Tensor clicks, Tensor logits, @Nullable Prefixes prefixes) {
        Tensor sessions;
        if (prefixes == null) {
            Segments segments = positions.segments();
            sessions = segments.sum(clicks.times(segments.softmax(logits)));
        } else {
            Tensor ones = Tensor.ones(clicks.precision(), clicks.size(0), 1);
            sessions = prefixes.attention
                    .attention(ones, logits, clicks, 1, 0)
                    .gather(Tensor.indices(prefixes.predicting));
        }
        return Encoding.of(SessionVectors.aligning(sessions, List.of(sessions)));
    }

    /**
     * The prefixes of sessions.
     *
     * @param attention of each click over those up to it
     * @param predicting the packed positions at which prefixes end
     */
    record Prefixes(CausalBlocks attention, int[] predicting) {}
}
