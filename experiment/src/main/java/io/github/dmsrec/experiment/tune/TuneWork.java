package io.github.dmsrec.experiment.tune;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Manifest;
import io.github.dmsrec.core.artefact.Version;
import io.github.dmsrec.core.progress.Durations;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.progress.Reporter;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.experiment.step.StepForecast;
import io.github.dmsrec.experiment.step.StepGraph;
import io.github.dmsrec.experiment.step.StepProcess;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import io.github.dmsrec.stage.Step;
import io.github.dmsrec.stage.StepData;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The trials of a plan as steps, and what they share. Which options a trial has, which trials go on and what the median rule
 * compares one with follows from the plan, the data and the log. Once the data is read, safe for several threads.
 */
final class TuneWork implements StepProcess {

    private final TunePlan plan;
    private final StepData data;
    private final TrialLog log;
    private final Reporter reporter;
    private final TuneRun.Limit limit;
    private final Map<String, TrialRecord.Key> keys = new ConcurrentHashMap<>();
    private final Map<String, String> settings = new ConcurrentHashMap<>();
    private @Nullable TrialRunner runner;

    /**
     * @param plan what is tuned
     * @param data the data set, which need not be there yet
     * @param log the finished trials
     * @param reporter gets a line for each trial
     * @param limit whether there is time for another trial
     */
    TuneWork(TunePlan plan, StepData data, TrialLog log, Reporter reporter, TuneRun.Limit limit) {
        this.plan = plan;
        this.data = data;
        this.log = log;
        this.reporter = reporter;
        this.limit = limit;
    }

    TunePlan plan() {
        return plan;
    }

    /** What trials see of the data, which must be there. The first call reads it. */
    SessionDataset dataset() {
        return runner().dataset();
    }

    /** Of the data set with its test rows. */
    String fingerprint() {
        return data.content().fingerprint();
    }

    TrialRunner runner() {
        TrialRunner known = runner;
        if (known == null) {
            known = new TrialRunner(plan, data.folder().path(), data.content());
            runner = known;
        }
        return known;
    }

    /**
     * Adds the trials of a method to a graph.
     *
     * @param prefix what their ids begin with; empty, or with a slash at its end
     * @param needs what makes the data set
     * @return the ids of all
     */
    Set<String> addTo(StepGraph graph, MethodSpace space, String prefix, Set<String> needs) {
        Set<String> all = new HashSet<>();
        Set<String> before = needs;
        for (Rung rung : Rung.of(plan, space)) {
            Set<String> earlier = before;
            Set<String> block = new HashSet<>();
            Set<String> ofRung = new HashSet<>();
            for (int place = 0; place < rung.size(); place++) {
                if (place > 0 && rung.blockOf(place) == place) {
                    earlier = block;
                    block = new HashSet<>();
                }
                String id = prefix + id(rung, place);
                graph.add(id, new TrialStep(id, Set.of(), this, rung, place), earlier, name(rung, place));
                block.add(id);
                ofRung.add(id);
            }
            all.addAll(ofRung);
            before = ofRung;
        }
        return all;
    }

    private static String id(Rung rung, int place) {
        String method = rung.space().method();
        if (rung.of() == 1) {
            return method + "/trial-" + place;
        }
        return method + "/rung-" + (rung.number() + 1) + (rung.number() == 0 ? "/trial-" : "/choice-") + place;
    }

    /** What messages call the process of a trial. */
    private static String name(Rung rung, int place) {
        return rung.space().method()
                + (rung.number() == 0 ? " trial " : " rung " + (rung.number() + 1) + " choice ")
                + place;
    }

    /** What a trial depends on; empty if the rung before has chosen fewer. What chooses it must be done. */
    Optional<TrialRecord.Key> key(Rung rung, int place) {
        if (rung.number() == 0) {
            return Optional.of(key(rung.space(), place, 0));
        }
        Rung before = Rung.of(plan, rung.space()).get(rung.number() - 1);
        List<Integer> chosen = survivors(before);
        return place < chosen.size()
                ? Optional.of(key(rung.space(), chosen.get(place), rung.number()))
                : Optional.empty();
    }

    private TrialRecord.Key key(MethodSpace space, int trial, int rung) {
        return keys.computeIfAbsent(
                space.method() + " " + trial + " " + rung,
                name -> new TrialRecord.Key(
                        fingerprint(),
                        Version.current(),
                        plan.seed(),
                        plan.threads(),
                        settings.computeIfAbsent(space.method(), method -> plan.setting(space)),
                        space.method(),
                        trial,
                        rung,
                        plan.optionsOf(space, trial)));
    }

    /** The trials that go on to the next rung. */
    private List<Integer> survivors(Rung rung) {
        return plan.search() instanceof Search.Halving halving ? halving.survivors(finished(rung)) : List.of();
    }

    /** The result of a trial, if it has one; none without the data set that it would be of. */
    Optional<TrialRecord> find(Rung rung, int place) {
        return isDataThere() ? key(rung, place).flatMap(log::find) : Optional.empty();
    }

    private boolean isDataThere() {
        return runner != null || ArtefactFolder.isThere(data.path());
    }

    /** The finished trials of a rung, in order. */
    List<TrialRecord> finished(Rung rung) {
        return finishedBefore(rung, rung.size());
    }

    private List<TrialRecord> finishedBefore(Rung rung, int end) {
        return IntStream.range(0, end)
                .mapToObj(place -> find(rung, place))
                .flatMap(Optional::stream)
                .toList();
    }

