package io.github.dmsrec.experiment.auto;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.experiment.config.OptionSections;
import io.github.dmsrec.experiment.step.StepForecast;
import io.github.dmsrec.experiment.step.StepGraph;
import io.github.dmsrec.experiment.step.StepProcess;
import io.github.dmsrec.gnn.model.ModelFolder;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import io.github.dmsrec.gnn.train.Trainer;
import io.github.dmsrec.stage.DefaultMethod;
import io.github.dmsrec.stage.Methods;
import io.github.dmsrec.stage.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Trains networks, each until its share of the time is used. */
final class NetworkStage {

    /** Networks end when so much of the whole time is used, or earlier: see {@link #secondsOfEach}. */
    private static final double SHARE = 0.7;

    /** A refit takes about as long as the epochs up to the best did, and a little more for the validation sessions. */
    private static final double REFIT_COST = 1.2;

    /** So much of the whole time is kept for the blend. */
    private static final double BLEND_SHARE = 0.05;

    /** Less is not worth the start of a network. */
    private static final double LEAST_SECONDS = 0.5;

    private static final String REFIT = "refit";

    private final AutoWork work;
    /** The options of the networks that were added to a graph, by step. */
    private final Map<String, TrainingOptions> guesses = new LinkedHashMap<>();

    NetworkStage(AutoWork work) {
        this.work = work;
    }

    void run() throws IOException {
        int items = work.dataset().catalogue().size();
        if (items > DefaultMethod.MOST_ITEMS_OF_A_NETWORK) {
            work.skip(String.format(
                    Locale.ROOT,
                    "networks: none is trained beyond %,d items, and there are %,d.",
                    DefaultMethod.MOST_ITEMS_OF_A_NETWORK,
                    items));
            return;
        }
        List<ShortList.Network> networks = ShortList.networks(work.dataset());
        int atOnce = work.plan().workers();
        for (int from = 0; from < networks.size(); from += atOnce) {
            int waves = (networks.size() - from + atOnce - 1) / atOnce;
            List<ShortList.Network> wave = networks.subList(from, Math.min(from + atOnce, networks.size()));
            train(wave, secondsOfEach(wave, waves), LEAST_SECONDS);
        }
        for (ShortList.Network network : ShortList.variations(work.dataset())) {
            double needed = work.candidates().stream()
                    .filter(candidate ->
                            candidate.method().equals(network.options().method().name()))
                    .mapToDouble(Candidate::seconds)
                    .min()
                    .orElse(Double.POSITIVE_INFINITY);
            train(List.of(network), secondsOfEach(List.of(network), 1), needed);
        }
    }

    private double secondsOfEach(List<ShortList.Network> wave, int waves) {
        double longest = work.candidates().stream()
                .filter(candidate ->
                        Methods.named(candidate.method()).capabilities().epochs())
                .mapToDouble(candidate -> secondsToBest(Path.of(candidate.folder())))
                .max()
                .orElse(0);
        double begun = wave.stream()
                .map(network -> work.place(network.name()))
                .filter(ArtefactFolder::isThere)
                .mapToDouble(place -> seconds(place, Integer.MAX_VALUE))
                .max()
                .orElse(0);
        double left = work.budget().left() - BLEND_SHARE * work.budget().whole();
        return secondsOfEach(left, work.budget().leftUntil(SHARE), waves, longest, begun);
    }

    /**
     * How long each of some networks may train, so that there is time to train the one again that takes the longest. Two that
     * a blend may want are not reserved for: networks that time ends gain more by further epochs.
     *
     * @param left the time that is left for all of it, without the blend's
     * @param share of that, what networks may use
     * @param waves how many are trained one after the other
     * @param longest what the longest of the others has trained up to its best epoch
     * @param begun what the longest of these has trained already
     * @return seconds; 0 if there are none
     */
    static double secondsOfEach(double left, double share, int waves, double longest, double begun) {
        double seconds = (left - REFIT_COST * begun) / (waves + REFIT_COST);
        if (begun + seconds < longest) {
            seconds = (left - REFIT_COST * longest) / waves;
        }
        return Math.max(0, Math.min(share / waves, seconds));
    }

