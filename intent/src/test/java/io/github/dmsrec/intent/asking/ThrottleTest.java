package io.github.dmsrec.intent.asking;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.intent.asking.Throttle.Limit;
import io.github.dmsrec.intent.asking.Throttle.Permit;
import io.github.dmsrec.intent.asking.Throttle.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ThrottleTest {

    private static final Instant BEGIN = Instant.parse("2015-10-21T07:28:00Z");

    private final FakeClock clock = new FakeClock(BEGIN);

    @Test
    void startsSlowlyAndNeverExceedsTheConcurrency() {
        Throttle throttle = throttle(20, Map.of());
        List<Integer> windows = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            windows.add(throttle.window());
            round(throttle, Signal.ANSWERED);
        }
        assertThat(windows).containsExactly(4, 8, 16, 20, 20);
    }

    @Test
    void isHalvedOnceARoundAndGrowsByOneARoundFromThenOn() {
        Throttle throttle = throttle(64, Map.of());
        for (int round = 0; round < 4; round++) {
            round(throttle, Signal.ANSWERED);
        }
        assertThat(throttle.window()).isEqualTo(64);
        round(throttle, Signal.OVERLOADED);
        assertThat(throttle.window()).isEqualTo(32);
        round(throttle, Signal.OVERLOADED);
        assertThat(throttle.window()).isEqualTo(16);
        round(throttle, Signal.NEITHER);
        assertThat(throttle.window()).isEqualTo(16);
        round(throttle, Signal.ANSWERED);
        round(throttle, Signal.ANSWERED);
        assertThat(throttle.window()).isBetween(17, 18);
        for (int round = 0; round < 10; round++) {
            round(throttle, Signal.OVERLOADED);
        }
        assertThat(throttle.window()).isEqualTo(1);
    }

    @Test
    void whereTheServerAsksToWaitAllQuestionsWait() {
        Throttle throttle = throttle(8, Map.of());
        throttle.pause(Duration.ofSeconds(7));
        throttle.pause(Duration.ofSeconds(3));
        round(throttle, Signal.ANSWERED);
        assertThat(clock.now()).isEqualTo(BEGIN.plusSeconds(7));
    }

    @Test
    void keepsTheRates() {
        Throttle requests = throttle(8, Map.of("requests-per-minute", "30"));
        for (int i = 0; i < 11; i++) {
            requests.release(permit(requests, 400), Signal.ANSWERED);
        }
        assertThat(clock.now()).isEqualTo(BEGIN.plusSeconds(20));

        // 100 tokens in and 10 out are foreseen; in truth they are 220 in all, so each takes 22 s at 600 a minute.
        FakeClock other = new FakeClock(BEGIN);
        RunLimits limits = limits(Map.of("tokens-per-minute", "600"));
        Throttle tokens = new Throttle(8, limits, new Budget(limits, 10), other);
        for (int i = 0; i < 4; i++) {
            Permit permit = tokens.acquire(400).orElseThrow();
            permit.used(200, 20, 80);
            tokens.release(permit, Signal.ANSWERED);
        }
        assertThat(other.now()).isEqualTo(BEGIN.plusSeconds(66));
    }

    @Test
    void foreseesWhatIsUnderWayAndStopsBeforeTheBudgetIsOverrun() {
        Throttle throttle = throttle(8, Map.of("max-tokens-total", "1000"));
        Permit first = permit(throttle, 400);
        first.used(200, 20, 80);
        throttle.release(first, Signal.ANSWERED);
        // 220 each from now on: three more fit.
        List<Permit> underWay = List.of(permit(throttle, 400), permit(throttle, 400), permit(throttle, 400));
        for (Permit permit : underWay) {
            permit.used(200, 20, 80);
            throttle.release(permit, Signal.ANSWERED);
        }
        assertThat(throttle.acquire(400)).isEmpty();
        assertThat(throttle.reached()).contains(Limit.MAX_TOKENS_TOTAL);
    }

    @Test
    void stopsBeforeTheCostIsOverrun() {
        Throttle throttle = throttle(8, Map.of("max-cost", "0.005", "price-in", "2", "price-out", "100"));
        int asked = 0;
        for (Optional<Permit> permit = throttle.acquire(400); permit.isPresent(); permit = throttle.acquire(400)) {
            permit.get().used(200, 6, 24);
            throttle.release(permit.get(), Signal.ANSWERED);
            asked++;
        }
        // One costs 200 * 2 + 6 * 100 = 1,000 millionths.
        assertThat(asked).isEqualTo(5);
        assertThat(throttle.reached()).contains(Limit.MAX_COST);
    }

    @Test
    void doesNotSleepBeyondTheDeadline() {
        Throttle throttle = throttle(8, Map.of("deadline", "10s"));
        assertThat(throttle.sleep(Duration.ofSeconds(4))).isTrue();
        assertThat(throttle.sleep(Duration.ofSeconds(7))).isFalse();
        assertThat(clock.now()).isEqualTo(BEGIN.plusSeconds(4));
        assertThat(throttle.acquire(400)).isEmpty();
        assertThat(throttle.reached()).contains(Limit.DEADLINE);
    }

    private Throttle throttle(int concurrency, Map<String, String> given) {
        RunLimits limits = limits(given);
        return new Throttle(concurrency, limits, new Budget(limits, 10), clock);
    }

    private static RunLimits limits(Map<String, String> given) {
        Map<String, String> all = new HashMap<>(given);
        all.putAll(Map.of("base-url", "http://h/v1", "model", "m", "answers", "a"));
        return LanguageModelOptions.ofMap(all).limits();
    }

    private static Permit permit(Throttle throttle, int characters) {
        return throttle.acquire(characters).orElseThrow();
    }

    /** As many questions as may be under way, all with the same outcome. */
    private static void round(Throttle throttle, Signal signal) {
        List<Permit> permits = new ArrayList<>();
        for (int i = throttle.window(); i > 0; i--) {
            permits.add(permit(throttle, 400));
        }
        permits.forEach(permit -> throttle.release(permit, signal));
    }
}
