package io.github.dmsrec.app.work;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.evaluate.Evaluation;
import io.github.dmsrec.core.session.Examples;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The difference of two models in MRR@20 on the same rows, with a 95 % interval from a paired bootstrap (Efron, 1979).
 * Whole sessions are drawn, because the rows of one session depend on each other.
 *
 * @param difference of the second from the first, in fractions
 * @param low the 2.5 % quantile of the resampled differences
 * @param high the 97.5 % quantile
 */
record PairedBootstrap(double difference, double low, double high) {

    private static final int RESAMPLES = 1000;
    private static final int CUT_OFF = 20;

    /**
     * Compares ranks.
     *
     * @param first the ranks of the first model, from 1
     * @param second the ranks of the second
     * @param rows what was ranked
     * @param seed of the draws
     */
    static PairedBootstrap compare(int[] first, int[] second, Examples rows, long seed) {
        int sessions = rows.sessions().size();
        double[] sums = new double[sessions];
        int[] counts = new int[sessions];
        for (int row = 0; row < rows.size(); row++) {
            sums[rows.session(row)] += reciprocal(second[row]) - reciprocal(first[row]);
            counts[rows.session(row)]++;
        }
        int[] used = java.util.stream.IntStream.range(0, sessions)
                .filter(session -> counts[session] > 0)
                .toArray();
        SplittableRandom random = new RandomStreams(seed).stream("paired-bootstrap");
        double[] differences = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            double sum = 0;
            long count = 0;
            for (int draw = 0; draw < used.length; draw++) {
                int session = used[random.nextInt(used.length)];
                sum += sums[session];
                count += counts[session];
            }
            differences[i] = sum / count;
        }
        Arrays.sort(differences);
        return new PairedBootstrap(
                Arrays.stream(sums).sum() / rows.size(),
                differences[(int) (0.025 * RESAMPLES)],
                differences[(int) (0.975 * RESAMPLES) - 1]);
    }

    /** Compares two evaluations under one protocol. */
    static PairedBootstrap compare(Evaluation first, Evaluation second, boolean masked, Examples rows, long seed) {
        return masked
                ? compare(first.maskedRanks(), second.maskedRanks(), rows, seed)
                : compare(first.rankedRanks(), second.rankedRanks(), rows, seed);
    }

    private static double reciprocal(int rank) {
        return rank <= CUT_OFF ? 1.0 / rank : 0;
    }
}
