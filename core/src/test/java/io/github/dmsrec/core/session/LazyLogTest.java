package io.github.dmsrec.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LazyLogTest {

    private final AtomicInteger fetched = new AtomicInteger();

    private Sessions sessions() {
        return Sessions.withLogFrom(new int[] {0, 2, 3, 5}, new int[] {10, 11, 20, 30, 31}, () -> {
            fetched.incrementAndGet();
            return new SessionLog(
                    List.of("a", "\u00e9\u4e16\ud83d\ude00", ""),
                    new int[] {2, 0, 1},
                    new double[] {7, 8, 5, 6, 9.5},
                    Optional.of(List.of("u", "v", "u")));
        });
    }

    @Test
    void partsAndJoinsFetchNothingUntilTheyAreAsked() {
        Sessions sessions = sessions();
        Sessions part = sessions.range(1, 3);
        Sessions chosen = sessions.select(2, 0);
        Sessions begun = sessions.beginnings(1, 1, 2);
        Sessions placed = sessions.placedAsTheyStand();
        Sessions joined = part.plus(chosen);

        assertThat(joined.isLogged()).isTrue();
        assertThat(fetched).hasValue(0);
        assertThat(IntStream.range(0, joined.size()).mapToObj(joined::id))
                .containsExactly("\u00e9\u4e16\ud83d\ude00", "", "", "a");
        SessionLog log = joined.log().orElseThrow();
        assertThat(log.users().orElseThrow()).containsExactly("v", "u", "u", "u");
        assertThat(log.places()).containsExactly(0, 1, 1, 2);
        assertThat(log.times()).containsExactly(5, 6, 9.5, 6, 9.5, 7, 8);
        assertThat(begun.log().orElseThrow().times()).containsExactly(7, 5, 6, 9.5);
        assertThat(placed.log().orElseThrow().places()).containsExactly(0, 1, 2);
        assertThat(sessions.inTimeOrder().items(0)).containsExactly(20);
        assertThat(sessions.inSourceOrder().id(2)).isEqualTo("a");
        assertThat(fetched).hasValue(1);
    }

    @Test
    void whatGoesWrongReachesTheAskerAndTheNextOneAsksAgain() {
        AtomicInteger attempts = new AtomicInteger();
        Sessions sessions = Sessions.withLogFrom(new int[] {0, 1}, new int[] {4}, () -> {
            if (attempts.getAndIncrement() == 0) {
                throw new IllegalStateException("not yet");
            }
            return new SessionLog(List.of("a"), new int[] {0}, new double[] {1});
        });
        Sessions same = sessions.range(0, 1);

        assertThatThrownBy(() -> same.id(0)).hasMessage("not yet");
        assertThat(same.id(0)).isEqualTo("a");
        assertThat(sessions.time(0)).isEqualTo(1);
        Sessions others = Sessions.withLogFrom(
                new int[] {0, 1}, new int[] {4}, () -> new SessionLog(List.of("a"), new int[] {0}, new double[0]));
        assertThatThrownBy(others::log).hasMessageContaining("1 ids and 0 times for 1 sessions of 1 clicks");
    }
}
