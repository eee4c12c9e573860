package io.github.dmsrec.gnn.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Fingerprint;
import io.github.dmsrec.core.artefact.FolderLock;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.evaluate.Evaluation;
import io.github.dmsrec.core.evaluate.Evaluator;
import io.github.dmsrec.core.intent.IntentTable;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.session.Successors;
import io.github.dmsrec.gnn.engine.Adam;
import io.github.dmsrec.gnn.engine.Engine;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.fusion.IntentSource;
import io.github.dmsrec.gnn.loss.TrainingLoss;
import io.github.dmsrec.gnn.model.ModelFolder;
import io.github.dmsrec.gnn.model.SessionModel;
import io.github.dmsrec.gnn.model.SessionNetwork;
import io.github.dmsrec.gnn.model.Weights;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Trains a model: Adam on the backbone's loss, mostly the cross entropy over the whole catalogue, plus the weighted
 * alignment of a fused model. The weights of the epoch with the best validation MRR@20 (session items ranked) are kept, one epoch for all metrics. State
 * is saved beside the model while training runs; the same command goes on from it, to the same bits.
 */
public final class Trainer {

    private static final Duration SAVE_EVERY = Duration.ofSeconds(60);
    private static final long EVALUATION_BUFFER_BYTES = 128L << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SessionDataset dataset;
    private final Optional<IntentTable> intents;
    private final TrainingOptions options;
    private final RandomStreams random;
    private final Progress progress;
    private final EpochSelection selection;
    private final ModelFolder.Description description;
    private final SessionNetwork network;
    private final Parameters parameters;
    private final Adam adam;
    private final Optional<UnclickedItems> unclicked;
    private final TrainingState state;
    private final Duration saveEvery;

    private Trainer(
            TrainingData data,
            TrainingOptions options,
            Optional<Continuation> continuation,
            Origin origin,
            Path out,
            Progress progress,
            Duration saveEvery) {
        TrainingData chosen = data.chosenBy(options);
        Engine.configure(origin.threads());
        this.selection = new EpochSelection(options.selection());
        this.dataset = chosen.dataset();
        this.intents = chosen.intents();
        this.options = options;
        this.random = new RandomStreams(origin.seed());
        this.progress = progress;
        this.saveEvery = saveEvery;
        this.description = Descriptions.forTraining(dataset, intents, chosen.itemTexts(), options, random);
        this.network = description.network();
        this.parameters = new Parameters(network.parameters(), Precision.FLOAT, random);
        Optional<Adam> optimiser = Optional.empty();
        try {
            optimiser = Optional.of(
                    new Adam(parameters, options.weightDecay(), options.weightDecayForm(), options.gradientClip()));
            this.adam = optimiser.get();
            this.unclicked = continuation.map(from -> from.begin(description, parameters));
            chosen.itemTexts().ifPresent(vectors -> network.setItemTexts(parameters, vectors));
            this.state = new TrainingState(out, identity(origin, chosen.itemTexts(), continuation));
        } catch (RuntimeException | Error e) {
            optimiser.ifPresent(Adam::close);
            parameters.close();
            throw e;
        }
    }

    /**
     * Trains a model, or goes on with it where it was interrupted.
     *
     * @param attachments folders to copy into the model, by name
     * @param origin carries the seed and the number of threads
     * @param out the model's folder
     * @throws UserMistakeException if the target holds something else or is being written by another, the data does not fit the options, or the loss stops
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
            return new Trainer(data, options, Optional.empty(), origin, out, progress, saveEvery)
                    .trainedInto(out, attachments, origin);
        }
    }

    /**
     * As {@link #train}, for a base model that does not begin anew: it goes on from the weights of another, with a fresh
     * optimiser and the options' schedule from its first epoch.
     *
     * @param continuation what it goes on from
     * @param data without intents
     * @throws UserMistakeException also if the weights do not fit the options
     */
    public static ArtefactFolder goOn(
            Continuation continuation,
            TrainingData data,
            TrainingOptions options,
            Origin origin,
            Path out,
            Progress progress)
            throws IOException {
        try (FolderLock lock = FolderLock.take(out)) {
            ArtefactFolder.checkReplaceable(out, ArtefactKind.MODEL);
            return new Trainer(data, options, Optional.of(continuation), origin, out, progress, SAVE_EVERY)
                    .trainedInto(out, Map.of(), origin);
        }
    }

