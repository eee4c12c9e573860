package io.github.dmsrec;

import io.github.dmsrec.core.artefact.Origin;
import java.nio.file.Path;

/**
 * How work is done, and where results lie until they are saved. Safe for use by several threads.
 *
 * @param threads of the tensor engine
 * @param seed of all random draws
 * @param memoryBytes the limit of buffers for scores
 * @param progress gets the progress of long work
 * @param work the folder of results that are not saved yet
 */
record Settings(int threads, long seed, long memoryBytes, Progress progress, WorkFolder work) {

    static final long USUAL_MEMORY = 256L << 20;

    static final long USUAL_SEED = 2024;

    /** For what was loaded without a {@link Dmsrec}: all processors, no progress. */
    static Settings ofThisMachine() {
        return new Settings(
                Runtime.getRuntime().availableProcessors(),
                USUAL_SEED,
                USUAL_MEMORY,
                Progress.none(),
                new WorkFolder(null));
    }

    /** The origin of a result, for its manifest. */
    Origin origin(Path out) {
        return Origin.of(String.valueOf(out.getFileName()), "dmsrec (library)", seed, threads);
    }
}
