package io.github.dmsrec.gnn.fusion;

import io.github.dmsrec.gnn.backbone.SessionVectors;
import io.github.dmsrec.gnn.engine.ParameterSpec;
import io.github.dmsrec.gnn.engine.ParameterSpec.Role;
import io.github.dmsrec.gnn.engine.ParameterSpec.Start;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The intent fusion of LLM-DMsRec (arXiv 2507.20147): both intent vectors pass one projection, are aligned with the
 * session's structural vector by the Kullback-Leibler divergence, and join the vectors that the read-out map combines. One
 * for all backbones.
 */
public final class IntentFusion {

    private static final String PROJECTION_WEIGHT = "w";
    private static final String PROJECTION_BIAS = "b";
    private static final String NULL_EXPLICIT = "intent_null.explicit";
    private static final String NULL_LATENT = "intent_null.latent";
    /** Keeps the logarithms finite; the published value. */
    private static final double EPSILON = 1e-8;

    private final FusionOptions options;
    private final int d;

    /** @param d the length of structural vectors */
    public IntentFusion(FusionOptions options, int d) {
        this.options = options;
        this.d = d;
    }

    /** The projection W_p [d, intent dimension] and b_p [d], and the null vectors if there are any. */
    public List<ParameterSpec> parameters() {
        double common = 1 / Math.sqrt(d);
        boolean byFanIn = options.projectionStart() == FusionOptions.ProjectionStart.FAN_IN;
        double bound = byFanIn ? Math.sqrt(6.0 / (d + options.intentDimension())) : common;
        Role role = options.projection() == FusionOptions.Projection.FROZEN ? Role.FROZEN : Role.TRAINED;
        ParameterSpec weight = ParameterSpec.uniform(PROJECTION_WEIGHT, bound, d, options.intentDimension());
        ParameterSpec bias = ParameterSpec.uniform(PROJECTION_BIAS, common, d);
        List<ParameterSpec> specs = new ArrayList<>();
        specs.add(weight.as(role));
        specs.add((byFanIn ? bias.startingAs(new Start.Constant(0)) : bias).as(role));
        if (options.missing() == FusionOptions.Missing.NULL_VECTOR) {
            specs.add(ParameterSpec.uniform(NULL_EXPLICIT, common, d).as(Role.TRAINED_WITHOUT_DECAY));
            specs.add(ParameterSpec.uniform(NULL_LATENT, common, d).as(Role.TRAINED_WITHOUT_DECAY));
        }
        return specs;
    }

    /** Whether the map that joins the vectors is trained where the backbone publishes it without a bias. */
    public boolean mapIsTrained() {
        return options.projection() == FusionOptions.Projection.TRAINED;
    }

    /**
     * The projected intents of a batch.
     *
     * @param explicit z_e [B, d]
     * @param latent z_l [B, d]
     */
    public record Projected(Tensor explicit, Tensor latent) {}

    /** Projects the intents of a batch. */
    public Projected project(Parameters parameters, IntentBatch intents, boolean training) {
        IntentBatch batch =
                options.missing() == FusionOptions.Missing.COPY_OTHER ? intents.withMissingCopied() : intents;
        Tensor explicit = side(parameters, batch, batch.explicit(), batch.hasExplicit(), NULL_EXPLICIT, training);
        Tensor latent = side(parameters, batch, batch.latent(), batch.hasLatent(), NULL_LATENT, training);
        return new Projected(explicit, latent);
    }

    private Tensor side(
            Parameters parameters,
            IntentBatch batch,
            float[] vectors,
            float[] has,
            String nullVector,
            boolean training) {
        Tensor raw = Tensor.of(parameters.precision(), vectors, has.length, batch.dimension());
        Tensor projected = (training ? raw.dropout(options.dropout()) : raw)
                .linear(parameters.get(PROJECTION_WEIGHT), parameters.get(PROJECTION_BIAS));
        if (options.missing() == FusionOptions.Missing.COPY_OTHER) {
            return projected;
        }
        Tensor present = Tensor.of(parameters.precision(), has, has.length, 1);
        return parameters.get(nullVector).reshape(1, d).towards(projected, present);
    }

    /** Whether the projected intents join the vectors of the read-out map. */
    public boolean joinsScore() {
        return options.inScore() == FusionOptions.InScore.JOINED;
    }

    /** lambda times the alignment of both intents, summed over the views: the second term of the loss. */
    public Tensor weightedAlignment(List<SessionVectors> views, Projected intents) {
        Optional<Tensor> sum = Optional.empty();
        for (SessionVectors view : views) {
            Tensor both = alignment(view.alignedWithExplicit(), intents.explicit())
                    .plus(alignment(view.alignedWithLatent(), intents.latent()));
            sum = Optional.of(sum.map(both::plus).orElse(both));
        }
        return sum.orElseThrow(() -> new IllegalArgumentException("a session needs at least one view"))
                .times(options.alignmentWeight());
    }

    /** Whether the alignment takes part in the loss. */
    public boolean aligns() {
        return options.alignmentWeight() > 0;
    }

    /** The divergence of the soft-max over coordinates, averaged over the batch. */
    Tensor alignment(Tensor structural, Tensor semantic) {
        Tensor p = distribution(structural, options.gradient() == FusionOptions.Gradient.SEMANTIC);
        Tensor q = distribution(semantic, options.gradient() == FusionOptions.Gradient.STRUCTURAL);
        return options.direction() == FusionOptions.Direction.STRUCTURAL_FIRST ? divergence(p, q) : divergence(q, p);
    }

    private static Tensor distribution(Tensor vectors, boolean stopped) {
        Tensor distribution = vectors.softmax(1).plus(EPSILON);
        return stopped ? distribution.withoutGradient() : distribution;
    }

    private static Tensor divergence(Tensor p, Tensor q) {
        return p.times(p.log().minus(q.log())).sum().times(1.0 / p.size(0));
    }
}
