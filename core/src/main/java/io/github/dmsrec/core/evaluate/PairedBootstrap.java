package io.github.dmsrec.core.evaluate;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.session.Examples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The difference of two models in the mean of a metric over the same rows, with what chance alone does to it: a paired
 * bootstrap (Efron and Tibshirani, An Introduction to the Bootstrap, 1993). Whole sessions are drawn, because the rows of one
 * session depend on each other; as many as there are, with replacement. The same seed and rows give the same draws, so all
 * comparisons see the same resamples.
 *
 * @param difference of the second model from the first, in fractions
 * @param sessions how many sessions the rows belong to
 * @param inference what the resamples say; null below {@link #LEAST_SESSIONS}, for resamples of a handful of sessions vary
 *     less than sessions do, and make a difference look certain that is not
 */
public record PairedBootstrap(double difference, int sessions, @Nullable Inference inference) {

    /** How often sessions are drawn at least. */
    public static final int RESAMPLES = 10_000;

    /** With fewer sessions there is neither an interval nor a p-value. */
    public static final int LEAST_SESSIONS = 30;

    private static final int RESAMPLES_PER_COMPARISON = 100;

    /** So many resamples one thread takes at once. */
    private static final int BLOCK = 256;

    /** A block has fewer resamples where it would count more draws than this. */
    private static final int COUNTED = 1 << 23;

    private static final int LEAST_BLOCK = 16;

    /** So many numbers stay in a processor's cache. */
    private static final int CACHED = 1 << 12;

    /** So many numbers are held for the sums of sessions, and for the resamples: 128 MiB each. */
    private static final int HELD = 1 << 24;

    /**
     * What the resamples say of a difference.
     *
     * @param low the 2.5 % quantile of the resampled differences
     * @param high the 97.5 % quantile
     * @param pValue two-sided: twice the smaller of the shares of resampled differences on either side of 0, those at 0
     *     counting for both and one added to each (Davison and Hinkley, Bootstrap Methods and their Application, 1997); at
     *     least two over one more than the number of draws, and at most 1
     */
    public record Inference(double low, double high, double pValue) {}

    /**
     * Why a difference has neither an interval nor a p-value.
     *
     * @param sessions fewer than {@link #LEAST_SESSIONS}
     * @return a clause that begins with "not tested", without a full stop
     */
    public static String tooFew(int sessions) {
        return String.format(
                Locale.ROOT,
                "not tested: %d test session%s, fewer than the %d that an interval or a p-value needs",
                sessions,
                sessions == 1 ? "" : "s",
                LEAST_SESSIONS);
    }

    /**
     * Compares two models in one metric over all rows.
     *
     * @param first the ranks of the first model, from 1
     * @param second the ranks of the second
     * @param rows what was ranked, at least one
     * @param seed of the draws
     * @throws IllegalArgumentException if there are no rows
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
     * Makes several comparisons over the same rows at once; they share the draws, and each row is looked at once. Time grows
     * with the number of comparisons times that of draws. Many comparisons get more draws than {@link #RESAMPLES}, 100 for
     * each, because their p-values are corrected for their number. Memory is bounded: very many comparisons are made in
     * groups, each of which draws the same sessions.
     *
     * @param differences for each comparison, what a row adds to the second model's metric less what it adds to the first's;
     *     for models of several seeds, their means over the seeds
     * @param rows what was ranked
     * @param among the numbers of the rows that count, at least one; sessions without such rows are not drawn
     * @param seed of the draws
     * @return in the order of the differences
     * @throws IllegalArgumentException if no row counts
     */
    public static List<PairedBootstrap> compare(
            List<? extends IntToDoubleFunction> differences, Examples rows, int[] among, long seed) {
        return compare(differences, rows, among, seed, HELD);
    }

    /**
     * As the public method.
     *
     * @param held how many numbers may be held for the sums of sessions, and for the resamples
     */
    static List<PairedBootstrap> compare(
            List<? extends IntToDoubleFunction> differences, Examples rows, int[] among, long seed, int held) {
        if (among.length == 0) {
            throw new IllegalArgumentException("there are no rows to compare models on");
        }
        int width = differences.size();
        int[] clusterOf = clusters(rows, among);
        int clusters = Arrays.stream(clusterOf).max().orElse(0) + 1;
        double[] counts = new double[clusters];
        for (int cluster : clusterOf) {
            counts[cluster]++;
        }
        // So many that even the correction for all of them leaves room below 0.05.
        int resamples = Math.max(RESAMPLES, Math.multiplyExact(RESAMPLES_PER_COMPARISON, width));
        int group = Math.max(1, held / Math.max(resamples, clusters));
        List<PairedBootstrap> found = new ArrayList<>(width);
        for (int from = 0; from < width; from += group) {
            List<? extends IntToDoubleFunction> ofGroup = differences.subList(from, Math.min(width, from + group));
            double[] total = new double[ofGroup.size()];
            List<Sums> sums = new ArrayList<>(total.length);
            for (int c = 0; c < total.length; c++) {
                IntToDoubleFunction difference = ofGroup.get(c);
                double[] ofClusters = new double[clusters];
                for (int i = 0; i < among.length; i++) {
                    double ofRow = difference.applyAsDouble(among[i]);
                    ofClusters[clusterOf[i]] += ofRow;
                    total[c] += ofRow;
                }
                sums.add(Sums.of(ofClusters));
            }
            double[][] resampled =
                    clusters < LEAST_SESSIONS ? new double[0][] : resample(counts, sums, resamples, seed);
            for (int c = 0; c < total.length; c++) {
                found.add(new PairedBootstrap(
                        total[c] / among.length, clusters, resampled.length == 0 ? null : inference(resampled[c])));
            }
        }
        return found;
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

    private static double[][] resample(double[] counts, List<Sums> sums, int resamples, long seed) {
        double[][] resampled = new double[sums.size()][resamples];
        Draws draws = new Draws(counts.length, resamples, new RandomStreams(seed).stream("paired-bootstrap"));
        IntStream.range(0, Math.max(1, ForkJoinPool.getCommonPoolParallelism() + 1))
                .parallel()
                .forEach(worker -> {
                    char[][] times = new char[draws.block][counts.length];
                    for (int first = draws.next(times); first < resamples; first = draws.next(times)) {
                        double[][] means = means(times, counts, sums);
                        for (int c = 0; c < means.length; c++) {
                            System.arraycopy(
                                    means[c], 0, resampled[c], first, Math.min(times.length, resamples - first));
                        }
                    }
                });
        return resampled;
    }

    /**
     * The draws of sessions, in blocks of resamples. They come from one stream of random numbers, so that the number of
     * processors decides nothing: whichever thread asks next gets the next block, and sums it up while others draw theirs.
     */
    private static final class Draws {

        private final int clusters;
        private final int resamples;
        private final int block;
        private final SplittableRandom random;
        private int next;

        Draws(int clusters, int resamples, SplittableRandom random) {
            this.clusters = clusters;
            this.resamples = resamples;
            this.block = Math.max(LEAST_BLOCK, Math.min(BLOCK, COUNTED / clusters));
            this.random = random;
        }

        /**
         * Draws the next block.
         *
         * @param times gets, for each resample, how often each session is drawn. Two bytes hold it: the chance that any
         *     session is drawn 65,536 times is not a number that a computer can represent
         * @return the number of the first resample; that of all resamples where none is left
         */
        synchronized int next(char[][] times) {
            int first = next;
            next = Math.min(resamples, first + block);
            for (int resample = 0; resample < next - first; resample++) {
                char[] ofResample = times[resample];
                Arrays.fill(ofResample, '\0');
                for (int draw = 0; draw < clusters; draw++) {
                    ofResample[random.nextInt(clusters)]++;
                }
            }
            return first;
        }
    }

    /**
     * The sums of one comparison that are not 0, by session. Models agree on most rows, so that many sums are 0 and add
     * nothing. Three empty places behind the last make up four with any of them.
     */
    private record Sums(int[] clusters, double[] values, int size) {

        private static final int EMPTY = 3;

        static Sums of(double[] all) {
            int[] clusters =
                    IntStream.range(0, all.length).filter(i -> all[i] != 0).toArray();
            double[] values = Arrays.copyOf(
                    IntStream.of(clusters).mapToDouble(i -> all[i]).toArray(), clusters.length + EMPTY);
            return new Sums(Arrays.copyOf(clusters, values.length), values, clusters.length);
        }

        /** The first place, from one on, whose session is not below the given one. */
        int from(int place, int cluster) {
            int end = place;
            while (end < size && clusters[end] < cluster) {
                end++;
            }
            return end;
        }
    }

    /** The means of each comparison in some resamples. Numbers of some sessions stay in the cache for all comparisons. */
    private static double[][] means(char[][] times, double[] counts, List<Sums> sums) {
        int resamples = times.length;
        double[][] total = new double[sums.size()][resamples];
        int[] places = new int[total.length];
        double[] rows = new double[resamples];
        int tile = Math.max(4, CACHED / resamples);
        double[][] drawn = new double[tile][resamples];
        double[] none = new double[resamples];
        for (int from = 0; from < counts.length; from += tile) {
            int to = Math.min(counts.length, from + tile);
            for (int resample = 0; resample < resamples; resample++) {
                for (int cluster = from; cluster < to; cluster++) {
                    drawn[cluster - from][resample] = times[resample][cluster];
                }
            }
            for (int cluster = from; cluster < to; cluster++) {
                add(rows, drawn[cluster - from], none, none, none, counts[cluster], 0, 0, 0);
            }
            for (int c = 0; c < total.length; c++) {
                Sums all = sums.get(c);
                int end = all.from(places[c], to);
                for (int i = places[c]; i < end; i += 4) {
                    add(
                            total[c],
                            drawn[all.clusters[i] - from],
                            i + 1 < end ? drawn[all.clusters[i + 1] - from] : none,
                            i + 2 < end ? drawn[all.clusters[i + 2] - from] : none,
                            i + 3 < end ? drawn[all.clusters[i + 3] - from] : none,
                            all.values[i],
                            all.values[i + 1],
                            all.values[i + 2],
                            all.values[i + 3]);
                }
                places[c] = end;
            }
        }
        for (double[] means : total) {
            for (int resample = 0; resample < resamples; resample++) {
                means[resample] /= rows[resample];
            }
        }
        return total;
    }

    /** Adds four sessions to the sums of all resamples, one after the other; the compiler makes vectors of it. */
    private static void add(
            double[] total, double[] a, double[] b, double[] c, double[] d, double x, double y, double z, double w) {
        for (int i = 0; i < total.length; i++) {
            total[i] = (((total[i] + a[i] * x) + b[i] * y) + c[i] * z) + d[i] * w;
        }
    }

    private static Inference inference(double[] resampled) {
        int notAbove = 0;
        int notBelow = 0;
        for (double value : resampled) {
            notAbove += value <= 0 ? 1 : 0;
            notBelow += value >= 0 ? 1 : 0;
        }
        Arrays.sort(resampled);
        return new Inference(
                resampled[(int) (0.025 * resampled.length)],
                resampled[(int) (0.975 * resampled.length) - 1],
                Math.min(1, 2.0 * (1 + Math.min(notAbove, notBelow)) / (resampled.length + 1)));
    }
}
