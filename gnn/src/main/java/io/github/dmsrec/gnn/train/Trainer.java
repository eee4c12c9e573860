package io.github.dmsrec.gnn.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Fingerprint;
import io.github.dmsrec.core.artefact.FolderLock;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.gnn.model.ModelFolder;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Trains a model: Adam on the backbone's loss, mostly the cross entropy over the whole catalogue, plus the weighted
 * alignment of a fused model. The weights of the epoch with the best validation MRR@20 are kept, one epoch for all metrics;
 * or, with {@code refit}, the model is trained again from the seed on the training and the validation sessions for as many epochs. State
 * is saved beside the model while training runs; the same command continues from it, to the same bits.
 */
public final class Trainer {

    /** The fact of a model whose training had a limit of time: whether that ended it. */
    public static final String TIME_WAS_UP = "timeWasUp";

    private static final Duration SAVE_EVERY = Duration.ofSeconds(60);

    private Trainer() {}

    /**
     * Trains a model, or continues it where it was interrupted.
     *
     * @param attachments folders to copy into the model, by name
     * @param origin carries the seed and the number of threads
     * @param out the model's folder
     * @throws UserMistakeException if the target holds something else or is being written by another, the data does not fit
     * the options, or the loss stops
     *     being a number
     */
    public static ArtefactFolder train(
            TrainingData data,
            TrainingOptions options,
            Map<String, Path> attachments,
            Origin origin,
            Path out,
            Progress progress)
            throws IOException {
        return train(data, options, attachments, origin, out, progress, SAVE_EVERY);
    }

    static ArtefactFolder train(
            TrainingData data,
            TrainingOptions options,
            Map<String, Path> attachments,
            Origin origin,
            Path out,
            Progress progress,
            Duration saveEvery)
            throws IOException {
        try (FolderLock lock = FolderLock.take(out)) {
            ArtefactFolder.checkReplaceable(out, ArtefactKind.MODEL);
            return train(data, options, Optional.empty(), attachments, origin, out, progress, saveEvery);
        }
    }

    /**
     * As {@link #train}, for a base model that does not start from scratch: it continues from the weights of another,
     * with a fresh optimiser and the options' schedule from its first epoch.
     *
     * @param continuation what it continues from
     * @param data without intents
     * @throws UserMistakeException also if the weights do not fit the options
     */
    public static ArtefactFolder continueFrom(
            Continuation continuation,
            TrainingData data,
            TrainingOptions options,
            Origin origin,
            Path out,
            Progress progress)
            throws IOException {
        try (FolderLock lock = FolderLock.take(out)) {
            ArtefactFolder.checkReplaceable(out, ArtefactKind.MODEL);
            return train(data, options, Optional.of(continuation), Map.of(), origin, out, progress, SAVE_EVERY);
        }
    }

    private static ArtefactFolder train(
            TrainingData data,
            TrainingOptions options,
            Optional<Continuation> continuation,
            Map<String, Path> attachments,
            Origin origin,
            Path out,
            Progress progress,
            Duration saveEvery)
            throws IOException {
        TrainingData chosen = data.chosenBy(options);
        TrainingState state = new TrainingState(out, identity(chosen, options, origin, continuation));
        ArrayNode history;
        ObjectNode results;
        double[] rates;
        try (TrainingRun run =
                new TrainingRun(chosen, options, continuation, origin, state, progress, saveEvery, null)) {
            history = run.run(epochs -> true);
            results = run.results(history);
            rates = run.ratesUpToBest(history);
            if (!options.refit()) {
                return written(run, out, history, results, attachments, origin, state);
            }
        }
        TrainingData both = data.refitBy(options);
        try (TrainingRun run = new TrainingRun(
                both, options, continuation, origin, state.ofRefit(rates), progress, saveEvery, rates)) {
            describeRefit(results, run.run(epochs -> true), run.rows());
            return written(run, out, history, results, attachments, origin, state);
        }
    }

    private static void describeRefit(ObjectNode results, ArrayNode repeated, int rows) {
        double seconds = 0;
        for (JsonNode epoch : repeated) {
            seconds += epoch.path("seconds").asDouble();
        }
        results.putObject("refit")
                .put("epochs", repeated.size())
                .put("rows", rows)
                .put(
                        "trainLoss",
                        repeated.get(repeated.size() - 1).path("trainLoss").asDouble())
                .put("seconds", seconds);
    }

    /**
     * Trains a base model for as long as there is time, and makes a model of the best epoch until then. The fact {@value
     * #TIME_WAS_UP} says whether time ended it. If so, the state stays beside {@code out}, and the same call continues from there.
     * Where no epoch was finished, there is no model.
     *
     * @param data without intents
     * @param options without {@code refit}: see {@link #refitWithin}
     * @param origin carries the seed and the number of threads
     * @param out the model's folder
     * @param timeIsUp asked after every step
     * @return the model; empty if no epoch was finished
     * @throws UserMistakeException as {@link #train}
     */
    public static Optional<ArtefactFolder> trainWithin(
            TrainingData data,
            TrainingOptions options,
            Origin origin,
            Path out,
            Progress progress,
            BooleanSupplier timeIsUp)
            throws IOException {
        try (FolderLock lock = FolderLock.take(out)) {
            ArtefactFolder.checkReplaceable(out, ArtefactKind.MODEL);
            TrainingData chosen = data.chosenBy(options);
            TrainingState state = new TrainingState(out, identity(chosen, options, origin, Optional.empty()));
            try (TrainingRun run =
                    new TrainingRun(chosen, options, Optional.empty(), origin, state, progress, SAVE_EVERY, null)) {
                ArrayNode history = run.run(epochs -> true, timeIsUp);
                if (history.isEmpty()) {
                    return Optional.empty();
                }
                ObjectNode results = run.results(history);
                boolean ended = run.isAnotherWanted(history, epochs -> true);
                results.put(TIME_WAS_UP, ended);
                ArtefactFolder model = run.write(out, history, results, Map.of(), origin);
                if (!ended) {
                    state.delete();
                }
                return Optional.of(model);
            }
        }
    }

