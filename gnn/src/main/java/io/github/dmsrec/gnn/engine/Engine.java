package io.github.dmsrec.gnn.engine;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.global.torch;

/** The tensor engine as a whole: threads, seeds, and what {@code doctor} wants to know of it. */
public final class Engine {

    /** The system property that chooses the BLAS library. */
    private static final String BLAS_PROPERTY = "org.bytedeco.openblas.load";

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
