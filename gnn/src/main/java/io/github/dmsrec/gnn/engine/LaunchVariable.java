package io.github.dmsrec.gnn.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An environment variable that the engine's libraries read once, when they load, and that no program can set for itself.
 * Without it the results are the same; only time is lost.
 *
 * @param name of the variable
 * @param value that the launcher of dmsrec gives it
 * @param cost what it costs to leave it unset, one sentence
 */
public record LaunchVariable(String name, String value, String cost) {

    private static final LaunchVariable GOMP = new LaunchVariable(
            "GOMP_SPINCOUNT",
            "2000",
            "Threads of the engine that wait for each other keep a core busy: steps take many times as long where another"
                    + " program wants the cores, too.");
    private static final LaunchVariable KMP = new LaunchVariable(
            "KMP_BLOCKTIME",
            "0",
            "Threads of the BLAS library keep a core busy for 200 ms after every product: with two threads or more the"
                    + " engine's own threads wait for them.");
    private static final LaunchVariable MALLOC = new LaunchVariable(
            "GLIBC_TUNABLES",
            "glibc.malloc.mmap_threshold=4294967296:glibc.malloc.trim_threshold=8589934592:glibc.malloc.top_pad=67108864",
            "The memory of large tensors goes back to the system after every use and is cleared again for the next, which"
                    + " shows in GCE-GNN.");

    /**
     * The variables that matter on this platform and are not set.
     *
     * @param environment of the process, {@code System.getenv()}
     * @param blas the BLAS library in force
     * @param os the name of the operating system, {@code os.name}
     */
    static List<LaunchVariable> unset(Map<String, String> environment, String blas, String os) {
        List<LaunchVariable> relevant = new ArrayList<>();
        if (os.equals("Linux")) {
            relevant.addAll(List.of(GOMP, MALLOC));
        }
        if (blas.startsWith("mkl")) {
            relevant.add(KMP);
        }
        relevant.removeIf(variable -> environment.containsKey(variable.name()));
        return List.copyOf(relevant);
    }
}
