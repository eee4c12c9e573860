package io.github.dmsrec.experiment.worker;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.progress.Durations;
import io.github.dmsrec.core.progress.Reporter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;

/**
 * Runs processes, several at once and each after those that it needs. A process that fails stops those that need it; the others go
 * on, because each may be hours of work. All end with this process, however it ends. For one thread.
 */
public final class WorkerPool {

    private final int workers;
    private final long heap;
    private final Reporter reporter;

    /**
     * A pool whose processes are all that there are. Their heaps together stay within the memory.
     *
     * @param workers how many run at once, at least 1
     * @param reporter gets what the processes print, line by line, each with the name of its process
     */
    public WorkerPool(int workers, Reporter reporter) {
        if (workers < 1) {
            throw new IllegalArgumentException("at least one worker is needed, but there are " + workers);
        }
        this.workers = workers;
        this.heap = WorkerMemory.ofThisMachine().heapOf(workers);
        this.reporter = reporter;
    }

    private record Finished(WorkerProcess process, ChildProcess child) {}

    /**
     * Runs processes; those that are listed first start first, where what they need allows it.
     *
     * @throws IllegalArgumentException if two have one name, or they need each other or one that is not there
     * @throws UserMistakeException if any ended with exit code 2, naming them and what they said
     * @throws IllegalStateException if one ended in another way
     */
    public void run(List<WorkerProcess> processes) throws IOException {
        Set<String> names = processes.stream().map(WorkerProcess::name).collect(Collectors.toCollection(HashSet::new));
        if (names.size() < processes.size()) {
            throw new IllegalArgumentException("two processes have the same name: " + processes);
        }
        List<WorkerProcess> waiting = new ArrayList<>(processes);
        Set<String> undone = new HashSet<>(names);
        Map<String, ChildProcess> running = new HashMap<>();
        Map<String, ChildProcess> failed = new TreeMap<>();
        BlockingQueue<Finished> finished = new LinkedBlockingQueue<>();
        long start = System.nanoTime();
        try {
            while (true) {
                int before;
                do {
                    before = undone.size();
                    startWhatCan(waiting, undone, running, finished);
                    // What had nothing left to do may be what others waited for.
                } while (undone.size() < before);
                if (running.isEmpty()) {
                    break;
                }
                Finished next = finished.take();
                running.remove(next.process().name());
                if (next.child().exitCode() == 0) {
                    next.process().end().reached();
                    undone.remove(next.process().name());
                } else {
                    failed.put(next.process().name(), next.child());
                }
                report(next, processes.size(), undone.size(), start);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the processes were interrupted", e);
        } finally {
            running.values().forEach(ChildProcess::end);
        }
        requireNone(failed, waiting);
    }

    private void startWhatCan(
            List<WorkerProcess> waiting,
            Set<String> undone,
            Map<String, ChildProcess> running,
            BlockingQueue<Finished> finished)
            throws IOException {
        for (WorkerProcess next : List.copyOf(waiting)) {
            if (running.size() == workers) {
                return;
            }
            if (next.needs().stream().noneMatch(undone::contains)) {
                waiting.remove(next);
                List<String> arguments = next.arguments().get();
                if (arguments.isEmpty()) {
                    undone.remove(next.name());
                    continue;
                }
                reporter.say("[" + next.name() + "] starts");
                running.put(
                        next.name(),
                        ChildProcess.start(
                                arguments,
                                heap,
                                line -> reporter.say("[" + next.name() + "] " + line),
                                child -> finished.add(new Finished(next, child))));
            }
        }
    }

    private void report(Finished next, int all, int undone, long start) {
        double seconds = (System.nanoTime() - start) / 1e9;
        int done = all - undone;
        String how = next.child().exitCode() == 0
                ? "done"
                : "failed with exit code " + next.child().exitCode();
        // They differ in length, so that the rest is a guess; it is better than none.
        String rest = undone == 0 || done == 0 ? "" : ", about " + Durations.words(seconds / done * undone) + " left";
        reporter.say("[" + next.process().name() + "] " + how + "; " + done + " of " + all + " processes done in "
                + Durations.words(seconds) + rest);
    }

    private static void requireNone(Map<String, ChildProcess> failed, List<WorkerProcess> neverStarted) {
        if (failed.isEmpty()) {
            if (!neverStarted.isEmpty()) {
                throw new IllegalArgumentException("these processes need each other, or one that is not there: "
                        + neverStarted.stream().map(WorkerProcess::name).toList());
            }
            return;
        }
        StringBuilder problem =
                new StringBuilder(failed.size() == 1 ? "A process failed" : failed.size() + " processes failed");
        if (!neverStarted.isEmpty()) {
            problem.append(" and ").append(neverStarted.size()).append(" that need them were not started");
        }
        failed.forEach((name, process) -> problem.append(System.lineSeparator())
                .append("  ")
                .append(name)
                .append(": ")
                .append(String.join(" ", process.lastLines())));
        if (failed.values().stream().allMatch(process -> process.exitCode() == 2)) {
            throw new UserMistakeException(
                    problem.toString(),
                    "Correct what the messages report and run the same command again: finished work is not repeated.");
        }
        throw new IllegalStateException(problem.toString());
    }
}
