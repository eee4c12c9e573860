package io.github.dmsrec.gnn.fusion;

/**
 * How intents are fused with a backbone's session vectors.
 *
 * @param intentDimension the length of intent vectors: 768 for BERT-base, 384 for MiniLM-L6
 * @param control whether the intents are replaced by those of a control arm
 * @param inScore whether intents reach the score
 * @param alignmentWeight lambda, at least 0
 * @param direction which distribution comes first in the divergence
 * @param gradient which side the alignment moves
 * @param dropout on the intent vectors, in [0, 1)
 * @param projection whether the projection, and a map that is published without bias, are trained
 * @param projectionStart how the projection is initialised
 * @param missing what stands for an explicit or latent intent that a session does not have
 */
public record FusionOptions(
        int intentDimension,
        Control control,
        InScore inScore,
        double alignmentWeight,
        Direction direction,
        Gradient gradient,
        double dropout,
        Projection projection,
        ProjectionStart projectionStart,
        Missing missing) {

    /** Control arms: what the structure of the fused model gives without the intents' meaning. */
    public enum Control {
        /** The intents as they are. */
        NONE,
        /** Zero vectors for every session: the fusion's maps alone. */
        ZERO,
        /** The intents of another session of the same split, drawn by the seed. */
        SHUFFLED,
        /** The explicit intents alone; every session counts as one without latent intents. */
        EXPLICIT_ONLY,
        /** The latent intents alone; every session counts as one without explicit intents. */
        LATENT_ONLY
    }

    /** Whether intents reach the score. */
    public enum InScore {
        /** They join the session's vectors in the read-out map. */
        JOINED,
        /** They are aligned with, and left out of the map: MSGIFSR as published. */
        IGNORED
    }

    /** Which distribution comes first in the Kullback-Leibler divergence. */
    public enum Direction {
        /** KL(structural || semantic), as published. */
        STRUCTURAL_FIRST,
        /** KL(semantic || structural). */
        SEMANTIC_FIRST
    }

    /** Which side the alignment moves; the other one's gradient is stopped. */
    public enum Gradient {
        BOTH,
        STRUCTURAL,
        SEMANTIC
    }

    /** Whether the projection is trained. */
    public enum Projection {
        TRAINED,
        /** As published: made after the optimiser, so that it keeps its random start. */
        FROZEN
    }

    /** How the projection is initialised. */
    public enum ProjectionStart {
        /** As published: weight and bias like everything else, evenly within one over the root of d, whatever the fan-in. */
        UNIFORM,
        /** By the numbers of inputs and outputs (Glorot and Bengio, 2010), and the bias at zero. */
        FAN_IN
    }

    /** What stands for an intent that a session does not have. */
    public enum Missing {
        /** The other one, as published; zero if there is neither. */
        COPY_OTHER,
        /** A learned vector, one for each side. */
        NULL_VECTOR
    }
}
