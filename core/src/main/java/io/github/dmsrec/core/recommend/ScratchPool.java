package io.github.dmsrec.core.recommend;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a recommender works with during a call and keeps for the next one, of any thread: arrays that would otherwise be
 * made for every call. Each is used by one thread at a time. Keeps a few for each processor; more exist only while more
 * threads are at work. Safe for use by several threads.
 *
 * @param <T> what a call works with
 */
public final class ScratchPool<T> {

    private static final int KEPT_PER_PROCESSOR = 2;

    private final Supplier<T> maker;
    private final ArrayBlockingQueue<T> free =
            new ArrayBlockingQueue<>(KEPT_PER_PROCESSOR * Runtime.getRuntime().availableProcessors());

    /** @param maker makes one, when none is free */
    public ScratchPool(Supplier<T> maker) {
        this.maker = maker;
    }

    /** Does some work; what it works with is kept unless the work fails and may have left it in any state. */
    public void with(Consumer<T> work) {
        @Nullable T kept = free.poll();
        T scratch = kept == null ? maker.get() : kept;
        work.accept(scratch);
        // Where enough are kept, it is left to the garbage collector.
        free.offer(scratch);
    }
}
