package io.github.dmsrec.gnn.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.core.RandomStreams;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SessionTargetsTest {

    @Test
    void withoutALimitOrBelowItAllAreLearned() {
        assertThat(SessionTargets.ALL.of(7, 4)).containsExactly(0, 1, 2, 3);
        assertThat(new SessionTargets(4, new RandomStreams(1), 0).of(7, 4)).containsExactly(0, 1, 2, 3);
        assertThat(new SessionTargets(4, new RandomStreams(1), 0).of(7, 0)).isEmpty();
    }

    @Test
    void everyChoiceOfAsManyIsEquallyProbable() {
        int[] pairs = new int[16];
        int sessions = 12_000;
        SessionTargets two = new SessionTargets(2, new RandomStreams(1), 5);
        for (int session = 0; session < sessions; session++) {
            int[] drawn = two.of(session, 4);
            assertThat(drawn).hasSize(2).isSorted().doesNotHaveDuplicates();
            pairs[drawn[0] * 4 + drawn[1]]++;
        }

        assertThat(Arrays.stream(pairs).filter(count -> count > 0))
                .as("each of the six pairs, 2,000 times but for chance (a standard deviation of 41)")
                .hasSize(6)
                .allMatch(count -> Math.abs(count - 2_000) < 200);
    }

    @Test
    void anotherEpochDrawsOthersAndTheSameOneTheSame() {
        SessionTargets epoch = new SessionTargets(3, new RandomStreams(1), 0);

        assertThat(epoch.of(0, 1_000))
                .isEqualTo(new SessionTargets(3, new RandomStreams(1), 0).of(0, 1_000))
                .isNotEqualTo(new SessionTargets(3, new RandomStreams(1), 1).of(0, 1_000))
                .isNotEqualTo(epoch.of(1, 1_000));
    }
}
