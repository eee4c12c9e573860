package io.github.dmsrec.core.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Sessions;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
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
        assertThat(same.sessions()).isEqualTo(200);
        assertThat(of(same).low()).isCloseTo(0.25, within(1e-12));
        assertThat(of(same).high()).isCloseTo(0.25, within(1e-12));
        assertThat(of(same).pValue()).isEqualTo(2.0 / 10_001);
    }

    @Test
    void noDifferenceHasThePValueOne() {
        PairedBootstrap none = PairedBootstrap.compare(ranks(200, 4), ranks(200, 4), MRR, rows, 1);

        assertThat(none).isEqualTo(new PairedBootstrap(0, 200, new PairedBootstrap.Inference(0, 0, 1)));
    }

    @Test
    void theIntervalHasTheWidthOfTheNormalApproximation() {
        PairedBootstrap noisy = PairedBootstrap.compare(ranks(200, 2), halfFirstHalfMissed(), MRR, rows, 1);

        // Differences are +0.5 and -0.5, half each: standard error 0.5 / sqrt(200) = 0.0354, times 1.96.
        assertThat(noisy.difference()).isCloseTo(0, within(1e-12));
        assertThat(of(noisy).low()).isCloseTo(-0.069, within(0.006));
        assertThat(of(noisy).high()).isCloseTo(0.069, within(0.006));
        assertThat(of(noisy).pValue()).isGreaterThan(0.95);
    }

    @Test
    void thePValueIsTwiceTheShareOfResamplesOnTheOtherSide() {
        int[] second = ranks(200, 1);
        Arrays.fill(second, 114, 200, 21);

        PairedBootstrap better = PairedBootstrap.compare(ranks(200, 2), second, MRR, rows, 1);

        // At or below 0 are resamples with at most 100 of the 114 better rows in 200: binomial, 0.02734 of all.
        assertThat(better.difference()).isCloseTo(0.07, within(1e-12));
        assertThat(of(better).pValue()).isCloseTo(2 * 0.02734, within(0.008));
    }

    @Test
    void rowsOfOneSessionAreDrawnTogether() {
        Examples fortySessions = Examples.everyPrefixOf(
                Sessions.of(IntStream.range(0, 40).mapToObj(i -> new int[6]).toList()));

        PairedBootstrap clustered =
                PairedBootstrap.compare(ranks(200, 2), halfFirstHalfMissed(), MRR, fortySessions, 1);

        // 20 sessions of +0.5 and 20 of -0.5: standard error 0.5 / sqrt(40) = 0.079, where single rows give 0.035.
        assertThat(clustered.sessions()).isEqualTo(40);
        assertThat(of(clustered).low()).isCloseTo(-0.155, within(0.016));
        assertThat(of(clustered).high()).isCloseTo(0.155, within(0.016));
        assertThat(of(clustered).pValue()).isGreaterThan(0.9);
    }

    @Test
    void belowThirtySessionsThereIsNeitherAnIntervalNorAPValue() {
        for (int sessions : new int[] {1, 2, 29}) {
            PairedBootstrap few = PairedBootstrap.compare(ranks(200, 4), ranks(200, 2), MRR, lastClicks(sessions), 1);

            assertThat(few.difference()).isCloseTo(0.25, within(1e-12));
            assertThat(few.sessions()).isEqualTo(sessions);
            assertThat(few.inference()).isNull();
        }
        assertThat(PairedBootstrap.compare(ranks(200, 4), ranks(200, 2), MRR, lastClicks(30), 1)
                        .inference())
                .isNotNull();
    }

    @Test
    void manyRowsOfFewSessionsAreFewSessions() {
        Examples twoLongSessions = Examples.everyPrefixOf(Sessions.of(List.of(new int[101], new int[101])));

        PairedBootstrap few = PairedBootstrap.compare(ranks(200, 2), halfFirstHalfMissed(), MRR, twoLongSessions, 1);

        assertThat(few).isEqualTo(new PairedBootstrap(0, 2, null));
    }

    @Test
    void whyNothingIsTestedIsAClause() {
        assertThat(PairedBootstrap.tooFew(1))
                .isEqualTo("not tested: 1 test session, fewer than the 30 that an interval or a p-value needs");
        assertThat(PairedBootstrap.tooFew(29)).startsWith("not tested: 29 test sessions, ");
    }

    @Test
    void sessionsOfUnequalLengthGiveWhatASlowResamplingOfRowsGives() {
        Examples uneven = Examples.everyPrefixOf(Sessions.of(
                IntStream.range(0, 60).mapToObj(i -> new int[2 + i % 7]).toList()));
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
        Examples many = lastClicks(400);
        int width = 40;
        double[] values = new RandomStreams(4)
                .stream("many").doubles((long) many.size() * width, -0.5, 0.5).toArray();
        List<IntToDoubleFunction> differences = IntStream.range(0, width)
                .mapToObj(c -> (IntToDoubleFunction) row -> values[row * width + c])
                .toList();
        int[] all = IntStream.range(0, many.size()).toArray();

        List<PairedBootstrap> together = PairedBootstrap.compare(differences, many, all, 5);

        assertThat(together.get(7))
                .isEqualTo(PairedBootstrap.compare(differences.subList(7, 8), many, all, 5)
                        .get(0));
        double[] seventh = IntStream.range(0, many.size())
                .mapToDouble(row -> values[row * width + 7])
                .toArray();
        assertThat(together.get(7)).isEqualTo(slow(seventh, many, all, 5));
        // Room for three comparisons at once.
        assertThat(PairedBootstrap.compare(differences, many, all, 5, 30_000)).isEqualTo(together);
    }

    @Test
    void whereModelsAgreeOnMostRowsSumsAreTheSame() {
        Examples many = lastClicks(500);
        double[] sparse = new double[500];
        SplittableRandom random = new RandomStreams(4).stream("sparse");
        for (int i = 0; i < 25; i++) {
            sparse[random.nextInt(500)] = random.nextDouble(-1, 1);
        }
        int[] all = IntStream.range(0, 500).toArray();

        assertThat(PairedBootstrap.compare(List.of(row -> sparse[row]), many, all, 5))
                .containsExactly(slow(sparse, many, all, 5));
    }

    @Test
    void moreThanAHundredComparisonsGetMoreDraws() {
        List<IntToDoubleFunction> same = Collections.nCopies(150, row -> 1);

        PairedBootstrap one = PairedBootstrap.compare(
                        same, lastClicks(30), IntStream.range(0, 30).toArray(), 5)
                .get(149);

        assertThat(of(one).pValue()).isEqualTo(2.0 / 15_001);
    }

    private static PairedBootstrap.Inference of(PairedBootstrap comparison) {
        return Objects.requireNonNull(comparison.inference());
    }

    private static Examples lastClicks(int sessions) {
        return Examples.lastClickOf(Sessions.of(
                IntStream.range(0, sessions).mapToObj(i -> new int[] {i, i + 1}).toList()));
    }

    /** Draws one session after the other and adds them up in their order, so that sums come out alike to the last bit. */
    private static PairedBootstrap slow(double[] differences, Examples rows, int[] among, long seed) {
        int[] sessions =
                Arrays.stream(among).map(rows::session).distinct().sorted().toArray();
        double[] ofSession = new double[sessions.length];
        int[] rowsOfSession = new int[sessions.length];
        for (int row : among) {
            int s = Arrays.binarySearch(sessions, rows.session(row));
            ofSession[s] += differences[row];
            rowsOfSession[s]++;
        }
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
                count += times[s] * rowsOfSession[s];
                sum += times[s] * ofSession[s];
            }
            means[resample] = sum / count;
        }
        long below = Arrays.stream(means).filter(mean -> mean <= 0).count();
        long above = Arrays.stream(means).filter(mean -> mean >= 0).count();
        Arrays.sort(means);
        double mean = Arrays.stream(among).mapToDouble(row -> differences[row]).reduce(0, Double::sum) / among.length;
        return new PairedBootstrap(
                mean,
                sessions.length,
                new PairedBootstrap.Inference(
                        means[250], means[9749], Math.min(1, 2.0 * (1 + Math.min(below, above)) / 10_001)));
    }
}
