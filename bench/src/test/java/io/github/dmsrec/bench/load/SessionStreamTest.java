package io.github.dmsrec.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SessionStreamTest {

    private static final int ITEMS = 500;

    private static SessionStream stream(long seed) {
        return new SessionStream(SessionStream.popularity(ITEMS), seed);
    }

    @Test
    void bothExponentsAreRecovered() {
        SessionStream stream = stream(11);
        long[] reached = new long[SessionStream.LONGEST + 2];
        long[] clicks = new long[ITEMS];
        for (int request = 0; request < 2_000_000; request++) {
            int[] session = stream.next();
            reached[session.length]++;
            clicks[session[session.length - 1]]++;
        }

        // A session of length l was seen with 1..l clicks: those that reached l and not l + 1 are as long.
        long[] lengths = new long[SessionStream.LONGEST - SessionStream.SHORTEST + 1];
        for (int i = 0; i < lengths.length; i++) {
            int length = SessionStream.SHORTEST + i;
            lengths[i] = Math.max(0, reached[length] - reached[length + 1]);
        }
        assertThat(reached[SessionStream.LONGEST + 1]).isZero();
        assertThat(Exponents.ofCounts(lengths, SessionStream.SHORTEST))
                .isCloseTo(SessionStream.LENGTH_EXPONENT, within(0.03));
        assertThat(Exponents.ofCounts(clicks, 1)).isCloseTo(SessionStream.POPULARITY_EXPONENT, within(0.01));
    }

    @Test
    void sessionsGrowByAClickAtATime() {
        SessionStream stream = stream(3);
        List<int[]> seen = Stream.generate(stream::next).limit(20_000).toList();

        // Every session of several clicks was there before without the last one.
        for (int i = seen.size() - 1; i > seen.size() - 500; i--) {
            int[] session = seen.get(i);
            if (session.length > 1) {
                int[] before = Arrays.copyOf(session, session.length - 1);
                assertThat(seen.subList(0, i)).anyMatch(other -> Arrays.equals(other, before));
            }
        }
    }

    @Test
    void aSeedMakesTheSameSessions() {
        SessionStream one = stream(4);
        SessionStream same = stream(4);
        SessionStream other = stream(5);
        boolean differs = false;
        for (int i = 0; i < 1000; i++) {
            int[] session = one.next();
            assertThat(same.next()).isEqualTo(session);
            differs |= !Arrays.equals(other.next(), session);
        }
        assertThat(differs).isTrue();
    }
}
