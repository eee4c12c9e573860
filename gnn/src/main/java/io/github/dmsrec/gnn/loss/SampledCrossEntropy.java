package io.github.dmsrec.gnn.loss;

import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.gnn.engine.Tensor;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The cross entropy over the targets of the batch and drawn items, as the official version of GRU4Rec has it (Hidasi and
 * Karatzoglou, CIKM 2018): the target of another row is a negative even if it is the same item.
 *
 * @param draws the drawn items
 * @param logQ how much of the logarithm of an item's probability of being there is taken from its score: 0 for none, 1
 *     for all of it (Bengio and Senecal, 2008). That probability is the share in all clicks for targets, and the
 *     probability of a draw for drawn items
 */
public record SampledCrossEntropy(NegativeDraws draws, double logQ) implements TrainingLoss {

    @Override
    public int[] negatives(Examples examples, int[] rows, SplittableRandom random) {
        return draws.draw(random);
    }

    @Override
    public Tensor of(Scores scores, int[] targets, int[] negatives) {
        Tensor logits = BatchScores.of(scores, targets, negatives).all();
        if (logQ > 0) {
            double[] corrections = IntStream.range(0, targets.length + negatives.length)
                    .mapToDouble(i -> i < targets.length
                            ? draws.logShare(targets[i])
                            : draws.logProbability(negatives[i - targets.length]))
                    .map(logarithm -> logQ * logarithm)
                    .toArray();
            logits = logits.minus(Tensor.of(logits.precision(), corrections, 1, corrections.length));
        }
        return logits.crossEntropy(
                Tensor.indices(IntStream.range(0, targets.length).toArray()));
    }
}
