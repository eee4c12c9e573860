package io.github.dmsrec.gnn.engine;

import java.util.List;
import java.util.concurrent.Semaphore;
import org.bytedeco.pytorch.global.torch;

/** The tensor engine as a whole: threads, seeds, and what {@code doctor} wants to know of it. */
public final class Engine {

    static {
        EngineLibraries.load();
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
     * @param blas the BLAS library in force
     * @param threads the threads in force
     * @param advice what to change, one sentence each; empty if all is well
     * @param unset the environment variables that would save time
     */
    public record Report(String version, String blas, int threads, List<String> advice, List<LaunchVariable> unset) {}

    /** Loads the engine and reports on it; throws {@link UnsatisfiedLinkError} if its libraries do not load. */
    public static Report report() {
        String blas = EngineLibraries.blas();
        String threadsOfOpenBlas = System.getenv().getOrDefault(EngineLibraries.OPENBLAS_THREADS, "1");
        List<String> advice = blas.equals("OpenBLAS") && !threadsOfOpenBlas.equals("1")
                ? List.of(
                        "Unset " + EngineLibraries.OPENBLAS_THREADS + ", which is " + threadsOfOpenBlas
                                + ": the threads of OpenBLAS and those of the engine fight, and training is 6 to 8 times slower.")
                : List.of();
        int threads = torch.get_num_threads();
        String version = org.bytedeco.pytorch.Tensor.class.getPackage().getImplementationVersion();
        return new Report(
                "PyTorch " + (version == null ? "of unknown version" : version),
                blas,
                threads,
                advice,
                LaunchVariable.unset(System.getenv(), blas, System.getProperty("os.name", "")));
    }
}
