package io.github.dmsrec.experiment.auto;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.FolderLock;
import io.github.dmsrec.core.artefact.OutputFile;
import io.github.dmsrec.core.blend.Blend;
import io.github.dmsrec.core.progress.Durations;
import io.github.dmsrec.core.progress.Reporter;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.experiment.step.StepForecast;
import io.github.dmsrec.experiment.step.StepGraph;
import io.github.dmsrec.experiment.worker.WorkerMemory;
import io.github.dmsrec.stage.Methods;
import io.github.dmsrec.stage.StepData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Leaves one model within a time: tunes rules, trains networks, blends the best, chooses by validation, and trains what was
 * chosen again with the validation sessions. What the work folder holds is not done again. No test row is looked at.
 */
public final class AutoRun {

    /** The outcome in the work folder, as JSON. */
    public static final String OUTCOME_FILE = "auto.json";

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final AutoWork work;
    private final NetworkStage networks;
    private final BlendStage blend;
    private final List<String> learnedValidation = new ArrayList<>();

    private AutoRun(AutoWork work) {
        this.work = work;
        this.networks = new NetworkStage(work);
        this.blend = new BlendStage(work);
    }

    /**
     * Runs a plan, or goes on with it.
     *
     * @param command what was asked for, for manifests
     * @param reporter gets stages, the time left and the best so far
     * @throws UserMistakeException if the data set has no validation rows, something else is at the target, or another run
     *     is at work
     */
    public static AutoOutcome run(AutoPlan plan, String command, Reporter reporter) throws IOException {
        StepData data = data(plan);
        WorkerMemory.ofThisMachine().report(plan.workers(), plan.threadsOfWorker(), reporter);
        try (FolderLock lock = FolderLock.take(plan.work())) {
            Files.createDirectories(plan.work());
            return new AutoRun(work(plan, data, command, reporter)).run();
        }
    }

    private static AutoWork work(AutoPlan plan, StepData data, String command, Reporter reporter) {
        TimeBudget budget = new TimeBudget(plan.work(), plan.budget().toMillis() / 1e3, System::nanoTime);
        return new AutoWork(plan, data, budget, command, reporter);
    }

    private static StepData data(AutoPlan plan) {
        ArtefactFolder.checkReplaceable(plan.out(), ArtefactKind.MODEL);
        StepData data = StepData.at(plan.dataset());
        SessionDataset dataset = data.content();
        if (dataset.examples(Split.VALIDATION).size() == 0) {
            throw new UserMistakeException("Data set '" + dataset.name()
                    + "' has no validation rows, by which a model is chosen. Split it again: dmsrec split.");
        }
        return data;
    }

    /**
     * What is there, what would be made, and what that may take. Makes and writes nothing.
     *
     * @param command what was asked for
     * @param reporter gets nothing but warnings
     * @throws UserMistakeException as {@link #run}
     */
    public static StepForecast forecast(AutoPlan plan, String command, Reporter reporter) throws IOException {
        AutoWork work = work(plan, data(plan), command, reporter);
        NetworkStage networks = new NetworkStage(work);
        StepGraph graph = new StepGraph();
        Map<String, Supplier<Candidate>> models = new LinkedHashMap<>(RuleStage.addTo(graph, work));
        models.putAll(networks.addTo(graph));
        new BlendStage(work).addTo(graph, models);
        return StepForecast.of(
                graph,
                plan.work(),
                plan.workers(),
                networks::ruleOfThumb,
                String.format(
                        Locale.ROOT,
                        "%s of %s are used, and what there is no time for is left out; the best model is trained again with"
                                + " the validation sessions and written to '%s'",
                        Durations.words(work.budget().used()),
                        Durations.words(plan.budget().toMillis() / 1e3),
                        plan.out()));
    }

    private AutoOutcome run() throws IOException {
        RuleStage.run(work);
        networks.run();
        blend.run();
        Candidate winner = work.bestFirst().get(0);
        work.say(winner.name() + " is chosen");
        if (winner.method().equals(Blend.NAME)) {
            List<ArtefactFolder> members = new ArrayList<>();
            for (Candidate member : blend.counting()) {
                members.add(trainedAgain(member));
            }
            blend.write(
                    members, work.plan().out(), work.origin(nameOf(work.plan().out())));
        } else {
            copy(trainedAgain(winner), work.plan().out());
        }
        work.budget().save();
        AutoOutcome outcome = new AutoOutcome(
                work.plan().out(),
                work.dataset().name(),
                work.dataset().examples(Split.VALIDATION).size(),
                work.selectBy(),
                work.candidates(),
                winner.name(),
                why(winner),
                work.skipped(),
                learnedValidation,
                work.plan().budget().toMillis() / 1e3,
                work.budget().used());
        OutputFile.write(
                work.plan().work().resolve(OUTCOME_FILE),
                fresh -> Files.writeString(fresh, JSON.writeValueAsString(AutoTable.json(outcome))));
        return outcome;
    }

    /** The model that has learned from the validation sessions, too; if there is no time for it, the one that was compared. */
    private ArtefactFolder trainedAgain(Candidate candidate) throws IOException {
        Path place = work.refitPlace(candidate.name());
        Optional<ArtefactFolder> again;
        if (Methods.named(candidate.method()).capabilities().epochs()) {
            again = networks.refit(candidate, place);
        } else {
            double needed = ShortList.secondsOfTrial(candidate.method(), work.dataset());
            again = needed == 0 || needed <= work.budget().left() || ArtefactFolder.isThere(place)
                    ? Optional.of(RuleStage.learnedFromAll(work, candidate, place))
                    : Optional.empty();
        }
        if (again.isPresent()) {
            learnedValidation.add(candidate.name());
            return again.get();
        }
        return ArtefactFolder.open(Path.of(candidate.folder()), ArtefactKind.MODEL);
    }

    private static void copy(ArtefactFolder model, Path out) throws IOException {
        boolean there = ArtefactFolder.isThere(out)
                && ArtefactFolder.open(out)
                        .manifest()
                        .fingerprint()
                        .equals(model.manifest().fingerprint());
        if (!there) {
            ArtefactFolder.writeCopy(model, out);
        }
    }

    private String why(Candidate winner) {
        Candidate second = work.bestFirst().stream()
                .filter(candidate -> !candidate.name().equals(winner.name()))
                .findFirst()
                .orElse(null);
        String best = String.format(Locale.ROOT, "the best validation MRR@20, %.2f %%", 100 * winner.mrr20());
        return second == null
                ? best
                : best + String.format(Locale.ROOT, " (next: %s, %.2f %%)", second.name(), 100 * second.mrr20());
    }

    private static String nameOf(Path path) {
        Path last = path.toAbsolutePath().normalize().getFileName();
        return last == null ? "model" : last.toString();
    }
}
