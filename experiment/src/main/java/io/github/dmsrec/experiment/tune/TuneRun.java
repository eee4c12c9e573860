package io.github.dmsrec.experiment.tune;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.artefact.Version;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.progress.Durations;
import io.github.dmsrec.core.progress.Reporter;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.experiment.worker.WorkerMemory;
import io.github.dmsrec.stage.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Tunes. Trials that the log has are not run again, and half-trained networks go on. What is found depends on the plan and
 * the data alone: not on the number of workers, nor on where a run was interrupted.
 */
public final class TuneRun {

    /**
     * The median rule compares a trial with those of earlier blocks. The size is fixed, so that the number of workers
     * decides nothing.
     */
    private static final int BLOCK = 4;

    private final TunePlan plan;
    private final SessionDataset dataset;
    private final String fingerprint;
    private final TrialLog log;
    private final Reporter reporter;
    private final TrialRunner runner;
    private final ExecutorService workers;
    private final Limit limit;
    private volatile double longest;

    /** Whether there is time for another trial. The defaults are tried in any case. */
    @FunctionalInterface
    public interface Limit {

        /**
         * Whether a trial may begin. Several threads ask.
         *
         * @param seconds what the longest trial of the method so far took; 0 before the first has ended
         */
        boolean allows(double seconds);
    }

    private TuneRun(
            TunePlan plan,
            ArtefactFolder folder,
            SessionDataset imported,
            TrialLog log,
            Reporter reporter,
            ExecutorService workers,
            Limit limit) {
        this.plan = plan;
        this.dataset = TunedData.withoutTest(imported);
        this.fingerprint = imported.fingerprint();
        this.log = log;
        this.reporter = reporter;
        this.runner = new TrialRunner(plan, folder.path(), imported, dataset, reporter);
        this.workers = workers;
        this.limit = limit;
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
        return run(plan, command, reporter, seconds -> true);
    }

    /**
     * As {@link #run(TunePlan, String, Reporter)}, but with fewer trials where there is no time for all: what is found then
     * depends on the machine, too.
     *
     * @param limit asked before each trial that the log does not have
     */
    public static TuneOutcome run(TunePlan plan, String command, Reporter reporter, Limit limit) throws IOException {
        Origin origin = Origin.of(plan.name(), command, plan.seed(), plan.threads());
        if (TunePlan.trainsNetworks(plan.methods())) {
            WorkerMemory.ofThisMachine().report(plan.workers(), plan.threads(), reporter);
        }
        Step data = plan.dataset().step(plan.work(), origin);
        ArtefactFolder folder = data == null
                ? ArtefactFolder.open(plan.dataset().place(plan.work()), ArtefactKind.DATASET)
                : data.ready(reporter.progress());
        SessionDataset imported = DatasetFolder.read(folder.path());
        ExecutorService workers = Executors.newFixedThreadPool(plan.workers(), task -> {
            Thread thread = new Thread(task, "dmsrec-trial");
            thread.setDaemon(true);
            return thread;
        });
        try (TrialLog log = TrialLog.open(plan.work(), reporter::say)) {
            return new TuneRun(plan, folder, imported, log, reporter, workers, limit).run();
        } finally {
            workers.shutdownNow();
        }
    }

    private TuneOutcome run() throws IOException {
        List<TuneOutcome.Method> methods = new ArrayList<>();
        for (MethodSpace space : plan.methods()) {
            methods.add(method(space));
        }
        runner.forgetAll();
        Path best = plan.work().resolve(BestFile.NAME);
        TuneOutcome outcome = new TuneOutcome(
                plan,
                dataset.name(),
                fingerprint,
                dataset.examples(Split.VALIDATION).size(),
                methods,
                plan.work().resolve(TrialLog.FILE_NAME),
                best);
        BestFile.write(best, outcome);
        return outcome;
    }

    private TuneOutcome.Method method(MethodSpace space) throws IOException {
        List<Integer> divisors = plan.search().divisors(plan.budget().epochs());
        Map<Integer, TrialRecord> latest = new LinkedHashMap<>();
        double seconds = 0;
        List<Integer> trials = IntStream.range(0, plan.trialsOf(space)).boxed().toList();
        List<TrialRecord> finished = List.of();
        longest = 0;
        int before = 0;
        for (int rung = 0; rung < divisors.size(); rung++) {
            Rung current = new Rung(space, rung, divisors.size(), resource(space, divisors.get(rung)), before);
            finished = run(current, trials);
            for (TrialRecord trial : finished) {
                latest.put(trial.trial(), trial);
                seconds += trial.seconds();
            }
            before = current.resource().amount();
            boolean last = rung == divisors.size() - 1;
            List<Integer> surviving =
                    plan.search() instanceof Search.Halving halving && !last ? halving.survivors(finished) : List.of();
            for (int trial : trials) {
                if (!surviving.contains(trial)) {
                    runner.forget(space, plan.optionsOf(space, trial), trial);
                }
            }
            trials = surviving;
        }
        TrialRecord best = finished.stream()
                .max(Comparator.comparingDouble(TrialRecord::value)
                        .thenComparing(TrialRecord::trial, Comparator.reverseOrder()))
                .orElseThrow();
        return new TuneOutcome.Method(
                space,
                Optional.ofNullable(latest.get(0)).orElseThrow(),
                best,
                latest.size(),
                count(latest, TrialRecord.Status.STOPPED),
                count(latest, TrialRecord.Status.FAILED),
                latest.values().stream().mapToInt(TrialRecord::epochs).sum(),
                seconds);
    }

