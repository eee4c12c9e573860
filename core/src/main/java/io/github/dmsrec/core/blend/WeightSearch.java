package io.github.dmsrec.core.blend;

import io.github.dmsrec.core.RandomStreams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Finds weights that sum to 1 by moving weight between pairs of members: the best of all moves of a step is made as long as
 * one helps, then the step is halved. It starts from equal weights, from each member alone and from random weights, and ends
 * with the best. The same seed finds the same.
 */
final class WeightSearch {

    private static final double FIRST_STEP = 0.25;
    private static final double LAST_STEP = 1.0 / 64;

    /** Less is not an improvement: it may be rounding. */
    private static final double LEAST_GAIN = 1e-9;

    private static final int RANDOM_STARTS = 4;

    /** What is maximised. */
    @FunctionalInterface
    interface Objective {

        /** The value of weights with the sum 1. */
        double of(double[] weights);

        /** The values of moves from the same weights, which may be cheaper to find together. They may differ by rounding. */
        default Moves from(double[] weights) {
            return (from, to, taken) -> of(moved(weights, from, to, taken));
        }
    }

    /** Moves from certain weights. */
    @FunctionalInterface
    interface Moves {

        /**
         * The value with some of one member's weight at another.
         *
         * @param from whose weight is taken
         * @param to who gets it
         * @param taken at most the weight of {@code from}
         */
        double of(int from, int to, double taken);
    }

    /**
     * Weights and what they reach.
     *
     * @param weights at least 0, with the sum 1
     * @param value what was maximised
     */
    record Found(double[] weights, double value) {}

    private WeightSearch() {}

    /** How many starts a search with so many members has. */
    static int starts(int members) {
        return 1 + members + (members > 2 ? RANDOM_STARTS : 0);
    }

    /**
     * Searches.
     *
     * @param members how many weights, at least 1
     * @param value what is maximised
     * @param random for the random starts
     * @param climbed is run after each of the {@link #starts(int)} starts
     */
    static Found search(int members, Objective value, RandomStreams random, Runnable climbed) {
        Found best = climb(equal(members), value);
        climbed.run();
        for (double[] start : starts(members, random)) {
            Found found = climb(start, value);
            best = found.value > best.value + LEAST_GAIN ? found : best;
            climbed.run();
        }
        return best;
    }

    /** The same weight for each. */
    static double[] equal(int members) {
        double[] weights = new double[members];
        Arrays.fill(weights, 1.0 / members);
        return weights;
    }

    /** All weight on one. */
    static double[] alone(int members, int member) {
        double[] weights = new double[members];
        weights[member] = 1;
        return weights;
    }

    private static List<double[]> starts(int members, RandomStreams random) {
        List<double[]> starts = new ArrayList<>();
        for (int m = 0; m < members; m++) {
            starts.add(alone(members, m));
        }
        for (int start = 0; start < RANDOM_STARTS && members > 2; start++) {
            SplittableRandom stream = random.stream("blend weights", start);
            // Uniform on the simplex.
            double[] weights = new double[members];
            double sum = 0;
            for (int m = 0; m < members; m++) {
                weights[m] = -Math.log(1 - stream.nextDouble());
                sum += weights[m];
            }
            for (int m = 0; m < members; m++) {
                weights[m] /= sum;
            }
            starts.add(weights);
        }
        return starts;
    }

    private static Found climb(double[] start, Objective value) {
        double[] weights = start;
        double reached = value.of(weights);
        double step = FIRST_STEP;
        Moves moves = value.from(weights);
        while (step >= LAST_STEP) {
            double[] bestMove = weights;
            double best = reached + LEAST_GAIN;
            for (int from = 0; from < weights.length; from++) {
                for (int to = 0; to < weights.length; to++) {
                    if (from == to || weights[from] == 0) {
                        continue;
                    }
                    double taken = taken(weights[from], step);
                    double of = moves.of(from, to, taken);
                    if (of > best) {
                        best = of;
                        bestMove = moved(weights, from, to, taken);
                    }
                }
            }
            // What moves say may be off by rounding, so the weights themselves have the last word.
            double exact = bestMove == weights ? reached : value.of(bestMove);
            if (exact > reached + LEAST_GAIN) {
                weights = bestMove;
                reached = exact;
                moves = value.from(weights);
            } else {
                step /= 2;
            }
        }
        return new Found(weights, reached);
    }

    /** What would be left of a weight below a tenth of the step is rounding. */
    private static double taken(double weight, double step) {
        return weight < step * 1.1 ? weight : step;
    }

    private static double[] moved(double[] weights, int from, int to, double taken) {
        double[] moved = weights.clone();
        moved[from] = taken == weights[from] ? 0 : weights[from] - taken;
        moved[to] += taken;
        return moved;
    }
}
