package io.github.dmsrec.gnn.model;

import io.github.dmsrec.gnn.engine.HalfRows;
import io.github.dmsrec.gnn.engine.Tensor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The item vectors of a large catalogue in half precision. They are made by a thread of their own once a model has been asked
 * a few times, since that takes seconds: a model that is opened for one session does not need them, and the first sessions
 * do not wait. Safe for use by several threads.
 */
final class ItemScan implements AutoCloseable {

    /** So many calls are answered before it is begun. */
    private static final int FIRST_CALLS = 2;

    private final AtomicInteger calls = new AtomicInteger();
    private volatile boolean stopped;
    private volatile @Nullable HalfRows rows;

    /**
     * The vectors; null until they are made. Counts the calls.
     *
     * @param maker calls {@link #make}, while the model is open
     */
    @Nullable HalfRows rows(Runnable maker) {
        HalfRows made = rows;
        if (made == null && calls.getAndIncrement() == FIRST_CALLS && HalfRows.areOffered()) {
            Thread thread = new Thread(maker, "item vectors");
            thread.setDaemon(true);
            thread.start();
        }
        return made;
    }

    /**
     * Makes the vectors.
     *
     * @param items the vectors of all items that are scored [N, d]
     * @param bias what is added to their scores [N]; null for nothing
     */
    void make(Tensor items, @Nullable Tensor bias) {
        rows = HalfRows.of(items, bias, () -> stopped);
    }

    /** What is being made comes to an end soon. */
    void stop() {
        stopped = true;
    }

    /** When nothing is made any more, and nobody needs the vectors. */
    @Override
    public void close() {
        HalfRows made = rows;
        if (made != null) {
            made.close();
        }
    }
}