    private ArtefactFolder trainedInto(Path out, Map<String, Path> attachments, Origin origin) throws IOException {
        try (parameters;
                adam) {
            ArrayNode history = run(epochs -> true);
            state.loadBest(parameters);
            ObjectNode results = selection.results(history);
            unclicked.ifPresent(items -> results.set(Continuation.FACT, items.facts()));
            ArtefactFolder folder = ModelFolder.write(
                    out,
                    description,
                    Successors.of(
                            dataset.sessions(Split.TRAIN), dataset.catalogue().size()),
                    Weights.tensorsOf(parameters),
                    history,
                    results,
                    attachments,
                    origin);
            state.delete();
            return folder;
        }
    }

    /**
     * Trains a base model for as long as it is wanted, and makes no model of it. Its state stays beside {@code out}: the
     * same call with another rule goes on from there, to the bits of a training that never paused; if the rule ends
     * earlier than the state, the epochs beyond are not told. The options' own epochs and patience hold, too.
     *
     * @param dataset must have training and validation examples
     * @param origin carries the seed and the number of threads
     * @param out where the model's folder would be
     * @param goesOn whether another epoch is wanted after those of a history, which has an object for each epoch with the
     *     validation metrics under {@code validation} and {@code validationMasked}; it must depend on the history alone
     * @return the history
     * @throws UserMistakeException if there are no such examples, or the loss stops being a number
     */
    public static ArrayNode trainWhile(
            SessionDataset dataset,
            TrainingOptions options,
            Origin origin,
            Path out,
            Predicate<ArrayNode> goesOn,
            Progress progress)
            throws IOException {
        try (FolderLock lock = FolderLock.take(out)) {
            Trainer trainer =
                    new Trainer(TrainingData.of(dataset), options, Optional.empty(), origin, out, progress, SAVE_EVERY);
            try (trainer.parameters;
                    trainer.adam) {
                return trainer.run(goesOn);
            }
        }
    }

    /** Deletes the state of a training that will not go on. */
    public static void forget(Path out) throws IOException {
        TrainingState.delete(out);
    }

