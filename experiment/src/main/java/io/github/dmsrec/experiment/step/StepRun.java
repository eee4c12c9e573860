package io.github.dmsrec.experiment.step;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.dataset.DatasetStatistics;
import io.github.dmsrec.core.option.MethodKey;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.progress.Reporter;
import io.github.dmsrec.experiment.report.Summary;
import io.github.dmsrec.experiment.worker.WorkerPool;
import io.github.dmsrec.experiment.worker.WorkerProcess;
import io.github.dmsrec.stage.Methods;
import io.github.dmsrec.stage.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes each step of a graph that is not there as it would be made now. So an interrupted run continues where it was, and a
 * changed option makes again only what depends on it. For one thread.
 */
public final class StepRun {

    private final StepGraph graph;
    private final StepTimes times;
    private final Reporter reporter;

    /**
     * @param work the folder that keeps what each step took
     * @param reporter gets progress and messages
     */
    public StepRun(StepGraph graph, Path work, Reporter reporter) {
        this.graph = graph;
        this.times = StepTimes.of(work);
        this.reporter = reporter;
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

    private void make(Step step, String head) throws IOException {
        Optional<String> stale = step.whyStale();
        String line = head + step.label() + ": " + step.out();
        if (stale.isEmpty()) {
            reporter.say(line + " is there already");
            return;
        }
        reporter.say(line + (Files.exists(step.out()) ? " is made again: " + stale.get() : ""));
        sayOptions(step.origin().get().options());
        ArtefactFolder made = times.make(step, reporter.progress());
        facts(made).forEach(fact -> reporter.say("      " + fact));
    }

    private static List<String> facts(ArtefactFolder made) {
        if (made.manifest().kind() == ArtefactKind.DATASET) {
            return DatasetStatistics.of(DatasetFolder.read(made.path())).lines();
        }
        List<String> summary = Summary.of(made);
        return summary.subList(0, summary.size() - 1);
    }

    /** Those of a model that are not the defaults of its method. */
    private void sayOptions(Map<String, String> options) {
        Methods.find(options.getOrDefault(MethodKey.METHOD, "")).ifPresent(method -> {
            Map<String, String> defaults = method.defaults(Recipe.CORRECTED).toMap();
            String changed = options.entrySet().stream()
                    .filter(option -> defaults.containsKey(option.getKey())
                            && !option.getValue().equals(defaults.get(option.getKey())))
                    .map(option -> option.getKey() + "=" + option.getValue())
                    .collect(Collectors.joining(" "));
            reporter.say("      "
                    + (changed.isEmpty()
                            ? "all options at their defaults"
                            : changed + ", all others at their defaults"));
        });
    }

    /**
     * Makes the steps in processes of their own, several at once.
     *
     * @param workers how many at once
     * @param arguments the command line, without the program's name, that makes steps: their ids, with commas between, come
     *     after it
     */
    public void makeAll(int workers, List<String> arguments) throws IOException {
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
            List<String> ofSteps = new ArrayList<>(arguments);
            ofSteps.add(steps.stream().map(Step::id).collect(Collectors.joining(",")));
            Set<String> needs = steps.stream()
                    .flatMap(step -> step.needs().stream())
                    .filter(undone::contains)
                    .map(graph::processOf)
                    .filter(need -> !need.equals(name))
                    .collect(Collectors.toSet());
            processes.add(new WorkerProcess(name, needs, ofSteps));
        });
        reporter.say((graph.steps().size() - undone.size()) + " steps are there already, " + undone.size()
                + " are to be made");
        new WorkerPool(workers, reporter).run(processes);
    }
}
