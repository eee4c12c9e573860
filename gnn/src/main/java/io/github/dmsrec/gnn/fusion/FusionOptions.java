package io.github.dmsrec.gnn.fusion;

import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionValues;
import java.util.List;

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

    /** Whether the intents are replaced by those of a control arm. */
    public static final Option<Control> INTENT_CONTROL = Option.label(
            "intent-control",
            "fused: control arms: no intents behind the same maps (zero), those of another session (shuffled),"
                    + " or one kind of intents alone",
            Control.class,
            Control.NONE);

    /** Whether intents reach the score. */
    public static final Option<InScore> INTENTS_IN_SCORE = Option.label(
            "intents-in-score",
            "fused: whether intents join the session vector, or are aligned with it only",
            InScore.class,
            InScore.JOINED);

    /** Lambda, the weight of the alignment. */
    public static final Option<Double> ALIGNMENT_WEIGHT =
            Option.weight("alignment-weight", "fused: lambda", 0.1).published(0.0);

    /** Which distribution comes first in the divergence. */
    public static final Option<Direction> ALIGNMENT_DIRECTION = Option.label(
            "alignment-direction",
            "fused: which distribution comes first in the divergence",
            Direction.class,
            Direction.STRUCTURAL_FIRST);

    /** Which side the alignment moves. */
    public static final Option<Gradient> ALIGNMENT_GRADIENT =
            Option.label("alignment-gradient", "fused: which side the alignment moves", Gradient.class, Gradient.BOTH);

    /** Drop-out on intent vectors. */
    public static final Option<Double> INTENT_DROPOUT =
            Option.rate("intent-dropout", "fused: drop-out on intent vectors", 0.2);

    /** Whether the projection is trained. */
    public static final Option<Projection> PROJECTION = Option.label(
                    "projection",
                    "fused: whether the projection, and a map that is published without bias, are trained",
                    Projection.class,
                    Projection.TRAINED)
            .published(Projection.FROZEN);

    /** How the projection starts. */
    public static final Option<ProjectionStart> PROJECTION_START = Option.label(
                    "projection-start",
                    "fused: whether the projection starts like everything else, or by its numbers of inputs and outputs",
                    ProjectionStart.class,
                    ProjectionStart.FAN_IN)
            .published(ProjectionStart.UNIFORM);

    /** What stands for an intent that a session does not have. */
    public static final Option<Missing> MISSING_INTENT = Option.label(
                    "missing-intent",
                    "fused: what stands for an intent that a session does not have",
                    Missing.class,
                    Missing.NULL_VECTOR)
            .published(Missing.COPY_OTHER);

    /** All options of the fusion. */
    public static final List<Option<?>> ALL = List.of(
            INTENT_CONTROL,
            INTENTS_IN_SCORE,
            ALIGNMENT_WEIGHT,
            ALIGNMENT_DIRECTION,
            ALIGNMENT_GRADIENT,
            INTENT_DROPOUT,
            PROJECTION,
            PROJECTION_START,
            MISSING_INTENT);

    /**
     * How intents are fused by the values of {@link #ALL}.
     *
     * @param intentDimension the length of intent vectors
     */
    public static FusionOptions of(int intentDimension, OptionValues values) {
        return new FusionOptions(
                intentDimension,
                values.get(INTENT_CONTROL),
                values.get(INTENTS_IN_SCORE),
                values.get(ALIGNMENT_WEIGHT),
                values.get(ALIGNMENT_DIRECTION),
                values.get(ALIGNMENT_GRADIENT),
                values.get(INTENT_DROPOUT),
                values.get(PROJECTION),
                values.get(PROJECTION_START),
                values.get(MISSING_INTENT));
    }

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