    private String identity(Origin origin, Optional<IntentVectors> itemTexts, Optional<Continuation> continuation) {
        String ofItemTexts = itemTexts
                .map(vectors -> String.valueOf(Arrays.hashCode(vectors.values())))
                .orElse("none");
        String ofIntents = intents.map(table -> Arrays.hashCode(table.vectors().values()) + " "
                        + table.rows(Split.TRAIN).hashCode() + " "
                        + table.rows(Split.VALIDATION).hashCode())
                .orElse("none");
        return Fingerprint.ofText(String.join(
                "\n",
                dataset.fingerprint(),
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

    private ArrayNode run(Predicate<ArrayNode> goesOn) throws IOException {
        TrainingState.Position position = state.resume(parameters, adam).orElseGet(TrainingState.Position::start);
        ArrayNode history = position.history();
        // The state may be ahead of where the rule ends; so the rule is asked from the first epoch on.
        ArrayNode wanted = JSON.createArrayNode();
        while (wanted.size() < options.epochs() && !patienceIsOver(wanted) && goesOn.test(wanted)) {
            if (wanted.size() == history.size()) {
                position = trainEpoch(position);
                unclicked.ifPresent(items -> items.endEpoch(parameters));
                ObjectNode epoch = finishedEpoch(position);
                history.add(epoch);
                if (selection.bestEpoch(history) == history.size() - 1) {
                    state.saveBest(Weights.tensorsOf(parameters));
                }
                position = new TrainingState.Position(history.size(), 0, 0, 0, 0, history);
                state.save(position, parameters, adam);
            }
            wanted.add(history.get(wanted.size()));
        }
        return wanted;
    }

    private TrainingState.Position trainEpoch(TrainingState.Position start) throws IOException {
        TrainingSamples samples = TrainingSamples.of(dataset.examples(Split.TRAIN), options.targets());
        int epoch = start.epoch();
        double learningRate = options.learningRateOf(epoch);
        int[] order = random.permutation(samples.size(), "shuffle", epoch);
        int steps = (order.length + options.batchSize() - 1) / options.batchSize();
        double lossSum = start.lossSum();
        double alignmentSum = start.alignmentSum();
        TrainingLoss loss = options.loss(description.popularity());
        int mostRows = TrainingStep.canBeCut(network, loss) ? mostRowsOfPass() : Integer.MAX_VALUE;
        TrainingStep training = new TrainingStep(network, parameters, adam, loss);
        long begin = System.nanoTime();
        long lastSave = begin;
        String name = String.format(
                Locale.ROOT, "train %s, epoch %d of at most %d", modelName(), epoch + 1, options.epochs());
        try (BatchQueue batches = new BatchQueue(
                        network.backbone(),
                        samples,
                        intentSource(),
                        (rows, step) -> loss.negatives(samples.rows(), rows, random.stream("negatives", epoch, step)),
                        order,
                        options.batchSize(),
                        mostRows,
                        start.step());
                Progress.Stage stage =
                        progress.stage(name, "samples", order.length - (long) start.step() * options.batchSize())) {
            for (int step = start.step(); step < steps; step++) {
                List<BatchQueue.Batch> passes = batches.take();
                Engine.seed(random.seedFor("drop-out", epoch, step));
                TrainingStep.Loss reached = training.run(passes, learningRate);
                if (!Double.isFinite(reached.total())) {
                    throw new UserMistakeException(
                            "The loss of epoch " + (epoch + 1) + ", step " + (step + 1) + " is " + reached.total()
                                    + ".",
                            "a lower learning rate helps; it is " + learningRate + " now.");
                }
                int rows =
                        passes.stream().mapToInt(pass -> pass.targets().length).sum();
                lossSum += reached.total() * rows;
                alignmentSum += reached.alignment() * rows;
                stage.advance(
                        Math.min(options.batchSize(), order.length - step * options.batchSize()),
                        String.format(Locale.ROOT, "loss %.4f", reached.total()));
                if (System.nanoTime() - lastSave >= saveEvery.toNanos() && step + 1 < steps) {
                    lastSave = System.nanoTime();
                    state.save(
                            new TrainingState.Position(
                                    epoch,
                                    step + 1,
                                    lossSum,
                                    alignmentSum,
                                    start.seconds() + secondsSince(begin),
                                    start.history()),
                            parameters,
                            adam);
                }
            }
        }
        return new TrainingState.Position(
                epoch, steps, lossSum, alignmentSum, start.seconds() + secondsSince(begin), start.history());
    }

    private int mostRowsOfPass() {
        return (int) Math.max(1, BatchQueue.MOST_SCORES / dataset.catalogue().size());
    }

    private ObjectNode finishedEpoch(TrainingState.Position position) {
        Split split = selection.split();
        SessionModel model = SessionModel.of(description, network, parameters);
        Recommender recommender = intents.isEmpty()
                ? model
                : model.withIntents(intents.get().vectors(), intents.get().rows(split));
        Evaluation evaluation =
                Evaluator.evaluate(recommender, dataset.examples(split), EVALUATION_BUFFER_BYTES, progress);
        int rows = dataset.examples(Split.TRAIN).size();
        ObjectNode epoch = JSON.createObjectNode();
        epoch.put("epoch", position.epoch() + 1);
        epoch.put("learningRate", options.learningRateOf(position.epoch()));
        epoch.put("trainLoss", position.lossSum() / rows);
        epoch.put("alignmentLoss", position.alignmentSum() / rows);
        selection.record(evaluation, epoch);
        epoch.put("seconds", Math.round(position.seconds() * 1000) / 1000.0);
        return epoch;
    }

    private boolean patienceIsOver(ArrayNode history) {
        return selection.epochsWithoutImprovement(history, options.patienceCounting()) >= options.patience();
    }

    private Optional<IntentSource> intentSource() {
        return intents.map(table -> IntentSource.of(
                options.fusion(table.vectors().dimension()).control(), table.vectors(), table.rows(Split.TRAIN)));
    }

    private String modelName() {
        return options.backbone() + (intents.isPresent() ? " with intents" : "");
    }

    private static double secondsSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) / 1e9;
    }
}
