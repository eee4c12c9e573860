package io.github.dmsrec.experiment.auto;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.progress.Durations;
import io.github.dmsrec.core.progress.Reporter;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.experiment.step.StepGraph;
import io.github.dmsrec.experiment.step.StepListener;
import io.github.dmsrec.experiment.step.StepRun;
import io.github.dmsrec.gnn.recipe.TrainingOptions.SelectBy;
import io.github.dmsrec.stage.ArtefactStep;
import io.github.dmsrec.stage.DefaultMethod;
import io.github.dmsrec.stage.StepData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What all stages share: what is asked for, the data, the time, and what was found so far. For one thread.
 */
final class AutoWork {

    private final AutoPlan plan;
    private final StepData data;
    private final TimeBudget budget;
    private final String command;
    private final Reporter reporter;
    private final SelectBy selectBy;
    private final boolean longer;
    private final List<Candidate> candidates = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();

    /**
     * @param plan what is asked for
     * @param data the data set
     * @param budget the time
     * @param command what was asked for, for manifests
     * @param reporter gets messages and progress
     */
    AutoWork(AutoPlan plan, StepData data, TimeBudget budget, String command, Reporter reporter) {
        this.plan = plan;
        this.data = data;
        this.budget = budget;
        this.command = command;
        this.reporter = reporter;
        this.selectBy = DefaultMethod.clicksRepeat(data.content()) ? SelectBy.RANKED : SelectBy.MASKED;
        this.longer = earlierSeconds(plan.work().resolve(AutoRun.OUTCOME_FILE))
                < plan.budget().toMillis() / 1e3;
    }

    AutoPlan plan() {
        return plan;
    }

    StepData data() {
        return data;
    }

    SessionDataset dataset() {
        return data.content();
    }

    TimeBudget budget() {
        return budget;
    }

    /** The time of the run that has left its outcome; without one, more than any. */
    private static double earlierSeconds(Path outcome) {
        if (!Files.exists(outcome)) {
            return Double.POSITIVE_INFINITY;
        }
        try {
            return new ObjectMapper()
                    .readTree(Files.readString(outcome))
                    .path("budgetSeconds")
                    .asDouble();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + outcome, e);
        }
    }

    /** Whether a run in the work folder has ended that had less time, so that what time ended then goes on. */
    boolean isLonger() {
        return longer;
    }

    /** Whether models are compared with the items of the session left out, or ranked where sessions come back to them. */
    SelectBy selectBy() {
        return selectBy;
    }

    String command() {
        return command;
    }

    Reporter reporter() {
        return reporter;
    }

    /** What may be chosen so far, in the order in which it was made. */
    List<Candidate> candidates() {
        return candidates;
    }

    /** What was left out so far, each as a sentence. */
    List<String> skipped() {
        return skipped;
    }

    /** Where the model of a candidate is. */
    Path place(String name) {
        return plan.work().resolve("models").resolve(name);
    }

    /** Where the model of a candidate is that was trained again with the validation sessions. */
    Path refitPlace(String name) {
        return plan.work().resolve("final").resolve(name);
    }

    /** The step of a folder below the work folder, or of the model that is left. */
    String id(Path folder) {
        return folder.startsWith(plan.work())
                ? plan.work().relativize(folder).toString().replace('\\', '/')
                : "model";
    }

    /** Makes the steps of a graph that are not made. */
    StepRun run(StepGraph graph) {
        return new StepRun(graph, plan.work(), StepListener.NONE, reporter);
    }

    /** What a step makes, made unless it is there as it would be made now. */
    ArtefactFolder ready(ArtefactStep step) throws IOException {
        StepGraph graph = new StepGraph();
        String id = id(step.out());
        graph.add(id, step, Set.of(), id);
        run(graph).makeOnly(List.of(id));
        return ArtefactFolder.open(step.out(), step.kind());
    }

    /** What the manifest of something made says, without inputs and options. */
    Origin origin(String name) {
        return Origin.of(name, command, plan.seed(), plan.threadsOfWorker());
    }

    /** The candidates, the best first; among equals the earlier. */
    List<Candidate> bestFirst() {
        return candidates.stream()
                .sorted(Comparator.comparingDouble(Candidate::mrr20).reversed())
                .toList();
    }

    /** Adds a candidate, and keeps the time that was used. */
    void add(Candidate candidate) throws IOException {
        candidates.add(candidate);
        budget.save();
        say(String.format(
                Locale.ROOT,
                "%s: validation HR@20 %.2f %%, MRR@20 %.2f %%",
                candidate.name(),
                100 * candidate.hr20(),
                100 * candidate.mrr20()));
    }

    /** Leaves something out. */
    void skip(String sentence) {
        skipped.add(sentence);
        say(sentence);
    }

    /** Reports a stage with the time that is left and the best so far. */
    void say(String stage) {
        String best = candidates.isEmpty()
                ? "nothing yet"
                : String.format(
                        Locale.ROOT,
                        "%s, %.2f %%",
                        bestFirst().get(0).name(),
                        100 * bestFirst().get(0).mrr20());
        reporter.say("[auto] " + stage + "; " + Durations.words(budget.left()) + " left; best so far: " + best);
    }
}
