package io.github.dmsrec.gnn.fusion;

/**
 * How intents are fused with a backbone's session vectors.
 *
 * @param intentDimension the length of intent vectors: 768 for BERT-base, 384 for MiniLM-L6
 * @param alignmentWeight lambda, at least 0
 * @param dropout on the intent vectors, in [0, 1)
 * @param projection whether the projection and GCE-GNN's map are trained
 * @param missing what stands for an explicit or latent intent that a session does not have
 */
public record FusionOptions(
        int intentDimension, double alignmentWeight, double dropout, Projection projection, Missing missing) {

    /** Whether the projection is trained. */
    public enum Projection {
        /** Trained, initialised by fan-in. */
        TRAINED,
        /** As published: made after the optimiser, so that it keeps its random start. */
        FROZEN
    }

    /** What stands for an intent that a session does not have. */
    public enum Missing {
        /** The other one, as published; zero if there is neither. */
        COPY_OTHER,
        /** A learned vector, one for each side. */
        NULL_VECTOR
    }
}
