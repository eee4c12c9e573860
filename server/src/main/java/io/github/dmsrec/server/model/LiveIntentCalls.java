package io.github.dmsrec.server.model;

import io.github.dmsrec.server.api.Answers.Served;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests whose intents an endpoint infers, outside of the queue for scoring, which they would block. When the endpoint takes
 * too long, fails, or is asked for too many sessions at once, the request is scored without intents. Safe for use by several
 * threads.
 */
final class LiveIntentCalls implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveIntentCalls.class);

    /** So many sessions at once; more are scored without. */
    private static final int MOST = 64;

    /** The share of a request's time after which it is scored without intents. */
    private static final double PATIENCE = 0.8;

    private static final long IDLE_SECONDS = 30;

    private final ScheduledExecutorService alarms;
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            0, MOST, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), NamedThreads.named("intents"));

    LiveIntentCalls(ScheduledExecutorService alarms) {
        this.alarms = alarms;
    }

    void ask(ServedSlot slot, PendingRequest request, Duration timeout) {
        AtomicBoolean settled = new AtomicBoolean();
        Runnable without = () -> {
            if (settled.compareAndSet(false, true) && !request.isAnswered()) {
                PendingRequest bare = new PendingRequest(request.request().withoutIntents());
                bare.whenAnswered((answer, failure) -> {
                    if (answer != null) {
                        request.answer(answer);
                    } else if (failure != null) {
                        request.fail(failure);
                    }
                });
                slot.submit(bare);
            }
        };
        ScheduledFuture<?> patience =
                alarms.schedule(without, (long) (timeout.toNanos() * PATIENCE), TimeUnit.NANOSECONDS);
        try {
            threads.execute(() -> {
                try {
                    Served answer = slot.now(request.request(), false);
                    settled.set(true);
                    patience.cancel(false);
                    request.answer(answer);
                } catch (RuntimeException e) {
                    LOG.debug("The intents of a request could not be inferred", e);
                    without.run();
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("An endpoint infers the intents of too many sessions already", e);
            without.run();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
