package io.github.dmsrec.gnn.backbone;

import io.github.dmsrec.gnn.engine.Tensor;
import java.util.List;

/**
 * What a backbone makes of a batch of B sessions, each tensor [B, d].
 *
 * @param alignedWithExplicit the structural vector that is aligned with the explicit intent
 * @param alignedWithLatent the structural vector that is aligned with the latent intent; mostly the same
 * @param parts what the read-out map joins, in the order of its weight's columns
 */
public record SessionVectors(Tensor alignedWithExplicit, Tensor alignedWithLatent, List<Tensor> parts) {

    /** Vectors of a backbone that aligns one structural vector with both intents. */
    public static SessionVectors aligning(Tensor structural, List<Tensor> parts) {
        return new SessionVectors(structural, structural, parts);
    }
}