    /**
     * Trains networks at once.
     *
     * @param seconds the time of each
     * @param needed with less than that they are left out
     */
    private void train(List<ShortList.Network> networks, double seconds, double needed) throws IOException {
        List<NetworkTask> tasks = new ArrayList<>();
        for (ShortList.Network network : networks) {
            NetworkTask task = task(network.name(), network.options().toMap(), work.place(network.name()), "", seconds);
            boolean goesOn = goesOn(network, task);
            if (seconds >= LEAST_SECONDS && (goesOn || (!isDone(task) && seconds >= needed))) {
                tasks.add(goesOn ? task.continued() : task);
            }
        }
        if (!tasks.isEmpty()) {
            work.say("train "
                    + String.join(", ", tasks.stream().map(NetworkTask::name).toList()));
        }
        run(tasks);
        for (ShortList.Network network : networks) {
            NetworkTask task = task(network.name(), network.options().toMap(), work.place(network.name()), "", 0);
            if (isDone(task)) {
                work.add(candidate(network));
            } else if (tasks.stream().anyMatch(begun -> begun.name().equals(network.name()))) {
                work.skip(network.name() + ": not one epoch was finished in time.");
            } else {
                work.skip(network.name() + ": no time was left to train it.");
            }
        }
    }

    private NetworkTask task(String name, Map<String, String> options, Path out, String before, double seconds) {
        AutoPlan plan = work.plan();
        return new NetworkTask(
                name,
                plan.dataset().toString(),
                options,
                work.command(),
                plan.seed(),
                plan.threadsOfWorker(),
                out.toString(),
                before,
                false,
                System.currentTimeMillis() + (long) (1000 * seconds));
    }

    private boolean isDone(NetworkTask task) throws IOException {
        return task.step(work.data()).whyStale().isEmpty();
    }

    /** Whether time ended the training of a model that is there, and there is more now. */
    private boolean goesOn(ShortList.Network network, NetworkTask task) throws IOException {
        Path place = work.place(network.name());
        return work.isLonger()
                && isDone(task)
                && Trainer.hasState(place)
                && ArtefactFolder.open(place, ArtefactKind.MODEL)
                        .manifest()
                        .facts()
                        .path(Trainer.TIME_WAS_UP)
                        .asBoolean();
    }

    /** What does not work is left out, as if there had been no time for it: a rule is there in any case. */
    private void run(List<NetworkTask> tasks) throws IOException {
        StepGraph graph = new StepGraph();
        Map<String, NetworkTask> byId = new LinkedHashMap<>();
        for (NetworkTask task : tasks) {
            if (task.goesOn()) {
                // It repeats the epochs up to a best one that may be another now.
                Trainer.discardState(work.refitPlace(task.name()));
            } else if (ArtefactFolder.isThere(Path.of(task.out()))) {
                // Of the model that is there, which other options or another model before made.
                Trainer.discardState(Path.of(task.out()));
            }
            String id = work.id(Path.of(task.out()));
            byId.put(graph.add(id, task.step(work.data()), Set.of(), task.name()), task);
        }
        try {
            if (work.plan().workers() == 1) {
                work.run(graph).makeAll();
            } else if (!tasks.isEmpty()) {
                work.run(graph).makeAll(work.plan().workers(), new Processes(byId));
            }
        } catch (UserMistakeException e) {
            work.skip("A network does not work here: " + OptionSections.oneLine(e));
        }
    }

    /** The tensor engine's seed and threads are those of a whole process. */
    private final class Processes implements StepProcess {

        private final Map<String, NetworkTask> tasks;

        Processes(Map<String, NetworkTask> tasks) {
            this.tasks = tasks;
        }

        private Path file(List<Step> steps) {
            return work.plan().work().resolve(task(steps).name() + ".task.json");
        }

        private NetworkTask task(List<Step> steps) {
            return Optional.ofNullable(tasks.get(steps.get(0).id())).orElseThrow();
        }

        @Override
        public List<String> arguments(List<Step> steps) throws IOException {
            task(steps).write(file(steps));
            return List.of(NetworkTask.COMMAND, file(steps).toString());
        }

        @Override
        public void ended(List<Step> steps) throws IOException {
            Files.delete(file(steps));
        }
    }

