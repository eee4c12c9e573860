package io.github.dmsrec.gnn.loss;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Draws items with probabilities in proportion to a power of their clicks (Hidasi and Karatzoglou, CIKM 2018), with
 * replacement. Immutable and safe for use by several threads.
 */
public final class NegativeDraws {

    private final int count;
    private final double[] weights;
    private final double[] cumulative;
    private final double[] shares;

    /**
     * @param clicks the clicks of each item in the training sessions
     * @param exponent at least 0: with 0 all items are equally probable, with 1 they are as probable as they are clicked;
     *     above 0, items without clicks are never drawn
     * @param count how many items a draw gives, at least 0
     */
    public NegativeDraws(long[] clicks, double exponent, int count) {
        long total = Arrays.stream(clicks).sum();
        if (total == 0) {
            throw new IllegalArgumentException("there are no clicks to draw by");
        }
        this.count = count;
        this.weights = Arrays.stream(clicks)
                .mapToDouble(n -> Math.pow((double) n, exponent))
                .toArray();
        this.cumulative = weights.clone();
        for (int item = 1; item < cumulative.length; item++) {
            cumulative[item] += cumulative[item - 1];
        }
        this.shares = Arrays.stream(clicks).mapToDouble(n -> (double) n / total).toArray();
    }

    /** How many items a draw gives. */
    public int count() {
        return count;
    }

    /** Draws items. */
    public int[] draw(SplittableRandom random) {
        int[] drawn = new int[count];
        for (int i = 0; i < count; i++) {
            drawn[i] = itemAt(random.nextDouble(cumulative[cumulative.length - 1]));
        }
        return drawn;
    }

    /** The first item up to which the weights are more than a number: items of no weight are passed over. */
    private int itemAt(double number) {
        int found = Arrays.binarySearch(cumulative, number);
        int item = found < 0 ? -found - 1 : found;
        while (cumulative[item] <= number) {
            item++;
        }
        return item;
    }

    /** The logarithm of the probability that one draw gives an item. */
    public double logProbability(int item) {
        return Math.log(weights[item] / cumulative[cumulative.length - 1]);
    }

    /**
     * The logarithm of an item's share in all clicks.
     *
     * @throws IllegalArgumentException if it has none
     */
    public double logShare(int item) {
        if (shares[item] == 0) {
            throw new IllegalArgumentException(
                    "item " + item + " has no clicks in training, so it is not a target there");
        }
        return Math.log(shares[item]);
    }
}
