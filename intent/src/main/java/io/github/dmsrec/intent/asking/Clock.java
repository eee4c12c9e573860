package io.github.dmsrec.intent.asking;

import java.time.Duration;
import java.time.Instant;

/** The clock and waiting, so that tests need not wait. Safe for use by several threads. */
public interface Clock {

    /** The time. */
    Instant now();

    /** Waits. */
    void sleep(Duration duration) throws InterruptedException;

    /** The machine's own. */
    Clock SYSTEM = new Clock() {
        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            Thread.sleep(duration.toMillis());
        }
    };
}