    /**
     * Adds the networks to a graph, but for those that there is no time for.
     *
     * @return what their models say when they are made, by step
     */
    Map<String, Supplier<Candidate>> addTo(StepGraph graph) {
        Map<String, Supplier<Candidate>> models = new LinkedHashMap<>();
        if (work.dataset().catalogue().size() > DefaultMethod.MOST_ITEMS_OF_A_NETWORK) {
            return models;
        }
        double left = work.budget().leftUntil(SHARE);
        Stream.concat(ShortList.networks(work.dataset()).stream(), ShortList.variations(work.dataset()).stream())
                .filter(network -> left >= LEAST_SECONDS || ArtefactFolder.isThere(work.place(network.name())))
                .forEach(network -> {
                    Path place = work.place(network.name());
                    NetworkTask task = task(network.name(), network.options().toMap(), place, "", left);
                    String id = graph.add(work.id(place), stepOf(network, task, left), Set.of(), network.name());
                    models.put(id, () -> candidate(network));
                    guesses.put(id, network.options().training());
                });
        return models;
    }

    private Step stepOf(ShortList.Network network, NetworkTask task, double left) {
        try {
            return (left >= LEAST_SECONDS && goesOn(network, task) ? task.continued() : task).step(work.data());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read '" + task.out() + "'", e);
        }
    }

    /** What the training of a network may take: no more than what is left of the networks' share. */
    StepForecast.@Nullable Guess ruleOfThumb(Step step) {
        TrainingOptions options = guesses.get(step.id());
        if (options == null) {
            return null;
        }
        int rows = work.dataset()
                .withTrainingTargets(options.targets())
                .examples(Split.TRAIN)
                .size();
        StepForecast.Guess guess = StepForecast.Guess.ofTraining(rows, options.epochs());
        double most = work.budget().leftUntil(SHARE);
        return guess.seconds() <= most
                ? guess
                : new StepForecast.Guess(most, "all that is left of the networks' share of the time");
    }

    private Candidate candidate(ShortList.Network network) {
        Path place = work.place(network.name());
        JsonNode facts =
                ArtefactFolder.open(place, ArtefactKind.MODEL).manifest().facts();
        JsonNode figures = facts.path(work.selectBy().keyOf(Split.VALIDATION.label()));
        String epochs = "best epoch " + facts.path("bestEpoch").asInt() + " of "
                + facts.path("epochs").asInt();
        return new Candidate(
                network.name(),
                network.options().method().name(),
                network.options().toMap(),
                place.toString(),
                Candidate.changed(network.options()),
                figures.path("HR@20").asDouble(),
                figures.path("MRR@20").asDouble(),
                seconds(place, Integer.MAX_VALUE),
                facts.path(Trainer.TIME_WAS_UP).asBoolean() ? epochs + ", stopped by the time" : epochs);
    }

    private static double secondsToBest(Path model) {
        return seconds(
                model,
                ArtefactFolder.open(model, ArtefactKind.MODEL)
                        .manifest()
                        .facts()
                        .path("bestEpoch")
                        .asInt());
    }

    private static double seconds(Path model, int epochs) {
        double seconds = 0;
        int epoch = 0;
        for (JsonNode one : ModelFolder.history(model)) {
            seconds += epoch++ < epochs ? one.path("seconds").asDouble() : 0;
        }
        return seconds;
    }

    /**
     * A network, trained again on training and validation sessions.
     *
     * @return the model; empty if there is no time for it
     */
    Optional<ArtefactFolder> refit(Candidate network, Path out) throws IOException {
        Path before = Path.of(network.folder());
        Map<String, String> values = new LinkedHashMap<>(network.options());
        values.keySet().retainAll(Methods.named(network.method()).options().keys());
        values.put(REFIT, "true");
        Map<String, String> options = Methods.named(network.method())
                .defaults(Recipe.CORRECTED)
                .with(values)
                .toMap();
        double left = work.budget().left();
        NetworkTask task = task(network.name(), options, out, before.toString(), left);
        if (!isDone(task) && REFIT_COST * secondsToBest(before) <= left) {
            work.say("train " + network.name() + " again, with the validation sessions");
            run(List.of(task));
        }
        return isDone(task) ? Optional.of(ArtefactFolder.open(out, ArtefactKind.MODEL)) : Optional.empty();
    }
}
