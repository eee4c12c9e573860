package io.github.dmsrec.gnn.engine;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;

/**
 * A stretch of work whose tensors are freed at its end: one per training step or scored chunk, or memory grows until the
 * garbage collector happens to run. Tensors that must outlive it are copied out. For one thread.
 */
public final class Scope implements AutoCloseable {

    private final PointerScope pointers = new PointerScope();
    private final boolean recording;
    private final NoGradGuard[] guard;

    private Scope(boolean recording) {
        this.recording = recording;
        this.guard = recording ? new NoGradGuard[0] : new NoGradGuard[] {new NoGradGuard()};
    }

    /** A scope whose operations are recorded for {@link Tensor#backward}. */
    public static Scope recording() {
        return new Scope(true);
    }

    /** A scope without gradients. */
    public static Scope inference() {
        return new Scope(false);
    }

    @Override
    public void close() {
        if (!recording) {
            // Before the scope's end, which would free the guard without ending its effect in order.
            guard[0].close();
        }
        pointers.close();
    }
}
