package io.github.dmsrec.core.evaluate;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.session.Examples;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The difference of two models in the mean of a metric over the same rows, with what chance alone does to it: a paired
 * bootstrap (Efron and Tibshirani, An Introduction to the Bootstrap, 1993). Whole sessions are drawn, because the rows of one
 * session depend on each other; as many as there are, with replacement. The same seed and rows give the same draws, so all
 * comparisons see the same resamples.
 *
 * @param difference of the second model from the first, in fractions
 * @param low the 2.5 % quantile of the resampled differences
 * @param high the 97.5 % quantile
 * @param pValue two-sided: twice the smaller of the shares of resampled differences on either side of 0, those at 0
 *     counting for both and one added to each (Davison and Hinkley, Bootstrap Methods and their Application, 1997); at least
 *     two over one more than the number of draws, and at most 1
 */
public record PairedBootstrap(double difference, double low, double high, double pValue) {

    /** How often sessions are drawn at least. */
    public static final int RESAMPLES = 10_000;

    private static final int RESAMPLES_PER_COMPARISON = 100;

    /** So many resamples one thread takes at once. */
    private static final int BLOCK = 64;

    /** So many numbers stay in a processor's cache. */
    private static final int CACHED_SUMS = 1 << 12;

    /**
     * Compares two models in one metric over all rows.
     *
     * @param first the ranks of the first model, from 1
     * @param second the ranks of the second
     * @param rows what was ranked, at least one
     * @param seed of the draws
     */
    public static PairedBootstrap compare(int[] first, int[] second, RankMetric metric, Examples rows, long seed) {
        return compare(
                        List.of(row -> metric.of(second[row]) - metric.of(first[row])),
                        rows,
                        IntStream.range(0, rows.size()).toArray(),
                        seed)
                .get(0);
    }

    /**
     * Makes several comparisons over the same rows at once; they share the draws, and each row is looked at once. Many
     * comparisons get more draws than {@link #RESAMPLES}, 100 for each, because their p-values are corrected for their number.
     *
     * @param differences for each comparison, what a row adds to the second model's metric less what it adds to the first's;
     *     for models of several seeds, their means over the seeds
     * @param rows what was ranked
     * @param among the numbers of the rows that count, at least one; sessions without such rows are not drawn
     * @param seed of the draws
     * @return in the order of the differences
     */
    public static List<PairedBootstrap> compare(
            List<? extends IntToDoubleFunction> differences, Examples rows, int[] among, long seed) {
        if (among.length == 0) {
            throw new IllegalArgumentException("there are no rows to compare models on");
        }
        int width = differences.size();
        int[] clusterOf = clusters(rows, among);
        int clusters = Arrays.stream(clusterOf).max().orElse(0) + 1;
        double[] counts = new double[clusters];
        // The comparisons of one session lie side by side.
        double[] sums = new double[Math.multiplyExact(clusters, width)];
        double[] total = new double[width];
        for (int i = 0; i < among.length; i++) {
            counts[clusterOf[i]]++;
            for (int c = 0; c < width; c++) {
                double difference = differences.get(c).applyAsDouble(among[i]);
                sums[clusterOf[i] * width + c] += difference;
                total[c] += difference;
            }
        }
        double[][] resampled = resample(counts, sums, width, seed);
        return IntStream.range(0, width)
                .mapToObj(c -> of(total[c] / among.length, resampled[c]))
                .toList();
    }

    /** The sessions of rows, numbered from 0 in the order of their first rows. */
    private static int[] clusters(Examples rows, int[] among) {
        int[] numbers = new int[rows.sessions().size()];
        int[] clusterOf = new int[among.length];
        int clusters = 0;
        for (int i = 0; i < among.length; i++) {
            int session = rows.session(among[i]);
            if (numbers[session] == 0) {
                numbers[session] = ++clusters;
            }
            clusterOf[i] = numbers[session] - 1;
        }
        return clusterOf;
    }

    private static double[][] resample(double[] counts, double[] sums, int width, long seed) {
        // One stream of random numbers, so that the number of processors decides nothing.
        SplittableRandom random = new RandomStreams(seed).stream("paired-bootstrap");
        // So many that even the correction for all of them leaves room below 0.05.
        int resamples = Math.max(RESAMPLES, Math.multiplyExact(RESAMPLES_PER_COMPARISON, width));
        double[][] resampled = new double[width][resamples];
        int atOnce = BLOCK * Runtime.getRuntime().availableProcessors();
        for (int begin = 0; begin < resamples; begin += atOnce) {
            int first = begin;
            int[][] drawn = draw(Math.min(atOnce, resamples - first), counts.length, random);
            IntStream.range(0, (drawn.length + BLOCK - 1) / BLOCK).parallel().forEach(block -> {
                int from = block * BLOCK;
                int[][] ofBlock = Arrays.copyOfRange(drawn, from, Math.min(drawn.length, from + BLOCK));
                double[][] means = means(ofBlock, counts, sums, width);
                for (int row = 0; row < means.length; row++) {
                    for (int c = 0; c < width; c++) {
                        resampled[c][first + from + row] = means[row][c];
                    }
                }
            });
        }
        return resampled;
    }

    /** How often each cluster is drawn, resample by resample. */
    private static int[][] draw(int resamples, int clusters, SplittableRandom random) {
        int[][] drawn = new int[resamples][clusters];
        for (int[] times : drawn) {
            for (int draw = 0; draw < clusters; draw++) {
                times[random.nextInt(clusters)]++;
            }
        }
        return drawn;
    }

    /** The means of resamples, one after the other. The sums of some clusters stay in the cache for all resamples. */
    private static double[][] means(int[][] drawn, double[] counts, double[] sums, int width) {
        double[][] means = new double[drawn.length][width];
        double[] rows = new double[drawn.length];
        int tile = Math.max(1, CACHED_SUMS / width);
        for (int from = 0; from < counts.length; from += tile) {
            int to = Math.min(counts.length, from + tile);
            for (int resample = 0; resample < drawn.length; resample++) {
                rows[resample] += addUp(drawn[resample], from, to, counts, sums, means[resample]);
            }
        }
        for (int resample = 0; resample < drawn.length; resample++) {
            for (int c = 0; c < width; c++) {
                means[resample][c] /= rows[resample];
            }
        }
        return means;
    }

    /**
     * Adds what some clusters give to a resample.
     *
     * @return how many rows they have in it
     */
    private static double addUp(int[] times, int from, int to, double[] counts, double[] sums, double[] total) {
        int width = total.length;
        double rows = 0;
        for (int cluster = from; cluster < to; cluster++) {
            int drawn = times[cluster];
            if (drawn > 0) {
                rows += drawn * counts[cluster];
                int at = cluster * width;
                for (int c = 0; c < width; c++) {
                    total[c] += drawn * sums[at + c];
                }
            }
        }
        return rows;
    }

    private static PairedBootstrap of(double difference, double[] resampled) {
        int notAbove = 0;
        int notBelow = 0;
        for (double value : resampled) {
            notAbove += value <= 0 ? 1 : 0;
            notBelow += value >= 0 ? 1 : 0;
        }
        Arrays.sort(resampled);
        return new PairedBootstrap(
                difference,
                resampled[(int) (0.025 * resampled.length)],
                resampled[(int) (0.975 * resampled.length) - 1],
                Math.min(1, 2.0 * (1 + Math.min(notAbove, notBelow)) / (resampled.length + 1)));
    }
}