    /**
     * Trains a model again from the seed, on the training and the validation sessions, for as many epochs and with the same
     * learning rates as another had up to its best epoch.
     *
     * @param before the other model, without intents, of the same options but for {@code refit}
     * @param data as for the other
     * @param options with {@code refit}
     * @param origin carries the seed and the number of threads of the other
     * @param out the model's folder
     * @param timeIsUp asked after every step
     * @return the model; empty if time was up before its last epoch
     * @throws UserMistakeException as {@link #train}
     */
    public static Optional<ArtefactFolder> refitWithin(
            ArtefactFolder before,
            TrainingData data,
            TrainingOptions options,
            Origin origin,
            Path out,
            Progress progress,
            BooleanSupplier timeIsUp)
            throws IOException {
        try (FolderLock lock = FolderLock.take(out)) {
            ArtefactFolder.checkReplaceable(out, ArtefactKind.MODEL);
            ArrayNode history = (ArrayNode) ModelFolder.history(before.path());
            EpochSelection selection = new EpochSelection(options.selection(), options.selectBy());
            double[] rates = selection.ratesUpToBest(history);
            TrainingData both = data.refitBy(options);
            TrainingState state =
                    new TrainingState(out, identity(both, options, origin, Optional.empty())).ofRefit(rates);
            try (TrainingRun run =
                    new TrainingRun(both, options, Optional.empty(), origin, state, progress, SAVE_EVERY, rates)) {
                ArrayNode repeated = run.run(epochs -> true, timeIsUp);
                if (repeated.size() < rates.length) {
                    return Optional.empty();
                }
                ObjectNode results = selection.results(history);
                describeRefit(results, repeated, run.rows());
                return Optional.of(written(run, out, history, results, Map.of(), origin, state));
            }
        }
    }

    private static ArtefactFolder written(
            TrainingRun run,
            Path out,
            ArrayNode history,
            ObjectNode results,
            Map<String, Path> attachments,
            Origin origin,
            TrainingState state)
            throws IOException {
        ArtefactFolder folder = run.write(out, history, results, attachments, origin);
        state.delete();
        return folder;
    }

    /**
     * Trains for as long as it is wanted, and makes no model of it. Its state stays beside {@code out}: the
     * same call with another rule continues from there, to the bits of a training that never paused; if the rule ends
     * earlier than the state, the epochs beyond are not told. The options' own epochs and patience hold, too.
     *
     * @param data must have training and validation examples; those of the test may be left out
     * @param origin carries the seed and the number of threads
     * @param out where the model's folder would be
     * @param goesOn whether another epoch is wanted after those of a history, which has an object for each epoch with the
     *     validation metrics under {@code validation} and {@code validationMasked}; it must depend on the history alone
     * @return the history
     * @throws UserMistakeException if there are no such examples, or the loss stops being a number
     */
    public static ArrayNode trainWhile(
            TrainingData data,
            TrainingOptions options,
            Origin origin,
            Path out,
            Predicate<ArrayNode> goesOn,
            Progress progress)
            throws IOException {
        try (FolderLock lock = FolderLock.take(out)) {
            TrainingData chosen = data.chosenBy(options);
            TrainingState state = new TrainingState(out, identity(chosen, options, origin, Optional.empty()));
            try (TrainingRun run =
                    new TrainingRun(chosen, options, Optional.empty(), origin, state, progress, SAVE_EVERY, null)) {
                return run.run(goesOn);
            }
        }
    }

    /** Whether a training has a state beside the model's folder, from which the same call continues. */
    public static boolean hasState(Path out) {
        return TrainingState.isThere(out);
    }

    /** Deletes the state of a training that will not be resumed. */
    public static void discardState(Path out) throws IOException {
        TrainingState.delete(out);
    }

    private static String identity(
            TrainingData data, TrainingOptions options, Origin origin, Optional<Continuation> continuation) {
        String ofItemTexts = data.itemTexts()
                .map(vectors -> String.valueOf(Arrays.hashCode(vectors.values())))
                .orElse("none");
        String ofIntents = data.intents()
                .map(table -> Arrays.hashCode(table.vectors().values()) + " "
                        + table.rows(Split.TRAIN).hashCode() + " "
                        + table.rows(Split.VALIDATION).hashCode())
                .orElse("none");
        return Fingerprint.ofText(String.join(
                "\n",
                data.dataset().fingerprint(),
                ofIntents,
                ofItemTexts,
                origin.inputs().stream()
                        .map(input -> input.role() + " " + input.fingerprint())
                        .collect(Collectors.joining(", ")),
                options.toMap().toString(),
                "seed " + origin.seed(),
                "threads " + origin.threads()
                        + continuation.map(from -> "\nfrom " + from.identity()).orElse("")));
    }
}
