package io.github.dmsrec.experiment.step;

import io.github.dmsrec.core.progress.Reporter;
import io.github.dmsrec.experiment.worker.WorkerPool;
import io.github.dmsrec.experiment.worker.WorkerProcess;
import io.github.dmsrec.stage.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Makes each step of a graph that is not there as it would be made now. So an interrupted run continues where it was, and a
 * changed option makes again only what depends on it. For one thread.
 */
public final class StepRun {

    private final StepGraph graph;
    private final StepTimes times;
    private final StepListener listener;
    private final Reporter reporter;

    /**
     * @param work the folder that keeps what each step took
     * @param listener hears what becomes of each step
     * @param reporter gets progress
     */
    public StepRun(StepGraph graph, Path work, StepListener listener, Reporter reporter) {
        this.graph = graph;
        this.times = StepTimes.of(work);
        this.listener = listener;
        this.reporter = reporter;
    }

    /**
     * A run that reports each step.
     *
     * @param work the folder that keeps what each step took
     * @param reporter gets progress and messages
     */
    public StepRun(StepGraph graph, Path work, Reporter reporter) {
        this(graph, work, new StepReporter(reporter), reporter);
    }

    /** Makes the steps in this process, one after the other. */
    public void makeAll() throws IOException {
        List<Step> steps = graph.steps();
        for (int i = 0; i < steps.size(); i++) {
            make(steps.get(i), "[" + (i + 1) + "/" + (steps.size() + 1) + "] ");
        }
    }

    /**
     * Makes some steps, each after those that it needs, whose artefacts are there.
     *
     * @throws io.github.dmsrec.core.UserMistakeException if there is no step of an id, or something that it needs is missing
     */
    public void makeOnly(List<String> ids) throws IOException {
        for (String id : ids) {
            make(graph.step(id), "");
        }
    }

    private void make(Step step, String place) throws IOException {
        Optional<String> stale = step.whyStale();
        if (stale.isEmpty()) {
            listener.isThere(step, place);
            return;
        }
        listener.begins(step, place, stale.get());
        times.make(step, reporter.progress());
        listener.ended(step);
    }

    /**
     * Makes the steps in threads of this process, several at once: for steps that do not use the tensor engine, which serves
     * one training per process.
     *
     * @param threads how many, at least 1; one after the other in this thread for 1
     */
    public void makeAtOnce(int threads) throws IOException {
        if (threads == 1) {
            makeAll();
            return;
        }
        ExecutorService pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "dmsrec-step");
            thread.setDaemon(true);
            return thread;
        });
        // Each begins after those that it needs, so that a step that waits waits for one that has begun or ended.
        Map<String, Future<Boolean>> begun = new HashMap<>();
        List<Future<Boolean>> inOrder = new ArrayList<>();
        try {
            for (Step step : graph.steps()) {
                List<Future<Boolean>> needs = step.needs().stream()
                        .map(need -> Objects.requireNonNull(begun.get(need)))
                        .toList();
                Future<Boolean> future = pool.submit(() -> {
                    for (Future<Boolean> need : needs) {
                        need.get();
                    }
                    make(step, "");
                    return true;
                });
                begun.put(step.id(), future);
                inOrder.add(future);
            }
            for (Future<Boolean> future : inOrder) {
                future.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the steps were interrupted", e);
        } catch (ExecutionException e) {
            throw failure(e);
        } finally {
            inOrder.forEach(future -> future.cancel(true));
            pool.shutdownNow();
        }
    }

    /** What made a step fail, or one that it waited for. */
    private static IllegalStateException failure(ExecutionException failed) throws IOException {
        Throwable cause = failed;
        while (cause instanceof ExecutionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof IOException e) {
            throw e;
        } else if (cause instanceof RuntimeException e) {
            throw e;
        } else if (cause instanceof Error e) {
            throw e;
        }
        return new IllegalStateException("a step failed", cause);
    }

    /**
     * Makes the steps in processes of their own, several at once.
     *
     * @param workers how many at once
     * @param process how one makes steps
     */
    public void makeAll(int workers, StepProcess process) throws IOException {
        Set<String> undone = graph.undone().keySet();
        Map<String, List<Step>> byProcess = new LinkedHashMap<>();
        for (Step step : graph.steps()) {
            if (undone.contains(step.id())) {
                byProcess
                        .computeIfAbsent(graph.processOf(step.id()), name -> new ArrayList<>())
                        .add(step);
            }
        }
        List<WorkerProcess> processes = new ArrayList<>();
        byProcess.forEach((name, steps) -> {
            Set<String> needs = steps.stream()
                    .flatMap(step -> step.needs().stream())
                    .filter(undone::contains)
                    .map(graph::processOf)
                    .filter(need -> !need.equals(name))
                    .collect(Collectors.toSet());
            processes.add(new WorkerProcess(name, needs, () -> process.arguments(steps), () -> process.ended(steps)));
        });
        listener.begin(graph.steps().size() - undone.size(), undone.size());
        new WorkerPool(workers, reporter).run(processes);
    }
}
