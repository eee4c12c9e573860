package io.github.dmsrec.gnn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Targets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EpochSamplesTest {

    private static final int SESSIONS = 64;
    private static final RandomStreams RANDOM = new RandomStreams(5);

    private final TrainingSamples samples = TrainingSamples.of(
            Examples.everyPrefixOf(Sessions.of(IntStream.range(0, SESSIONS)
                    .mapToObj(s -> new int[] {s, s + 1, s + 2})
                    .toList())),
            Targets.EVERY_POSITION);

    @Test
    void withoutHalfLifeEveryEpochHasAllSamplesInAnotherOrder() {
        EpochSamples epochs = EpochSamples.of(samples, 0, 0, RANDOM);

        assertThat(epochs.size()).isEqualTo(SESSIONS);
        assertThat(epochs.rows(0)).isEqualTo(2 * SESSIONS);
        assertThat(epochs.order(0)).isNotEqualTo(epochs.order(1)).containsExactlyInAnyOrder(epochs.order(1));
    }

    @Test
    void olderSessionsAreDrawnHalfAsOftenPerHalfLife() {
        double halfLife = 0.25;
        EpochSamples epochs = EpochSamples.of(samples, halfLife, 0, RANDOM);
        int rounds = 4000;
        int[] drawn = new int[SESSIONS];
        for (int epoch = 0; epoch < rounds; epoch++) {
            int[] order = epochs.order(epoch);
            assertThat(order).hasSize(epochs.size()).doesNotHaveDuplicates();
            assertThat(epochs.rows(epoch)).isEqualTo(2 * order.length);
            Arrays.stream(order).forEach(sample -> drawn[sample]++);
        }

        double[] weights = IntStream.range(0, SESSIONS)
                .mapToDouble(s -> Math.pow(2, -(SESSIONS - 1.0 - s) / SESSIONS / halfLife))
                .toArray();
        double sum = Arrays.stream(weights).sum();
        assertThat(epochs.size()).isEqualTo((int) sum);
        for (int s = 0; s < SESSIONS; s++) {
            assertThat((double) drawn[s] / rounds)
                    .as("session " + s)
                    .isCloseTo(weights[s] * epochs.size() / sum, within(0.04));
        }
        assertThat(epochs.order(3))
                .isEqualTo(EpochSamples.of(samples, halfLife, 0, RANDOM).order(3));
    }

    @Test
    void aTinyHalfLifeLeavesOneSample() {
        EpochSamples epochs = EpochSamples.of(samples, 1e-6, 0, RANDOM);

        assertThat(epochs.order(0)).containsExactly(SESSIONS - 1);
    }

    @Test
    void anEpochHasAtMostSoManyRowsOfASession() {
        Examples rows = Examples.everyPrefixOf(Sessions.of(
                List.of(new int[] {0, 1}, new int[] {0, 1, 2, 3, 4, 5}, new int[] {1}, new int[] {5, 6, 7})));
        for (Targets targets : List.of(Targets.EVERY_PREFIX, Targets.EVERY_POSITION)) {
            TrainingSamples ofRows = TrainingSamples.of(rows, targets);
            EpochSamples epochs = EpochSamples.of(ofRows, 0, 2, RANDOM);
            Set<Integer> seen = new TreeSet<>();
            for (int epoch = 0; epoch < 50; epoch++) {
                int[] learned = ofRows.rowsOf(epochs.targets(epoch), epochs.order(epoch));

                assertThat(learned).doesNotHaveDuplicates();
                assertThat(Arrays.stream(learned).map(rows::session)).containsExactlyInAnyOrder(0, 1, 1, 3, 3);
                assertThat(epochs.rows(epoch)).isEqualTo(5);
                Arrays.stream(learned).forEach(seen::add);
            }
            assertThat(seen).as("rows of all epochs").hasSize(rows.size());
        }
    }

    @Test
    void olderSessionsHaveFewerOfTheRowsThatTheLimitLeaves() {
        Examples rows = Examples.everyPrefixOf(Sessions.of(Collections.nCopies(SESSIONS, new int[] {0, 1, 2, 3, 4})));
        TrainingSamples ofRows = TrainingSamples.of(rows, Targets.EVERY_PREFIX);
        EpochSamples epochs = EpochSamples.of(ofRows, 0.25, 2, RANDOM);
        int[] drawn = new int[SESSIONS];
        for (int epoch = 0; epoch < 500; epoch++) {
            int[] order = epochs.order(epoch);
            assertThat(order).hasSize(epochs.size()).doesNotHaveDuplicates();
            Arrays.stream(order).forEach(row -> drawn[rows.session(row)]++);
        }

        assertThat(epochs.size())
                .isCloseTo(2 * EpochSamples.of(samples, 0.25, 0, RANDOM).size(), within(1));
        assertThat((double) drawn[SESSIONS - 1] / drawn[SESSIONS - 1 - SESSIONS / 4])
                .isCloseTo(2, within(0.2));
    }
}
