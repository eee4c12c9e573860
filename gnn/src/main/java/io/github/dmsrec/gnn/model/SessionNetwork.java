package io.github.dmsrec.gnn.model;

import io.github.dmsrec.gnn.backbone.Anatomy;
import io.github.dmsrec.gnn.backbone.Backbone;
import io.github.dmsrec.gnn.backbone.ReadOutForm;
import io.github.dmsrec.gnn.backbone.SessionVectors;
import io.github.dmsrec.gnn.engine.ParameterSpec;
import io.github.dmsrec.gnn.engine.ParameterSpec.Role;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Tensor;
import io.github.dmsrec.gnn.fusion.IntentBatch;
import io.github.dmsrec.gnn.fusion.IntentFusion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A whole model: backbone, intent fusion if there is one, read-out map, scores over the catalogue. Stateless; the
 * parameters come from outside.
 */
public final class SessionNetwork {

    private static final String READ_OUT_WEIGHT = "linear_transform.weight";
    private static final String READ_OUT_BIAS = "linear_transform.bias";

    private final Backbone backbone;
    private final Optional<IntentFusion> fusion;
    private final ReadOutForm readOut;
    private final int d;

    /**
     * @param backbone the session encoder
     * @param fusion the intent fusion, or none for the base model
     * @param d the length of all vectors
     * @param biasForFusedMap whether a fused read-out map that is published without a bias gets one
     */
    public SessionNetwork(Backbone backbone, Optional<IntentFusion> fusion, int d, boolean biasForFusedMap) {
        this.backbone = backbone;
        this.fusion = fusion;
        this.d = d;
        Anatomy anatomy = backbone.anatomy();
        ReadOutForm form = fusion.isPresent() ? anatomy.fusedReadOut() : anatomy.baseReadOut();
        this.readOut = form == ReadOutForm.LINEAR && biasForFusedMap ? ReadOutForm.LINEAR_WITH_BIAS : form;
    }

    /** The session encoder. */
    public Backbone backbone() {
        return backbone;
    }

    /** Whether intents enter. */
    public boolean isFused() {
        return fusion.isPresent();
    }

    /** All parameters, under the papers' names. */
    public List<ParameterSpec> parameters() {
        List<ParameterSpec> specs = new ArrayList<>(backbone.anatomy().parameters());
        if (readOut != ReadOutForm.NONE) {
            double bound = 1 / Math.sqrt(d);
            int parts = backbone.anatomy().partCount() + (fusion.isPresent() ? 2 : 0);
            // Published: a map without bias was made after the optimiser, like the projection, and stays at its start.
            boolean frozen = readOut == ReadOutForm.LINEAR
                    && fusion.isPresent()
                    && !fusion.get().mapIsTrained();
            specs.add(ParameterSpec.uniform(READ_OUT_WEIGHT, bound, d, (long) parts * d)
                    .as(frozen ? Role.FROZEN : Role.TRAINED));
            if (readOut == ReadOutForm.LINEAR_WITH_BIAS) {
                specs.add(ParameterSpec.uniform(READ_OUT_BIAS, bound, d));
            }
        }
        fusion.ifPresent(intents -> specs.addAll(intents.parameters()));
        return specs;
    }

    /**
     * What a batch of B sessions gives.
     *
     * @param scores [B, N]
     * @param weightedAlignment lambda times the alignment; empty if there is none
     */
    public record Output(Tensor scores, Optional<Tensor> weightedAlignment) {}

    /**
     * Scores a batch inside the caller's scope.
     *
     * @param intents the sessions' intents; present if and only if the model is fused
     */
    public Output forward(
            Parameters parameters, Backbone.PackedBatch batch, Optional<IntentBatch> intents, boolean training) {
        if (intents.isPresent() != fusion.isPresent()) {
            throw new IllegalArgumentException(
                    fusion.isPresent() ? "a fused model needs intents" : "a base model takes no intents");
        }
        SessionVectors vectors = backbone.forward(parameters, batch, training);
        List<Tensor> parts = new ArrayList<>(vectors.parts());
        Optional<Tensor> alignment = Optional.empty();
        if (fusion.isPresent() && intents.isPresent()) {
            IntentFusion.Projected projected = fusion.get().project(parameters, intents.get(), training);
            parts.add(projected.explicit());
            parts.add(projected.latent());
            if (fusion.get().aligns()) {
                alignment = Optional.of(fusion.get().weightedAlignment(vectors, projected));
            }
        }
        Tensor joined = Tensor.beside(parts);
        Tensor session =
                switch (readOut) {
                    case NONE -> joined;
                    case LINEAR -> joined.linear(parameters.get(READ_OUT_WEIGHT));
                    case LINEAR_WITH_BIAS ->
                        joined.linear(parameters.get(READ_OUT_WEIGHT), parameters.get(READ_OUT_BIAS));
                };
        Tensor table = parameters.get(Backbone.ITEM_TABLE);
        return new Output(session.linear(table.rows(1, table.size(0))), alignment);
    }
}
