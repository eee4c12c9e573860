package io.github.dmsrec.gnn.engine;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.bytedeco.pytorch.global.torch;

/** The tensor engine as a whole: threads, seeds, and what {@code doctor} wants to know of it. */
public final class Engine {

    /** The system property that chooses the BLAS library. */
    private static final String BLAS_PROPERTY = "org.bytedeco.openblas.load";

    /**
     * The system property that limits the memory of the process: at the making of every tensor, by any thread, a lock is
     * taken and the process's memory is read, which takes a third of the time of scoring one session, and half of what a
     * second thread could add. 0 is no limit; what limits memory here are scopes.
     */
    private static final String MEMORY_PROPERTY = "org.bytedeco.javacpp.maxPhysicalBytes";

    static {
        // In force if the engine is loaded afterwards, as by configure, by report and by the first scope.
        if (System.getProperty(MEMORY_PROPERTY) == null) {
            System.setProperty(MEMORY_PROPERTY, "0");
        }
    }

    /** Those of {@link #configure}; 0 before its first call. */
    private static volatile int configuredThreads;

    private static volatile Semaphore turns = new Semaphore(1, true);

    private Engine() {}

    /**
     * Sets the number of threads that each pass of the engine and its BLAS take, for the whole process. Where many threads
     * score a session each, 1 is best: passes of one session are too small to be shared.
     *
     * @param threads at least 1
     */
    public static synchronized void configure(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, but are " + threads);
        }
        if (threads != configuredThreads) {
            turns = new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / threads), true);
            configuredThreads = threads;
        }
        torch.set_num_threads(threads);
    }

    /**
     * The engine keeps a number of threads for each thread that calls it, and changes only that of the caller of {@link
     * #configure}. Called where work begins, this gives the calling thread the number that was configured.
     */
    static void adoptThreads() {
        int threads = configuredThreads;
        if (threads != 0 && torch.get_num_threads() != threads) {
            torch.set_num_threads(threads);
        }
    }

    /**
     * Waits until a pass may begin without more threads at work than there are processors: so many passes run at once as
     * processors divided by {@link #configure}'s threads, one at least; others wait in the order in which they came.
     * Interrupts do not end the wait, which is as short as a pass. A turn is not taken within another.
     */
    public static Turn takeTurn() {
        Semaphore ofNow = turns;
        ofNow.acquireUninterruptibly();
        return ofNow::release;
    }

    /** A pass that may run; ends when it is closed. */
    @FunctionalInterface
    public interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    /** Seeds the generator that drop-out draws from. */
    public static void seed(long seed) {
        torch.manual_seed(seed);
    }

    /**
     * How the engine was started.
     *
     * @param version of the engine
     * @param blas the BLAS library that was asked for
     * @param threads the threads in force
     * @param advice what to change, one sentence each; empty if all is well
     */
    public record Report(String version, String blas, int threads, List<String> advice) {}

    /** Loads the engine and reports on it; throws {@link UnsatisfiedLinkError} if its libraries do not load. */
    public static Report report() {
        List<String> advice = new ArrayList<>();
        Optional<String> load = Optional.ofNullable(System.getProperty(BLAS_PROPERTY));
        String threadsOfOpenBlas = System.getenv().getOrDefault("OPENBLAS_NUM_THREADS", "");
        if (load.isEmpty() && !threadsOfOpenBlas.equals("1")) {
            advice.add("Set -D" + BLAS_PROPERTY + "=mkl_rt, or without MKL OPENBLAS_NUM_THREADS=1 in the environment:"
                    + " otherwise training is 6 to 8 times slower.");
        }
        for (String folder : System.getProperty("java.library.path", "").split(File.pathSeparator, -1)) {
            if (new File(folder, System.mapLibraryName("torch")).exists()) {
                advice.add("Set -Djava.library.path to a folder without libraries: the libtorch in '" + folder
                        + "' would end the JVM.");
            }
        }
        int threads = torch.get_num_threads();
        String version = org.bytedeco.pytorch.Tensor.class.getPackage().getImplementationVersion();
        return new Report(
                "PyTorch " + (version == null ? "of unknown version" : version),
                load.orElse("OpenBLAS"),
                threads,
                advice);
    }
}
