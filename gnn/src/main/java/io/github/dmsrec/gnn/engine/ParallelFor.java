package io.github.dmsrec.gnn.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;

/**
 * A few threads that share independent pieces of work, the caller being one of them. Which thread takes which
 * piece varies, so no piece may depend on another. Used by one thread at a time.
 */
final class ParallelFor implements AutoCloseable {

    private final int helpers;
    private final ExecutorService pool;

    /** @param threads at least 1, the caller included */
    ParallelFor(int threads) {
        helpers = threads - 1;
        pool = Executors.newFixedThreadPool(Math.max(1, helpers), task -> {
            Thread thread = new Thread(task, "dmsrec-engine");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Does {@code piece} once for every number below {@code count}.
     *
     * @param tools makes what each thread needs for itself
     */
    <T> void forEachIndex(int count, Supplier<T> tools, ObjIntConsumer<T> piece) {
        AtomicInteger next = new AtomicInteger();
        Runnable work = () -> {
            T own = tools.get();
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                piece.accept(own, i);
            }
        };
        List<Future<?>> others = new ArrayList<>();
        for (int i = 0; i < Math.min(helpers, count - 1); i++) {
            others.add(pool.submit(work));
        }
        work.run();
        for (Future<?> other : others) {
            finish(other);
        }
    }

    private static void finish(Future<?> other) {
        try {
            other.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while the engine worked");
        } catch (ExecutionException e) {
            throw new IllegalStateException("the engine failed on another thread", e.getCause());
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
