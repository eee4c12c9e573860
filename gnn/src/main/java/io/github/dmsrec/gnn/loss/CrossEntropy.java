package io.github.dmsrec.gnn.loss;

import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.gnn.engine.Tensor;
import java.util.SplittableRandom;

/** The cross entropy over the whole catalogue. Draws nothing. */
public record CrossEntropy() implements TrainingLoss {

    @Override
    public int[] negatives(Examples examples, int[] rows, SplittableRandom random) {
        return new int[0];
    }

    @Override
    public boolean isMeanOfRows() {
        return true;
    }

    @Override
    public Tensor of(Scores scores, int[] targets, int[] negatives) {
        return scores.crossEntropy(targets);
    }
}
