package io.github.dmsrec.gnn.engine;

import java.util.List;
import org.bytedeco.pytorch.global.torch;

/** The tensor engine as a whole: threads, seeds, and what {@code doctor} wants to know of it. */
public final class Engine {

    static {
        EngineLibraries.load();
    }

    private Engine() {}

    /**
     * Sets the number of threads of the engine and of its BLAS, for the whole process.
     *
     * @param threads at least 1
     */
    public static void configure(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, but are " + threads);
        }
        torch.set_num_threads(threads);
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
                ? List.of("Unset " + EngineLibraries.OPENBLAS_THREADS + ", which is " + threadsOfOpenBlas
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
