package io.github.dmsrec.core.blend;

import io.github.dmsrec.core.RandomStreams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

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
    static Found search(int members, ToDoubleFunction<double[]> value, RandomStreams random, Runnable climbed) {
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

    private static Found climb(double[] start, ToDoubleFunction<double[]> value) {
        double[] weights = start;
        double reached = value.applyAsDouble(weights);
        double step = FIRST_STEP;
        while (step >= LAST_STEP) {
            double[] bestMove = weights;
            double best = reached + LEAST_GAIN;
            for (int from = 0; from < weights.length; from++) {
                for (int to = 0; to < weights.length; to++) {
                    if (from == to || weights[from] == 0) {
                        continue;
                    }
                    double[] moved = moved(weights, from, to, step);
                    double of = value.applyAsDouble(moved);
                    if (of > best) {
                        best = of;
                        bestMove = moved;
                    }
                }
            }
            if (bestMove == weights) {
                step /= 2;
            } else {
                weights = bestMove;
                reached = best;
            }
        }
        return new Found(weights, reached);
    }

    private static double[] moved(double[] weights, int from, int to, double step) {
        double[] moved = weights.clone();
        // What would be left of a weight below a tenth of the step is rounding.
        double taken = weights[from] < step * 1.1 ? weights[from] : step;
        moved[from] = taken == weights[from] ? 0 : weights[from] - taken;
        moved[to] += taken;
        return moved;
    }
}
