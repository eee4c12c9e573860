package io.github.dmsrec.experiment.worker;

import java.util.List;
import java.util.Set;

/**
 * A command of dmsrec that runs in a process of its own.
 *
 * @param name what messages call it; unique among the processes of a pool
 * @param needs the names of processes that must succeed before it
 * @param arguments of dmsrec, without the program's name
 */
public record WorkerProcess(String name, Set<String> needs, List<String> arguments) {

    public WorkerProcess {
        needs = Set.copyOf(needs);
        arguments = List.copyOf(arguments);
    }
}
