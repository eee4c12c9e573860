package io.github.dmsrec.intent.asking;

import java.time.Duration;
import java.time.Instant;

/** A clock that moves when it is waited for. */
final class FakeClock implements Clock {

    private Instant now;

    FakeClock(Instant now) {
        this.now = now;
    }

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized void sleep(Duration duration) {
        now = now.plus(duration);
    }
}
