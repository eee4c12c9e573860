package io.github.dmsrec.gnn.loss;

import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.gnn.engine.ItemGradients;
import io.github.dmsrec.gnn.engine.Tensor;
import java.util.SplittableRandom;

/** What training minimises, but for the alignment. Immutable and safe for use by several threads. */
public sealed interface TrainingLoss permits CrossEntropy, SampledSoftmax, SampledCrossEntropy, BprMax, Binary {

    /**
     * Draws the items that a step scores beside its targets.
     *
     * @param examples the training rows
     * @param rows those of the step
     * @param random the step's own
     */
    int[] negatives(Examples examples, int[] rows, SplittableRandom random);

    /** Whether what a row gives does not depend on the other rows of its step. */
    default boolean isMeanOfRows() {
        return false;
    }

    /** Whether items can be kept from competing with the target, because what is minimised is a soft-max over those that do. */
    default boolean canLeaveOut() {
        return true;
    }

    /** Which rows of what there is per item move in a step. */
    default ItemGradients itemGradients() {
        return ItemGradients.DENSE;
    }

    /**
     * The loss of a batch of B sessions: the mean over them.
     *
     * @param scores of the batch
     * @param targets the item that followed each session
     * @param negatives from {@link #negatives} for the same rows
     */
    Tensor of(Scores scores, int[] targets, int[] negatives);
}
