package io.github.dmsrec.experiment.tune;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Fingerprint;
import io.github.dmsrec.core.artefact.Version;
import io.github.dmsrec.core.evaluate.Evaluation;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.progress.Reporter;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.experiment.worker.Job;
import io.github.dmsrec.experiment.worker.JobPool;
import io.github.dmsrec.experiment.worker.WorkerMemory;
import io.github.dmsrec.gnn.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs single trials: methods that count in this process, networks in one of their own where several run at once. The
 * states of unfinished networks are kept in the work folder. Safe for as many threads as the plan has workers.
 */
public final class TrialRunner {

    /** The command that runs one trial in a process of its own; see {@link NetworkTrial#run(Path, Path, Progress)}. */
    public static final String COMMAND = "tune-trial";

    private final TunePlan plan;
    private final Path folder;
    private final SessionDataset imported;
    private final SessionDataset dataset;
    private final Reporter reporter;

    /**
     * @param plan what is tuned
     * @param folder of the data set
     * @param imported that data set
     * @param dataset the same without test rows
     * @param reporter gets progress
     */
    TrialRunner(TunePlan plan, Path folder, SessionDataset imported, SessionDataset dataset, Reporter reporter) {
        this.plan = plan;
        this.folder = folder;
        this.imported = imported;
        this.dataset = dataset;
        this.reporter = reporter;
    }

    /**
     * Runs a trial, or goes on with it.
     *
     * @param resource what it may use in all
     * @param rule when it may stop; empty for never
     * @param others the curves that the rule compares it with
     */
    TrialRecord run(
            MethodSpace space,
            TrialRecord.Key key,
            TrialRecord.Resource resource,
            Optional<MedianRule> rule,
            List<List<Double>> others)
            throws IOException {
        return space.isTrainedInEpochs() ? network(space, key, resource, rule, others) : baseline(key, resource);
    }

    /** Deletes the state of a trial that will not go on, if it has one. */
    void forget(MethodSpace space, Map<String, String> options, int trial) throws IOException {
        if (space.isTrainedInEpochs()) {
            Trainer.discardState(state(space.method(), options, trial));
        }
    }

    /** Deletes all states, those of other runs in the same work folder among them. */
    void forgetAll() throws IOException {
        ArtefactFolder.deleteTree(unfinished());
    }

    private TrialRecord baseline(TrialRecord.Key key, TrialRecord.Resource resource) {
        long start = System.nanoTime();
        Examples rows = TunedData.validationRows(dataset, resource.amount(), plan.seed());
        try {
            Evaluation evaluation = BaselineTrial.run(dataset, rows, key.method(), key.options());
            double value = plan.measure().of(evaluation);
            return new TrialRecord(
                    key,
                    resource,
                    TrialRecord.Status.DONE,
                    value,
                    evaluation.ranked().values(),
                    evaluation.masked().values(),
                    0,
                    NetworkTrial.secondsSince(start),
                    List.of(value),
                    "");
        } catch (UserMistakeException e) {
            // Options that do not work together are a result, too; those of the defaults are told as a mistake.
            return TrialRecord.failed(key, resource, NetworkTrial.secondsSince(start), String.valueOf(e.getMessage()));
        }
    }

    private TrialRecord network(
            MethodSpace space,
            TrialRecord.Key key,
            TrialRecord.Resource resource,
            Optional<MedianRule> rule,
            List<List<Double>> others)
            throws IOException {
        Path state = state(key.method(), key.options(), key.trial());
        int limit = resource.amount();
        NetworkTrial trial = new NetworkTrial(
                folder.toString(),
                key.options(),
                space.intents() == null ? null : space.intents().toString(),
                plan.seed(),
                plan.threads(),
                limit,
                state.toString(),
                plan.measure().metric(),
                plan.measure().masked(),
                rule.map(MedianRule::after).orElse(limit),
                others);
        NetworkTrial.Outcome outcome =
                plan.workers() == 1 ? trial.run(imported, reporter.progress()) : inAProcess(trial, state, key);
        if (!outcome.problem().isEmpty()) {
            return TrialRecord.failed(key, resource, outcome.seconds(), outcome.problem());
        }
        List<Double> curve = outcome.curve(plan.measure());
        int best = 0;
        for (int epoch = 1; epoch < curve.size(); epoch++) {
            best = curve.get(epoch) > curve.get(best) ? epoch : best;
        }
        boolean stopped = curve.size() < limit
                && rule.filter(given -> given.stops(curve, others)).isPresent();
        return new TrialRecord(
                key,
                resource,
                stopped ? TrialRecord.Status.STOPPED : TrialRecord.Status.DONE,
                curve.get(best),
                outcome.validation().get(best),
                outcome.validationMasked().get(best),
                curve.size(),
                outcome.seconds(),
                curve,
                "");
    }

    /** The tensor engine's seed and threads are those of the whole process, so that each training needs one. */
    private NetworkTrial.Outcome inAProcess(NetworkTrial trial, Path state, TrialRecord.Key key) throws IOException {
        Path task = state.resolveSibling(state.getFileName() + ".task.json");
        Path result = state.resolveSibling(state.getFileName() + ".result.json");
        trial.write(task);
        Job job = new Job(
                key.method() + " trial " + key.trial(), Set.of(), List.of(COMMAND, task.toString(), result.toString()));
        new JobPool(1, WorkerMemory.ofThisMachine().heapOf(plan.workers()), reporter).run(List.of(job));
        return NetworkTrial.read(result);
    }

    /** Another one for whatever decides the weights: what another run left behind is never taken for this one's. */
    private Path state(String method, Map<String, String> options, int trial) {
        String identity = Fingerprint.ofText(String.join(
                "\n",
                dataset.fingerprint(),
                Version.current(),
                options.toString(),
                "seed " + plan.seed(),
                "threads " + plan.threads()));
        return unfinished().resolve(method + "-" + trial + "-" + identity.substring(0, 12));
    }

    private Path unfinished() {
        return plan.work().resolve("unfinished");
    }
}
