package io.github.dmsrec.gnn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Targets;
import java.util.Arrays;
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
        EpochSamples epochs = EpochSamples.of(samples, 0, RANDOM);

        assertThat(epochs.size()).isEqualTo(SESSIONS);
        assertThat(epochs.rows(0)).isEqualTo(2 * SESSIONS);
        assertThat(epochs.order(0)).isNotEqualTo(epochs.order(1)).containsExactlyInAnyOrder(epochs.order(1));
    }

    @Test
    void olderSessionsAreDrawnHalfAsOftenPerHalfLife() {
        double halfLife = 0.25;
        EpochSamples epochs = EpochSamples.of(samples, halfLife, RANDOM);
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
                .isEqualTo(EpochSamples.of(samples, halfLife, RANDOM).order(3));
    }

    @Test
    void aTinyHalfLifeLeavesOneSample() {
        EpochSamples epochs = EpochSamples.of(samples, 1e-6, RANDOM);

        assertThat(epochs.order(0)).containsExactly(SESSIONS - 1);
    }
}