    private static int count(Map<Integer, TrialRecord> trials, TrialRecord.Status status) {
        return (int) trials.values().stream()
                .filter(trial -> trial.status() == status)
                .count();
    }

    private TrialRecord.Resource resource(MethodSpace space, int divisor) {
        if (space.isTrainedInEpochs()) {
            return new TrialRecord.Resource("epochs", plan.budget().epochs() / divisor);
        }
        int rows = dataset.examples(Split.VALIDATION).size();
        return new TrialRecord.Resource("rows", (rows + divisor - 1) / divisor);
    }

    /**
     * A step of the search.
     *
     * @param number from 0
     * @param of how many there are
     * @param resource what each trial may use
     * @param before what it had used in the rung before
     */
    private record Rung(MethodSpace space, int number, int of, TrialRecord.Resource resource, int before) {}

    /** The finished trials of a rung, in order. */
    private List<TrialRecord> run(Rung rung, List<Integer> trials) throws IOException {
        // A trial that was promoted trains on for at least one epoch before it may stop.
        Optional<MedianRule> rule = plan.medianRule()
                .filter(given -> rung.space().isTrainedInEpochs())
                .map(given -> new MedianRule(Math.max(given.after(), rung.before() + 1)))
                .filter(given -> given.after() < rung.resource().amount());
        int block = rule.isPresent() ? BLOCK : trials.size();
        List<TrialRecord> finished = new ArrayList<>();
        for (int from = 0; from < trials.size(); from += block) {
            List<List<Double>> others = rule.isEmpty()
                    ? List.of()
                    : finished.stream()
                            .filter(trial -> trial.status() != TrialRecord.Status.FAILED)
                            .map(TrialRecord::curve)
                            .toList();
            finished.addAll(run(rung, trials.subList(from, Math.min(from + block, trials.size())), rule, others));
        }
        return finished;
    }

    private List<TrialRecord> run(Rung rung, List<Integer> trials, Optional<MedianRule> rule, List<List<Double>> others)
            throws IOException {
        List<Callable<Optional<TrialRecord>>> tasks = new ArrayList<>();
        for (int trial : trials) {
            tasks.add(() -> run(rung, trial, rule, others));
        }
        List<Future<Optional<TrialRecord>>> futures = new ArrayList<>();
        tasks.forEach(task -> futures.add(workers.submit(task)));
        List<TrialRecord> finished = new ArrayList<>();
        try {
            for (Future<Optional<TrialRecord>> future : futures) {
                future.get().ifPresent(finished::add);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("tuning was interrupted", e);
        } catch (ExecutionException e) {
            rethrow(e);
        } finally {
            futures.forEach(future -> future.cancel(true));
        }
        return finished;
    }

    private static void rethrow(ExecutionException failure) throws IOException {
        Throwable cause = failure.getCause();
        if (cause instanceof IOException e) {
            throw e;
        } else if (cause instanceof RuntimeException e) {
            throw e;
        } else if (cause instanceof Error e) {
            throw e;
        }
        throw new IllegalStateException("a trial failed", cause);
    }

    /** Runs a trial; empty if there is no time for it. */
    private Optional<TrialRecord> run(Rung rung, int trial, Optional<MedianRule> rule, List<List<Double>> others)
            throws IOException {
        MethodSpace space = rung.space();
        TrialRecord.Key key = new TrialRecord.Key(
                fingerprint,
                Version.current(),
                plan.seed(),
                plan.threads(),
                plan.setting(space),
                space.method(),
                trial,
                rung.number(),
                plan.optionsOf(space, trial));
        Optional<TrialRecord> known = log.find(key);
        if (known.isPresent()) {
            return known;
        }
        if (trial > 0 && !limit.allows(longest)) {
            return Optional.empty();
        }
        TrialRecord finished = runner.run(space, key, rung.resource(), rule, others);
        if (trial == 0 && finished.status() == TrialRecord.Status.FAILED) {
            throw new UserMistakeException(
                    "The defaults of " + space.method() + " do not work: " + finished.problem(),
                    "Correct a fixed option of " + space.method() + ".");
        }
        longest = Math.max(longest, finished.seconds());
        log.append(finished);
        say(rung, finished);
        return Optional.of(finished);
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
}
