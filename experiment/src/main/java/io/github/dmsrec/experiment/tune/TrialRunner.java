package io.github.dmsrec.experiment.tune;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Fingerprint;
import io.github.dmsrec.core.artefact.Version;
import io.github.dmsrec.core.evaluate.Evaluation;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.gnn.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Runs single trials, in this process or, for networks, in one of their own. The states of unfinished networks are kept in
 * the work folder. Safe for as many threads as the plan has workers.
 */
public final class TrialRunner {

    /** The command that runs one trial in a process of its own; see {@link NetworkTrial#run(Path, Path, Progress)}. */
    public static final String COMMAND = "tune-trial";

    private final TunePlan plan;
    private final Path folder;
    private final SessionDataset imported;
    private final SessionDataset dataset;

    /**
     * @param plan what is tuned
     * @param folder of the data set
     * @param imported that data set
     * @throws UserMistakeException if it has no validation rows
     */
    TrialRunner(TunePlan plan, Path folder, SessionDataset imported) {
        this.plan = plan;
        this.folder = folder;
        this.imported = imported;
        this.dataset = TunedData.withoutTest(imported);
    }

    /**
     * What a trial is.
     *
     * @param key what its result depends on
     * @param resource what it may use in all
     * @param rule when it may stop; empty for never
     * @param others the curves that the rule compares it with
     */
    record Trial(
            MethodSpace space,
            TrialRecord.Key key,
            TrialRecord.Resource resource,
            Optional<MedianRule> rule,
            List<List<Double>> others) {}

    /** The data set without test rows. */
    SessionDataset dataset() {
        return dataset;
    }

    /** Runs a trial, or goes on with it. */
    TrialRecord run(Trial trial, Progress progress) throws IOException {
        if (!trial.space().isTrainedInEpochs()) {
            return baseline(trial.key(), trial.resource());
        }
        return record(trial, network(trial).run(imported, progress));
    }

    /**
     * Describes the trial of a network for a process of its own: the tensor engine's seed and threads are those of the whole
     * process.
     *
     * @return the arguments of dmsrec that run it
     */
    List<String> begin(Trial trial) throws IOException {
        Path task = beside(trial, ".task.json");
        network(trial).write(task);
        return List.of(COMMAND, task.toString(), beside(trial, ".result.json").toString());
    }

    /** What came of a trial that {@link #begin} has described. */
    TrialRecord ended(Trial trial) throws IOException {
        return record(trial, NetworkTrial.read(beside(trial, ".result.json")));
    }

    private Path beside(Trial trial, String ending) {
        Path state = state(trial.key());
        return state.resolveSibling(state.getFileName() + ending);
    }

    /** Deletes the state of a trial that will not go on, if it has one. */
    void discard(MethodSpace space, TrialRecord.Key key) throws IOException {
        if (space.isTrainedInEpochs()) {
            Trainer.discardState(state(key));
        }
    }

    /** Deletes all states, those of other runs in the same work folder among them. */
    void discardAll() throws IOException {
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

    private NetworkTrial network(Trial trial) {
        int limit = trial.resource().amount();
        return new NetworkTrial(
                folder.toString(),
                trial.key().options(),
                trial.space().intents() == null ? null : trial.space().intents().toString(),
                plan.seed(),
                plan.threads(),
                limit,
                state(trial.key()).toString(),
                plan.measure().metric(),
                plan.measure().masked(),
                trial.rule().map(MedianRule::after).orElse(limit),
                trial.others());
    }

    private TrialRecord record(Trial trial, NetworkTrial.Outcome outcome) {
        if (!outcome.problem().isEmpty()) {
            return TrialRecord.failed(trial.key(), trial.resource(), outcome.seconds(), outcome.problem());
        }
        List<Double> curve = outcome.curve(plan.measure());
        int best = 0;
        for (int epoch = 1; epoch < curve.size(); epoch++) {
            best = curve.get(epoch) > curve.get(best) ? epoch : best;
        }
        boolean stopped = curve.size() < trial.resource().amount()
                && trial.rule()
                        .filter(given -> given.stops(curve, trial.others()))
                        .isPresent();
        return new TrialRecord(
                trial.key(),
                trial.resource(),
                stopped ? TrialRecord.Status.STOPPED : TrialRecord.Status.DONE,
                curve.get(best),
                outcome.validation().get(best),
                outcome.validationMasked().get(best),
                curve.size(),
                outcome.seconds(),
                curve,
                "");
    }

    /** Another one for whatever decides the weights: what another run left behind is never taken for this one's. */
    private Path state(TrialRecord.Key key) {
        String identity = Fingerprint.ofText(String.join(
                "\n",
                dataset.fingerprint(),
                Version.current(),
                key.options().toString(),
                "seed " + plan.seed(),
                "threads " + plan.threads()));
        return unfinished().resolve(key.method() + "-" + key.trial() + "-" + identity.substring(0, 12));
    }

    private Path unfinished() {
        return plan.work().resolve("unfinished");
    }
}
