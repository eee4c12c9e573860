package io.github.dmsrec.experiment.auto;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.experiment.config.OptionSections;
import io.github.dmsrec.experiment.worker.WorkerPool;
import io.github.dmsrec.experiment.worker.WorkerProcess;
import io.github.dmsrec.gnn.model.ModelFolder;
import io.github.dmsrec.gnn.train.Trainer;
import io.github.dmsrec.stage.DefaultMethod;
import io.github.dmsrec.stage.Methods;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Trains networks, each until its share of the time is used. */
final class NetworkStage {

    /** Networks end when so much of the whole time is used; the rest is for the blend and for training again. */
    private static final double SHARE = 0.7;

    /** A refit takes about as long as the epochs up to the best did, and a little more for the validation sessions. */
    private static final double REFIT_COST = 1.2;

    /** Less is not worth the start of a network. */
    private static final double LEAST_SECONDS = 0.5;

    private static final String REFIT = "refit";

    private final AutoWork work;

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
        boolean titles = DefaultMethod.hasTitles(work.dataset());
        List<ShortList.Network> networks = ShortList.networks(titles);
        int atOnce = work.plan().workers();
        for (int from = 0; from < networks.size(); from += atOnce) {
            int waves = (networks.size() - from + atOnce - 1) / atOnce;
            double seconds = work.budget().leftUntil(SHARE) / waves;
            train(networks.subList(from, Math.min(from + atOnce, networks.size())), seconds, LEAST_SECONDS);
        }
        for (ShortList.Network network : ShortList.variations(titles)) {
            double needed = work.candidates().stream()
                    .filter(candidate ->
                            candidate.method().equals(network.options().method().name()))
                    .mapToDouble(Candidate::seconds)
                    .min()
                    .orElse(Double.POSITIVE_INFINITY);
            train(List.of(network), work.budget().leftUntil(SHARE), needed);
        }
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
            if (!task.isDone() && seconds >= needed && seconds >= LEAST_SECONDS) {
                tasks.add(task);
            }
        }
        if (!tasks.isEmpty()) {
            work.say("train "
                    + String.join(", ", tasks.stream().map(NetworkTask::name).toList()));
        }
        run(tasks);
        for (ShortList.Network network : networks) {
            NetworkTask task = task(network.name(), network.options().toMap(), work.place(network.name()), "", 0);
            if (task.isDone()) {
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
                System.currentTimeMillis() + (long) (1000 * seconds));
    }

    /** What does not work is left out, as if there had been no time for it: a rule is there in any case. */
    private void run(List<NetworkTask> tasks) throws IOException {
        try {
            if (work.plan().workers() == 1) {
                for (NetworkTask task : tasks) {
                    task.run(work.dataset(), work.reporter().progress());
                }
            } else if (!tasks.isEmpty()) {
                inProcesses(tasks);
            }
        } catch (UserMistakeException e) {
            work.skip("A network does not work here: " + OptionSections.oneLine(e));
        }
    }

    /** The tensor engine's seed and threads are those of a whole process. */
    private void inProcesses(List<NetworkTask> tasks) throws IOException {
        List<WorkerProcess> processes = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        for (NetworkTask task : tasks) {
            Path file = work.plan().work().resolve(task.name() + ".task.json");
            task.write(file);
            files.add(file);
            processes.add(new WorkerProcess(task.name(), Set.of(), List.of(NetworkTask.COMMAND, file.toString())));
        }
        new WorkerPool(work.plan().workers(), work.reporter()).run(processes);
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }

    private Candidate candidate(ShortList.Network network) {
        Path place = work.place(network.name());
        JsonNode facts =
                ArtefactFolder.open(place, ArtefactKind.MODEL).manifest().facts();
        JsonNode masked = facts.path("validationMasked");
        String epochs = "best epoch " + facts.path("bestEpoch").asInt() + " of "
                + facts.path("epochs").asInt();
        return new Candidate(
                network.name(),
                network.options().method().name(),
                network.options().toMap(),
                place.toString(),
                Candidate.changed(network.options()),
                masked.path("HR@20").asDouble(),
                masked.path("MRR@20").asDouble(),
                seconds(place, Integer.MAX_VALUE),
                facts.path(Trainer.TIME_WAS_UP).asBoolean() ? epochs + ", stopped by the time" : epochs);
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
        int best = ArtefactFolder.open(before, ArtefactKind.MODEL)
                .manifest()
                .facts()
                .path("bestEpoch")
                .asInt();
        if (!task.isDone() && REFIT_COST * seconds(before, best) <= left) {
            work.say("train " + network.name() + " again, with the validation sessions");
            run(List.of(task));
        }
        return task.isDone() ? Optional.of(ArtefactFolder.open(out, ArtefactKind.MODEL)) : Optional.empty();
    }
}
