package io.github.dmsrec.gnn.engine;

import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;

/**
 * A stretch of work whose tensors are freed at its end: one per training step or scored chunk, or memory grows until the
 * garbage collector happens to run. Tensors that must outlive it are copied out. Belongs to the thread that opened it, as
 * do its tensors; each thread opens its own, and neither sees the other's, nor whether the other records.
 */
public final class Scope implements AutoCloseable {

    static {
        EngineLibraries.load();
    }

    private final PointerScope pointers;
    private final boolean recording;
    private final NoGradGuard[] guard;

    private Scope(boolean recording) {
        Engine.adoptThreads();
        this.pointers = new PointerScope();
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

    /**
     * Does a part of the work of the current scope and frees its tensors, but for the result, which lives as long as the
     * scope, and what its gradient needs.
     */
    public static Tensor part(Supplier<Tensor> work) {
        PointerScope outer = PointerScope.getInnerScope();
        if (outer == null) {
            throw new IllegalStateException("there is no scope that this could be a part of");
        }
        try (PointerScope inner = new PointerScope()) {
            Tensor result = work.get();
            outer.attach(result.handle());
            return result;
        }
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
