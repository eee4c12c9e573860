package io.github.dmsrec.datasets.download;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Closes a stream that gives nothing for too long, which ends the reading of it: the JDK's client has no limit for that. */
final class StallWatch implements AutoCloseable {

    private final InputStream watched;
    private final AtomicLong received;
    private final ScheduledExecutorService clock;
    private final ScheduledFuture<?> looking;
    private volatile long last;
    private volatile boolean ended;

    /**
     * @param watched is closed
     * @param received how many bytes came
     * @param silence how long it may stay the same; it is looked at that often, so up to twice as long is possible
     */
    StallWatch(InputStream watched, AtomicLong received, Duration silence) {
        this.watched = watched;
        this.received = received;
        this.last = -1;
        this.clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "dmsrec-stall-watch");
            thread.setDaemon(true);
            return thread;
        });
        this.looking = clock.scheduleAtFixedRate(this::look, 0, silence.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        long now = received.get();
        if (now == last) {
            ended = true;
            try {
                watched.close();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot close a connection that gives nothing", e);
            }
        }
        last = now;
    }

    /** Whether it has closed the stream. */
    boolean hasEnded() {
        return ended;
    }

    @Override
    public void close() {
        looking.cancel(false);
        clock.shutdownNow();
    }
}
