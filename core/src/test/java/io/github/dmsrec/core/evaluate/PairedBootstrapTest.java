package io.github.dmsrec.core.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Sessions;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PairedBootstrapTest {

    private static final RankMetric MRR = RankMetric.of("MRR@20");

    private final Examples rows = Examples.lastClickOf(Sessions.of(
            IntStream.range(0, 200).mapToObj(i -> new int[] {i, i + 1}).toList()));

    private static int[] ranks(int size, int rank) {
        int[] ranks = new int[size];
        Arrays.fill(ranks, rank);
        return ranks;
    }

    private static int[] halfFirstHalfMissed() {
        int[] ranks = ranks(200, 1);
        Arrays.fill(ranks, 100, 200, 21);
        return ranks;
    }

    @Test
    void aConstantDifferenceHasNoSpreadAndTheSmallestPValue() {
        PairedBootstrap same = PairedBootstrap.compare(ranks(200, 4), ranks(200, 2), MRR, rows, 1);

        assertThat(same.difference()).isCloseTo(0.25, within(1e-12));
        assertThat(same.low()).isCloseTo(0.25, within(1e-12));
        assertThat(same.high()).isCloseTo(0.25, within(1e-12));
        assertThat(same.pValue()).isEqualTo(2.0 / 10_001);
    }

    @Test
    void noDifferenceHasThePValueOne() {
        PairedBootstrap none = PairedBootstrap.compare(ranks(200, 4), ranks(200, 4), MRR, rows, 1);

        assertThat(none).isEqualTo(new PairedBootstrap(0, 0, 0, 1));
    }

    @Test
    void theIntervalHasTheWidthOfTheNormalApproximation() {
        PairedBootstrap noisy = PairedBootstrap.compare(ranks(200, 2), halfFirstHalfMissed(), MRR, rows, 1);

        // Differences are +0.5 and -0.5, half each: standard error 0.5 / sqrt(200) = 0.0354, times 1.96.
        assertThat(noisy.difference()).isCloseTo(0, within(1e-12));
        assertThat(noisy.low()).isCloseTo(-0.069, within(0.006));
        assertThat(noisy.high()).isCloseTo(0.069, within(0.006));
        assertThat(noisy.pValue()).isGreaterThan(0.95);
    }

    @Test
    void thePValueIsTwiceTheShareOfResamplesOnTheOtherSide() {
        int[] second = ranks(200, 1);
        Arrays.fill(second, 114, 200, 21);

        PairedBootstrap better = PairedBootstrap.compare(ranks(200, 2), second, MRR, rows, 1);

        // At or below 0 are resamples with at most 100 of the 114 better rows in 200: binomial, 0.02734 of all.
        assertThat(better.difference()).isCloseTo(0.07, within(1e-12));
        assertThat(better.pValue()).isCloseTo(2 * 0.02734, within(0.008));
    }

    @Test
    void rowsOfOneSessionAreDrawnTogether() {
        Examples twoLongSessions = Examples.everyPrefixOf(Sessions.of(List.of(
                IntStream.range(0, 101).toArray(), IntStream.range(0, 101).toArray())));

        PairedBootstrap clustered =
                PairedBootstrap.compare(ranks(200, 2), halfFirstHalfMissed(), MRR, twoLongSessions, 1);

        assertThat(clustered.low()).isEqualTo(-0.5);
        assertThat(clustered.high()).isEqualTo(0.5);
        assertThat(clustered.pValue()).isEqualTo(1);
    }

    @Test
    void sessionsOfUnequalLengthGiveWhatASlowResamplingOfRowsGives() {
        Examples uneven = Examples.everyPrefixOf(Sessions.of(
                IntStream.range(0, 30).mapToObj(i -> new int[2 + i % 7]).toList()));
        SplittableRandom random = new RandomStreams(3).stream("differences");
        double[] first = random.doubles(uneven.size(), -0.4, 0.6).toArray();
        double[] second = random.doubles(uneven.size(), -0.5, 0.5).toArray();
        int[] among =
                IntStream.range(0, uneven.size()).filter(row -> row % 5 != 2).toArray();
        List<IntToDoubleFunction> both = List.of(row -> first[row], row -> second[row]);

        List<PairedBootstrap> together = PairedBootstrap.compare(both, uneven, among, 9);

        assertThat(together.get(0)).isEqualTo(slow(first, uneven, among, 9));
        assertThat(together.get(1)).isEqualTo(slow(second, uneven, among, 9));
        assertThat(PairedBootstrap.compare(both, uneven, among, 9)).isEqualTo(together);
        assertThat(PairedBootstrap.compare(both.subList(1, 2), uneven, among, 9))
                .containsExactly(together.get(1));
        assertThat(PairedBootstrap.compare(both, uneven, among, 10)).isNotEqualTo(together);
        assertThatThrownBy(() -> PairedBootstrap.compare(both, uneven, new int[0], 9))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void eachOfManyComparisonsIsAsIfItWereAlone() {
        Examples many = Examples.lastClickOf(Sessions.of(
                IntStream.range(0, 1_500).mapToObj(i -> new int[] {i, i + 1}).toList()));
        int width = 40;
        double[] values = new RandomStreams(4)
                .stream("many").doubles((long) many.size() * width, -0.5, 0.5).toArray();
        List<IntToDoubleFunction> differences = IntStream.range(0, width)
                .mapToObj(c -> (IntToDoubleFunction) row -> values[row * width + c])
                .toList();
        int[] all = IntStream.range(0, many.size()).toArray();

        assertThat(PairedBootstrap.compare(differences, many, all, 5).get(7))
                .isEqualTo(PairedBootstrap.compare(differences.subList(7, 8), many, all, 5)
                        .get(0));
    }

    /** Walks the rows of every drawn session, in the order of sessions, so that sums come out alike to the last bit. */
    private static PairedBootstrap slow(double[] differences, Examples rows, int[] among, long seed) {
        int[] sessions =
                Arrays.stream(among).map(rows::session).distinct().sorted().toArray();
        SplittableRandom random = new RandomStreams(seed).stream("paired-bootstrap");
        double[] means = new double[10_000];
        for (int resample = 0; resample < means.length; resample++) {
            int[] times = new int[sessions.length];
            for (int draw = 0; draw < sessions.length; draw++) {
                times[random.nextInt(sessions.length)]++;
            }
            double sum = 0;
            int count = 0;
            for (int s = 0; s < sessions.length; s++) {
                int session = sessions[s];
                double ofSession = 0;
                for (int row : among) {
                    if (rows.session(row) == session) {
                        ofSession += differences[row];
                        count += times[s];
                    }
                }
                sum += times[s] * ofSession;
            }
            means[resample] = sum / count;
        }
        long below = Arrays.stream(means).filter(mean -> mean <= 0).count();
        long above = Arrays.stream(means).filter(mean -> mean >= 0).count();
        Arrays.sort(means);
        double mean = Arrays.stream(among).mapToDouble(row -> differences[row]).reduce(0, Double::sum) / among.length;
        return new PairedBootstrap(
                mean, means[250], means[9749], Math.min(1, 2.0 * (1 + Math.min(below, above)) / 10_001));
    }
}
