package io.github.dmsrec.experiment.tune;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.progress.Reporter;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.experiment.step.StepForecast;
import io.github.dmsrec.experiment.step.StepGraph;
import io.github.dmsrec.experiment.step.StepListener;
import io.github.dmsrec.experiment.step.StepRun;
import io.github.dmsrec.experiment.worker.WorkerMemory;
import io.github.dmsrec.stage.ArtefactStep;
import io.github.dmsrec.stage.Step;
import io.github.dmsrec.stage.StepData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Tunes. Each trial is a step, whose record is its line in the log: what the log has is not run again, and half-trained
 * networks go on. What is found depends on the plan and the data alone: not on the number of workers, nor on where a run was
 * interrupted.
 */
public final class TuneRun {

    private static final String DATA = "data";

    private TuneRun() {}

    /** Whether there is time for another trial. The defaults are tried in any case. */
    @FunctionalInterface
    public interface Limit {

        /** There is time for every trial. */
        Limit NONE = seconds -> true;

        /**
         * Whether a trial may begin. Several threads ask.
         *
         * @param seconds what the longest trial of the method so far took; 0 before the first has ended
         */
        boolean allows(double seconds);
    }

    /**
     * Runs a plan.
     *
     * @param command what was asked for, for the manifest of a data set that is made
     * @param reporter gets progress and messages
     * @throws UserMistakeException if another run is at work in the same folder, the data set has no validation rows, or
     *     the defaults of a method do not work
     */
    public static TuneOutcome run(TunePlan plan, String command, Reporter reporter) throws IOException {
        return run(plan, command, reporter, Limit.NONE);
    }

    /**
     * As {@link #run(TunePlan, String, Reporter)}, but with fewer trials where there is no time for all: what is found then
     * depends on the machine, too.
     *
     * @param limit asked before each trial that the log does not have
     */
    public static TuneOutcome run(TunePlan plan, String command, Reporter reporter, Limit limit) throws IOException {
        if (TunePlan.trainsNetworks(plan.methods())) {
            WorkerMemory.ofThisMachine().report(plan.workers(), plan.threads(), reporter);
        }
        try (TrialLog log = TrialLog.open(plan.work(), reporter::say)) {
            StepGraph data = new StepGraph();
            addData(plan, command, data);
            if (!data.steps().isEmpty()) {
                new StepRun(data, plan.work(), reporter).makeOnly(List.of(DATA));
            }
            TuneWork work = new TuneWork(plan, StepData.at(place(plan)), log, reporter, limit);
            int validationRows = work.dataset().examples(Split.VALIDATION).size();
            List<TuneOutcome.Method> methods = new ArrayList<>();
            for (MethodSpace space : plan.methods()) {
                make(work, space, reporter);
                methods.add(work.outcome(space));
            }
            work.runner().discardAll();
            Path best = plan.work().resolve(BestFile.NAME);
            TuneOutcome outcome = new TuneOutcome(
                    plan,
                    work.dataset().name(),
                    work.fingerprint(),
                    validationRows,
                    methods,
                    plan.work().resolve(TrialLog.FILE_NAME),
                    best);
            BestFile.write(best, outcome);
            return outcome;
        }
    }

    /** Networks have a process each where several run at once; methods that count share this one. */
    private static void make(TuneWork work, MethodSpace space, Reporter reporter) throws IOException {
        StepGraph trials = new StepGraph();
        work.addTo(trials, space, "", Set.of());
        StepRun run = new StepRun(trials, work.plan().work(), StepListener.NONE, reporter);
        int workers = work.plan().workers();
        if (workers > 1 && space.isTrainedInEpochs()) {
            run.makeAll(workers, work);
        } else {
            run.makeAtOnce(workers);
        }
    }

    /**
     * What is there, what would be tried, and what that may take. Tries and writes nothing.
     *
     * @param command what was asked for
     * @param reporter gets nothing but warnings
     */
    public static StepForecast forecast(TunePlan plan, String command, Reporter reporter) throws IOException {
        StepGraph graph = new StepGraph();
        addData(plan, command, graph);
        Set<String> data = graph.steps().isEmpty() ? Set.of() : Set.of(DATA);
        TuneWork work = look(plan, reporter);
        plan.methods().forEach(space -> work.addTo(graph, space, "", data));
        return StepForecast.of(
                graph,
                plan.work(),
                plan.workers(),
                work::ruleOfThumb,
                (plan.search() instanceof Search.Halving
                                ? "a later rung may choose fewer trials than it has places; "
                                : "")
                        + BestFile.NAME + " is always written");
    }

    /**
     * The trials of a method in a graph, to look at.
     *
     * @param ids of all
     * @param best what the log says when all are done
     */
    public record Look(Set<String> ids, Supplier<TuneOutcome.Best> best) {}

    /**
     * Adds the trials of a plan, whose data set is there, to a graph. Tries and writes nothing.
     *
     * @param space a method of the plan
     * @param prefix what ids begin with, with a slash at its end
     * @param more whether there is time for trials that the log does not have; else they are left out
     * @param reporter gets nothing but warnings
     */
    public static Look addTo(
            StepGraph graph, TunePlan plan, MethodSpace space, String prefix, boolean more, Reporter reporter)
            throws IOException {
        TuneWork work = look(plan, reporter);
        StepGraph trials = new StepGraph();
        work.addTo(trials, space, prefix, Set.of());
        Set<String> ids = new LinkedHashSet<>();
        for (Step trial : trials.steps()) {
            if (more || trial.isThere()) {
                ids.add(graph.add(trial.id(), trial, trial.needs(), trials.processOf(trial.id())));
            }
        }
        return new Look(ids, () -> work.outcome(space).forWhatFollows());
    }

    private static TuneWork look(TunePlan plan, Reporter reporter) throws IOException {
        return new TuneWork(plan, StepData.at(place(plan)), TrialLog.look(plan.work()), reporter, Limit.NONE);
    }

    private static void addData(TunePlan plan, String command, StepGraph graph) {
        Origin origin = Origin.of(plan.name(), command, plan.seed(), plan.threads());
        ArtefactStep step = plan.dataset().step(plan.work(), origin);
        if (step != null) {
            graph.add(DATA, step, Set.of(), DATA);
        }
    }

    private static Path place(TunePlan plan) {
        return plan.dataset().place(plan.work());
    }
}
