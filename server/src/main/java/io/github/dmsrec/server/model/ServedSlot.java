package io.github.dmsrec.server.model;

import io.github.dmsrec.InvalidInputException;
import io.github.dmsrec.LiveRecommender;
import io.github.dmsrec.Model;
import io.github.dmsrec.RecommendationRequest;
import io.github.dmsrec.Recommendations;
import io.github.dmsrec.ServedModel;
import io.github.dmsrec.ServerOptions;
import io.github.dmsrec.server.api.Answers.Served;
import io.github.dmsrec.server.metrics.ServerMetrics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The place of a model: requests wait here and are scored together, by as many threads at once as there are to score; the model
 * can be replaced while requests go on. Safe for use by several threads.
 */
final class ServedSlot {

    private static final Logger LOG = LoggerFactory.getLogger(ServedSlot.class);

    private final ServedModel served;
    private final ServerOptions.Scoring scoring;
    private final int warmUpSessions;
    private final Executor scorers;
    private final ServerMetrics.OfModel metrics;
    private final RecentSessions recent;
    private volatile LoadedModel current;
    private final ReentrantLock reloading = new ReentrantLock();
    private final ConcurrentLinkedQueue<PendingRequest> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicInteger scoringNow = new AtomicInteger();

    /**
     * Opens the model and warms it up.
     *
     * @param scorers does the scoring; tasks must not wait for each other
     * @throws InvalidInputException if the model cannot be opened
     */
    ServedSlot(ServedModel served, ServerOptions options, Executor scorers, ServerMetrics metrics) {
        this.served = served;
        this.scoring = options.scoring();
        this.warmUpSessions = options.warmUpSessions();
        this.scorers = scorers;
        this.metrics = metrics.model(served.name());
        this.recent = new RecentSessions(options.warmUpSessions());
        this.metrics.queue(queued::get);
        LoadedModel loaded =
                new LoadedModel(served.open(served.model()), served.model().path());
        WarmUp.run(loaded.live(), List.of(), warmUpSessions);
        current = loaded;
    }

    /** Warms up a model, or closes it. */
    private int warm(LiveRecommender live, List<List<String>> sessions) {
        try {
            return WarmUp.run(live, sessions, warmUpSessions);
        } catch (RuntimeException | Error e) {
            live.close();
            throw e;
        }
    }

    String name() {
        return served.name();
    }

    ServedModel served() {
        return served;
    }

    ServerMetrics.OfModel metrics() {
        return metrics;
    }

    /** How many requests wait. */
    int waiting() {
        return queued.get();
    }

    /** Keeps a session for the warm-up of the next model. */
    void keep(List<String> session) {
        recent.add(session);
    }

    /** Does some work with the model, which is not closed meanwhile. */
    <T> T with(Function<LoadedModel, T> work) {
        LoadedModel model = acquire();
        try {
            return work.apply(model);
        } finally {
            model.release();
        }
    }

    private LoadedModel acquire() {
        LoadedModel model = current;
        while (!model.acquire()) {
            // It was replaced between the two calls.
            Thread.onSpinWait();
            model = current;
        }
        return model;
    }

    /** Takes a request, which is answered by a scoring thread. */
    void submit(PendingRequest request) {
        queued.incrementAndGet();
        queue.add(request);
        if (begin()) {
            scorers.execute(this::score);
        }
    }

    /** Scores until nothing waits. */
    private void score() {
        while (true) {
            List<PendingRequest> batch = take();
            if (!batch.isEmpty()) {
                score(batch);
            } else {
                scoringNow.decrementAndGet();
                // What came after the look into the queue, and saw this thread still busy, would wait for nobody.
                if (queue.isEmpty() || !begin()) {
                    return;
                }
            }
        }
    }

    /** Counts one more thread that scores; false if there are enough. */
    private boolean begin() {
        int busy = scoringNow.get();
        while (busy < scoring.threads()) {
            if (scoringNow.compareAndSet(busy, busy + 1)) {
                return true;
            }
            busy = scoringNow.get();
        }
        return false;
    }

    private List<PendingRequest> take() {
        long nanos = scoring.longestWait().toNanos();
        if (nanos > 0 && queued.get() < scoring.batch()) {
            LockSupport.parkNanos(nanos);
        }
        List<PendingRequest> batch = new ArrayList<>();
        while (batch.size() < scoring.batch()) {
            PendingRequest next = queue.poll();
            if (next == null) {
                break;
            }
            queued.decrementAndGet();
            if (!next.isAnswered()) {
                batch.add(next);
            }
        }
        return batch;
    }

    private void score(List<PendingRequest> batch) {
        try {
            with(model -> {
                metrics.batch(batch.size());
                score(model, batch);
                return model;
            });
        } catch (RuntimeException | Error e) {
            // Requests that nobody answers would wait for ever.
            batch.forEach(request -> request.fail(e));
            if (e instanceof Error error) {
                throw error;
            }
        }
    }

    private void score(LoadedModel model, List<PendingRequest> batch) {
        List<RecommendationRequest> requests =
                batch.stream().map(PendingRequest::request).toList();
        List<Recommendations> found;
        try {
            found = model.live().recommend(requests);
        } catch (InvalidInputException e) {
            if (batch.size() == 1) {
                batch.get(0).fail(e);
            } else {
                // One of them does not fit the model, as when it was replaced since; the others shall not suffer.
                batch.forEach(request -> score(model, List.of(request)));
            }
            return;
        }
        for (int i = 0; i < found.size(); i++) {
            batch.get(i).answer(new Served(found.get(i), model.version(), name(), null, null));
        }
    }

    /** Answers at once, without the queue, by the thread that calls. */
    Served now(RecommendationRequest request, boolean popular) {
        return with(model -> new Served(
                popular ? model.live().recommendPopular(request) : model.live().recommend(request),
                model.version(),
                name(),
                null,
                null));
    }

    /**
     * Replaces the model: the other one is opened and warmed up beside it, then takes its place. Requests that were begun end
     * on the old one.
     *
     * @param path a model folder; null for the one that this was loaded from
     * @return null if another reload of it is under way
     * @throws InvalidInputException if the other cannot be opened; this one stays
     */
    ServedModels.@Nullable Reload reload(@Nullable Path path) {
        if (!reloading.tryLock()) {
            return null;
        }
        try {
            Path from = path == null ? with(LoadedModel::path) : path;
            LiveRecommender live = served.open(Model.load(from));
            int sessions = warm(live, recent.all());
            LoadedModel after = new LoadedModel(live, from);
            // Nobody else sets it: the lock is held.
            LoadedModel before = current;
            current = after;
            String old = before.version();
            before.release();
            metrics.reloaded(true);
            LOG.info("Model '{}' is now {} from '{}', it was {}", name(), after.version(), from, old);
            return new ServedModels.Reload(old, after.version(), sessions);
        } catch (RuntimeException e) {
            metrics.reloaded(false);
            LOG.warn("Model '{}' stays as it is: {}", name(), e.getMessage());
            throw e;
        } finally {
            reloading.unlock();
        }
    }

    /** The model is not needed any more. */
    void close() {
        current.release();
    }
}
