package io.github.dmsrec.gnn.loss;

import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.gnn.engine.Tensor;
import java.util.SplittableRandom;

/**
 * BPR-max with score regularisation (Hidasi and Karatzoglou, Recurrent Neural Networks with Top-k Gains for Session-based
 * Recommendations, CIKM 2018, eq. 10): {@code -ln(sum_j s_j sigmoid(r_t - r_j)) + lambda sum_j s_j r_j^2}, where r_t is
 * the target's score, r_j those of the negatives, s_j their soft-max. Negatives are the targets of the other rows, even if
 * one is the same item, and drawn items.
 *
 * @param draws the drawn items
 * @param regularisation lambda, at least 0
 * @param elu scores below 0 become {@code elu (exp(score) - 1)}; 0 leaves them as they are
 */
public record BprMax(NegativeDraws draws, double regularisation, double elu) implements TrainingLoss {

    /** Below any score. */
    private static final double ABSENT = -1e9;
    /** Keeps the logarithm finite; the official version's value. */
    private static final double EPSILON = 1e-24;

    @Override
    public int[] negatives(Examples examples, int[] rows, SplittableRandom random) {
        return draws.draw(random);
    }

    @Override
    public boolean canLeaveOut() {
        return false;
    }

    @Override
    public Tensor of(Scores scores, int[] targets, int[] negatives) {
        BatchScores batch = BatchScores.of(scores, targets, negatives);
        if (batch.columns() == 1) {
            // One row and nothing drawn: there is nothing to be distinguished from, so nothing to learn.
            return batch.all().sum().times(0);
        }
        BatchScores activated = elu > 0 ? new BatchScores(batch.all().elu(elu), batch.rows()) : batch;
        Tensor all = activated.all();
        Tensor target = activated.diagonal(0);
        Tensor weights = all.plus(withoutTargets(activated)).softmax(1);
        Tensor won = target.minus(all).sigmoid().times(weights).sumOfEachRow();
        Tensor size = all.times(all).times(weights).sumOfEachRow();
        return size.times(regularisation).minus(won.plus(EPSILON).log()).sum().times(1.0 / targets.length);
    }

    /** [B, B + n]: what hides each row's own target from the soft-max. */
    private static Tensor withoutTargets(BatchScores batch) {
        float[] hidden = new float[batch.rows() * batch.columns()];
        for (int row = 0; row < batch.rows(); row++) {
            hidden[row * batch.columns() + row] = (float) ABSENT;
        }
        return Tensor.of(batch.all().precision(), hidden, batch.rows(), batch.columns());
    }
}
