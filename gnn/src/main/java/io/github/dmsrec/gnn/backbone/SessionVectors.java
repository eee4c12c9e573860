package io.github.dmsrec.gnn.backbone;

import io.github.dmsrec.gnn.engine.Tensor;
import java.util.List;

/**
 * What a backbone makes of a batch of B sessions, each tensor [B, d].
 *
 * @param alignedWithExplicit the structural vector that is aligned with the explicit intent
 * @param alignedWithLatent the structural vector that is aligned with the latent intent; mostly the same
 * @param baseParts what the read-out map joins without intents, in the order of its weight's columns
 * @param fusedParts what it joins before the intents; mostly the same
 */
public record SessionVectors(
        Tensor alignedWithExplicit, Tensor alignedWithLatent, List<Tensor> baseParts, List<Tensor> fusedParts) {

    /** Vectors of a backbone that aligns one structural vector with both intents, and joins the same without intents. */
    public static SessionVectors aligning(Tensor structural, List<Tensor> parts) {
        return new SessionVectors(structural, structural, parts, parts);
    }

    /**
     * The vectors of some sessions, inside the caller's scope.
     *
     * @param kept which, in that order
     */
    SessionVectors of(int... kept) {
        Tensor rows = Tensor.indices(kept);
        return new SessionVectors(
                alignedWithExplicit.gather(rows),
                alignedWithLatent.gather(rows),
                baseParts.stream().map(part -> part.gather(rows)).toList(),
                fusedParts.stream().map(part -> part.gather(rows)).toList());
    }
}
