package io.github.dmsrec.intent.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2015-10-21T07:28:00Z");

    @Test
    void readsSecondsAndDates() {
        assertThat(RetryAfter.parse("90", NOW)).contains(Duration.ofSeconds(90));
        assertThat(RetryAfter.parse(" 0.5 ", NOW)).contains(Duration.ofMillis(500));
        assertThat(RetryAfter.parse("Wed, 21 Oct 2015 07:28:09 GMT", NOW)).contains(Duration.ofSeconds(9));
        assertThat(RetryAfter.parse("Wed, 21 Oct 2015 07:27:00 GMT", NOW)).contains(Duration.ZERO);
        assertThat(RetryAfter.parse("soon", NOW)).isEmpty();
    }
}