    private TrialRunner.Trial trial(TrialStep step) {
        Rung rung = step.rung();
        List<List<Double>> others = rung.rule().isEmpty()
                ? List.of()
                : finishedBefore(rung, rung.blockOf(step.place())).stream()
                        .filter(trial -> trial.status() != TrialRecord.Status.FAILED)
                        .map(TrialRecord::curve)
                        .toList();
        return new TrialRunner.Trial(
                rung.space(), key(rung, step.place()).orElseThrow(), resource(rung), rung.rule(), others);
    }

    private TrialRecord.Resource resource(Rung rung) {
        if (rung.space().isTrainedInEpochs()) {
            return new TrialRecord.Resource("epochs", rung.epochs());
        }
        int rows = dataset().examples(Split.VALIDATION).size();
        return new TrialRecord.Resource("rows", (rows + rung.divisor() - 1) / rung.divisor());
    }

    /** Whether there is time for a trial. The defaults are tried in any case. */
    private boolean mayBegin(TrialStep step) {
        return step.place() == 0
                || limit.allows(finished(step.rung()).stream()
                        .mapToDouble(TrialRecord::seconds)
                        .max()
                        .orElse(0));
    }

    /** Runs a trial in this process, if there is time for it. */
    void run(TrialStep step, Progress progress) throws IOException {
        if (mayBegin(step)) {
            end(step, runner().run(trial(step), progress));
        }
    }

    @Override
    public List<String> arguments(List<Step> steps) throws IOException {
        TrialStep step = (TrialStep) steps.get(0);
        return step.whyStale().isPresent() && mayBegin(step) ? runner().begin(trial(step)) : List.of();
    }

    @Override
    public void ended(List<Step> steps) throws IOException {
        TrialStep step = (TrialStep) steps.get(0);
        end(step, runner().ended(trial(step)));
    }

    private void end(TrialStep step, TrialRecord finished) throws IOException {
        MethodSpace space = step.rung().space();
        if (finished.trial() == 0 && finished.status() == TrialRecord.Status.FAILED) {
            throw new UserMistakeException(
                    "The defaults of " + space.method() + " do not work: " + finished.problem(),
                    "Correct a fixed option of " + space.method() + ".");
        }
        log.append(finished);
        say(step.rung(), finished);
        discard(step.rung(), finished.trial());
    }

    /** Deletes the states of what will not go on, as soon as that is known. */
    private void discard(Rung rung, int trial) throws IOException {
        MethodSpace space = rung.space();
        if (rung.isLast()) {
            runner().discard(space, key(space, trial, rung.number()));
        } else if (IntStream.range(0, rung.size())
                .allMatch(
                        place -> key(rung, place).isEmpty() || find(rung, place).isPresent())) {
            List<Integer> surviving = survivors(rung);
            for (TrialRecord one : finished(rung)) {
                if (!surviving.contains(one.trial())) {
                    runner().discard(space, one.key());
                }
            }
        }
    }

    private void say(Rung rung, TrialRecord trial) {
        MethodSpace space = rung.space();
        StringBuilder line = new StringBuilder(space.method());
        line.append(" trial ").append(trial.trial()).append(" of ").append(plan.trialsOf(space));
        if (rung.of() > 1) {
            line.append(", rung ").append(rung.number() + 1).append(" of ").append(rung.of());
        }
        line.append(": ");
        if (trial.status() == TrialRecord.Status.FAILED) {
            line.append("failed: ").append(trial.problem());
        } else {
            line.append(String.format(Locale.ROOT, "%s %.2f %%", plan.measure().metric(), 100 * trial.value()));
            line.append(trial.status() == TrialRecord.Status.STOPPED ? ", stopped" : "");
            line.append(trial.epochs() > 0 ? " after " + trial.epochs() + " epochs" : "");
        }
        line.append(", ").append(Durations.words(trial.seconds()));
        if (trial.trial() == 0) {
            line.append(", the defaults");
        } else {
            Map<String, String> drawn = new LinkedHashMap<>(trial.key().options());
            drawn.keySet().retainAll(space.ranges().keySet());
            drawn.forEach(
                    (name, value) -> line.append(' ').append(name).append('=').append(value));
        }
        reporter.say(line.toString());
    }

    /** What the trial of a network may take, once the data set is there, whose rows the time grows with. */
    StepForecast.@Nullable Guess ruleOfThumb(Step step) {
        if (!(step instanceof TrialStep trial) || !trial.rung().space().isTrainedInEpochs() || !isDataThere()) {
            return null;
        }
        // Which trial takes a place may be unknown yet; the targets are rarely tuned.
        TrainingOptions options =
                TrainingOptions.read(plan.optionsOf(trial.rung().space(), 0), Manifest.FORMAT_VERSION);
        int rows = dataset()
                .withTrainingTargets(options.targets())
                .examples(Split.TRAIN)
                .size();
        return StepForecast.Guess.ofTraining(
                rows, trial.rung().epochs() - trial.rung().before());
    }

    /** What was found for a method, whose defaults were tried. */
    TuneOutcome.Method outcome(MethodSpace space) {
        Map<Integer, TrialRecord> latest = new LinkedHashMap<>();
        double seconds = 0;
        List<TrialRecord> last = List.of();
        for (Rung rung : Rung.of(plan, space)) {
            last = finished(rung);
            for (TrialRecord trial : last) {
                latest.put(trial.trial(), trial);
                seconds += trial.seconds();
            }
        }
        return TuneOutcome.Method.of(space, last, latest, seconds);
    }
}
