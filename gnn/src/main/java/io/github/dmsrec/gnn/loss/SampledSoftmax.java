package io.github.dmsrec.gnn.loss;

import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.gnn.engine.ItemGradients;
import io.github.dmsrec.gnn.engine.Tensor;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The cross entropy over the whole catalogue, estimated from a few items: the soft-max over the target of each row, the targets
 * of the other rows of its step, and items drawn evenly (a mixture as in Yang et al., Mixed Negative Sampling, WWW 2020
 * companion).
 *
 * <p>The score of a negative is lowered by the logarithm of how often its item is expected among the negatives of a row (Bengio
 * and Senecal, IEEE TNN 2008): {@code (B - 1) p + n / N} for an item with a share p in the clicks, B rows, and n of N items
 * drawn. The sum of the exponentials of these scores is then, on average over the draws, that of all items but the target, as a
 * target follows p. The target itself, which is always there, is not corrected (Khrylchenko et al., Correcting the LogQ
 * Correction, RecSys 2025), and negatives that are the same item as the target of their row do not count. With all items drawn and no
 * targets of others, the loss is the cross entropy over the catalogue.
 */
public final class SampledSoftmax implements TrainingLoss {

    /** Below any score. */
    private static final double ABSENT = -1e9;

    private final double[] shares;
    private final int drawn;
    private final boolean inBatch;
    private final double logQ;

    /**
     * @param clicks the clicks of each item in the training sessions
     * @param negatives how many different items are drawn for a step: all if the catalogue has no more
     * @param inBatch whether the targets of other rows are negatives
     * @param logQ how much of the correction is applied: 0 for none, 1 for all
     * @throws IllegalArgumentException if a row would have no negative
     */
    public SampledSoftmax(long[] clicks, int negatives, boolean inBatch, double logQ) {
        if (negatives == 0 && !inBatch) {
            throw new IllegalArgumentException("neither drawn items nor targets of other rows are negatives");
        }
        double total = Arrays.stream(clicks).sum();
        this.shares = Arrays.stream(clicks).mapToDouble(n -> n / total).toArray();
        this.drawn = Math.min(negatives, clicks.length);
        this.inBatch = inBatch;
        this.logQ = logQ;
    }

    /** How many items are drawn for a step. */
    public int drawn() {
        return drawn;
    }

    /** Whether the targets of other rows are negatives. */
    public boolean inBatch() {
        return inBatch;
    }

    @Override
    public ItemGradients itemGradients() {
        return ItemGradients.SPARSE;
    }

    /** Different items, each set of them as probable as any other (Floyd's algorithm, Bentley, CACM 1987); ascending. */
    @Override
    public int[] negatives(Examples examples, int[] rows, SplittableRandom random) {
        BitSet chosen = new BitSet(shares.length);
        for (int last = shares.length - drawn; last < shares.length; last++) {
            int item = random.nextInt(last + 1);
            chosen.set(chosen.get(item) ? last : item);
        }
        return chosen.stream().toArray();
    }

    @Override
    public Tensor of(Scores scores, int[] targets, int[] negatives) {
        BatchScores batch = BatchScores.of(scores, targets, negatives);
        int columns = batch.columns();
        float[] corrections = new float[columns];
        int[] items = new int[columns];
        for (int column = 0; column < columns; column++) {
            boolean isTarget = column < targets.length;
            items[column] = isTarget ? targets[column] : negatives[column - targets.length];
            corrections[column] =
                    (float) (isTarget && !inBatch ? ABSENT : -logQ * logCount(items[column], targets.length));
        }
        float[] added = new float[targets.length * columns];
        for (int row = 0; row < targets.length; row++) {
            for (int column = 0; column < columns; column++) {
                added[row * columns + column] = items[column] == targets[row] ? (float) ABSENT : corrections[column];
            }
            added[row * columns + row] = 0;
        }
        return batch.all()
                .plus(Tensor.of(batch.all().precision(), added, targets.length, columns))
                .crossEntropy(Tensor.indices(IntStream.range(0, targets.length).toArray()));
    }

    /** The logarithm of how often an item is expected among the negatives of a row. */
    private double logCount(int item, int rows) {
        double count = (double) drawn / shares.length + (inBatch ? (rows - 1) * shares[item] : 0);
        if (count == 0) {
            throw new IllegalArgumentException(
                    "item " + item + " has no clicks in training, so it is not a target there");
        }
        return Math.log(count);
    }
}
