package io.github.dmsrec.experiment.worker;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * A command of dmsrec that runs in a process of its own.
 *
 * @param name what messages call it; unique among the processes of a pool
 * @param needs the names of processes that must succeed before it
 * @param arguments asked for when it starts
 * @param end what follows in this process when it has succeeded
 */
public record WorkerProcess(String name, Set<String> needs, Arguments arguments, End end) {

    /** The arguments of dmsrec, without the program's name. */
    @FunctionalInterface
    public interface Arguments {
        /** They may follow from what processes before it made; none where nothing is left to do. */
        List<String> get() throws IOException;
    }

    /** Takes over what a process made. */
    @FunctionalInterface
    public interface End {
        void reached() throws IOException;
    }

    public WorkerProcess {
        needs = Set.copyOf(needs);
    }

    /** A process whose arguments are known, and which nothing follows. */
    public WorkerProcess(String name, Set<String> needs, List<String> arguments) {
        this(name, needs, () -> arguments, () -> {});
    }
}
