package io.github.dmsrec.gnn.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.evaluate.Evaluation;
import io.github.dmsrec.core.evaluate.Evaluator;
import io.github.dmsrec.core.intent.IntentTable;
import io.github.dmsrec.core.progress.Durations;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.session.Successors;
import io.github.dmsrec.gnn.engine.Adam;
import io.github.dmsrec.gnn.engine.Engine;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.engine.WeightAverage;
import io.github.dmsrec.gnn.fusion.IntentSource;
import io.github.dmsrec.gnn.loss.SampledSoftmax;
import io.github.dmsrec.gnn.loss.TrainingLoss;
import io.github.dmsrec.gnn.model.ModelFolder;
import io.github.dmsrec.gnn.model.SessionModel;
import io.github.dmsrec.gnn.model.SessionNetwork;
import io.github.dmsrec.gnn.model.Weights;
import io.github.dmsrec.gnn.recipe.LearningRateSchedule;
import io.github.dmsrec.gnn.recipe.SeenScoring;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One training from its first epoch on: the network, its parameters, their optimiser and average, and the state beside the
 * model. Holds native memory until closed. For one thread.
 */
final class TrainingRun implements AutoCloseable {

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
    private final TrainingLoss loss;
    private final Parameters parameters;
    private final Adam adam;
    private final @Nullable WeightAverage average;
    private final Optional<UnclickedItems> unclicked;
    private final TrainingState state;
    private final Duration saveEvery;
    private final TrainingSamples samples;
    private final EpochSamples epochs;
    private final double @Nullable [] replayed;

    /**
     * @param data what the options have chosen
     * @param continuation what it continues from, if it does not start from scratch
     * @param origin carries the seed and the number of threads
     * @param state where it is kept
     * @param saveEvery how often the state is saved within an epoch
     * @param replayed the learning rates of the epochs of an earlier run that this one repeats on more sessions, without
     *     evaluating any; null for a run whose epochs are compared
     */
    TrainingRun(
            TrainingData data,
            TrainingOptions options,
            Optional<Continuation> continuation,
            Origin origin,
            TrainingState state,
            Progress progress,
            Duration saveEvery,
            double @Nullable [] replayed) {
        Engine.configure(origin.threads());
        this.selection = new EpochSelection(options.selection(), options.selectBy());
        this.dataset = data.dataset();
        this.intents = data.intents();
        this.options = options;
        this.random = new RandomStreams(origin.seed());
        this.progress = progress;
        this.saveEvery = saveEvery;
        this.replayed = replayed;
        this.state = state;
        this.samples = TrainingSamples.of(dataset.examples(Split.TRAIN), options.targets());
        this.epochs = EpochSamples.of(samples, options.halfLife(), options.sessionTargets(), random);
        this.description = ModelDescriptions.forTraining(dataset, intents, data.itemTexts(), options, random);
        this.network = description.network();
        this.loss = options.loss(description.popularity());
        TrainingMemory.of(network, loss, options, description.catalogue().size())
                .require(options.backbone());
        this.parameters = new Parameters(network.parameters(), Precision.FLOAT, random, loss.itemGradients());
        Optional<Adam> optimiser = Optional.empty();
        try {
            optimiser = Optional.of(
                    new Adam(parameters, options.weightDecay(), options.weightDecayForm(), options.gradientClip()));
            this.adam = optimiser.get();
            this.average = options.averaging() > 0 ? new WeightAverage(parameters, options.averaging()) : null;
            this.unclicked = continuation.map(from -> from.begin(description, parameters));
            data.itemTexts().ifPresent(vectors -> network.setItemTexts(parameters, vectors));
        } catch (RuntimeException | Error e) {
            optimiser.ifPresent(Adam::close);
            parameters.close();
            throw e;
        }
    }

    /** The learning rates of the epochs up to the best. */
    double[] ratesUpToBest(ArrayNode history) {
        return selection.ratesUpToBest(history);
    }

    /** What a whole run came to, for the manifest. */
    ObjectNode results(ArrayNode history) {
        return selection.results(history);
    }

    /** The number of training rows. */
    int rows() {
        return samples.rows().size();
    }

    /** Writes the model with the weights that were kept. */
    ArtefactFolder write(Path out, ArrayNode history, ObjectNode results, Map<String, Path> attachments, Origin origin)
            throws IOException {
        state.loadBest(parameters);
        unclicked.ifPresent(items -> results.set(Continuation.FACT, items.facts()));
        return ModelFolder.write(
                out,
                description,
                Successors.of(dataset.sessions(Split.TRAIN), dataset.catalogue().size()),
                Weights.tensorsOf(parameters),
                history,
                results,
                attachments,
                origin);
    }

    /**
     * Trains, or resumes where the state is.
     *
     * @param goesOn whether another epoch is wanted after those of a history
     * @return the history
     */
    ArrayNode run(Predicate<ArrayNode> goesOn) throws IOException {
        return run(goesOn, () -> false);
    }

    /**
     * As {@link #run(Predicate)}, but no longer than there is time. An epoch that time ends is not in the history; the state
     * has its steps, so that the same call continues from there.
     *
     * @param timeIsUp asked after every step
     */
    ArrayNode run(Predicate<ArrayNode> goesOn, BooleanSupplier timeIsUp) throws IOException {
        TrainingState.Position position =
                state.resume(parameters, adam, average).orElseGet(TrainingState.Position::start);
        ArrayNode history = position.history();
        if (replayed == null && loss instanceof SampledSoftmax sampled) {
            progress.result(String.format(
                    Locale.ROOT,
                    "%s has %,d items: a step compares its targets with %,d drawn items%s instead of all"
                            + " (loss=sampled-softmax; loss=full takes all)",
                    modelName(),
                    dataset.catalogue().size(),
                    sampled.drawn(),
                    sampled.inBatch() ? " and each other" : ""));
        }
        if (replayed == null && options.seenScoring() == SeenScoring.MASKED) {
            int repeated = samples.repeatedTargets();
            if (repeated > 0) {
                progress.result(String.format(
                        Locale.ROOT,
                        "%s: %,d of %,d training targets are items that their session had clicked. With seen-items=masked the"
                                + " model is for recommendations that leave such items out; seen-items=offset learns which of them"
                                + " come again",
                        modelName(),
                        repeated,
                        samples.rows().size()));
            }
        }
        // The state may be ahead of where the rule ends; so the rule is asked from the first epoch on.
        ArrayNode wanted = JSON.createArrayNode();
        while (isAnotherWanted(wanted, goesOn)) {
            if (wanted.size() == history.size()) {
                if (timeIsUp.getAsBoolean()) {
                    break;
                }
                position = trainEpoch(position, timeIsUp);
                if (position.step() < steps()) {
                    break;
                }
                unclicked.ifPresent(items -> items.endEpoch(parameters));
                finishEpoch(position);
                position = new TrainingState.Position(history.size(), 0, 0, 0, 0, history);
                state.save(position, parameters, adam, average);
            }
            wanted.add(history.get(wanted.size()));
        }
        return wanted;
    }

    private int steps() {
        return (epochs.size() + options.batchSize() - 1) / options.batchSize();
    }

    private TrainingState.Position trainEpoch(TrainingState.Position start, BooleanSupplier timeIsUp)
            throws IOException {
        int epoch = start.epoch();
        LearningRateSchedule schedule = options.schedule();
        double ofEpoch = learningRateOf(start);
        int[] order = epochs.order(epoch);
        int steps = steps();
        double lossSum = start.lossSum();
        double alignmentSum = start.alignmentSum();
        int mostRows = TrainingStep.canBeCut(network, loss) ? mostRowsOfPass() : Integer.MAX_VALUE;
        TrainingStep training = new TrainingStep(network, parameters, adam, loss);
        long begin = System.nanoTime();
        long lastSave = begin;
        String name = replayed == null
                ? String.format(
                        Locale.ROOT, "train %s, epoch %d of at most %d", modelName(), epoch + 1, options.epochs())
                : String.format(Locale.ROOT, "refit %s, epoch %d of %d", modelName(), epoch + 1, replayed.length);
        try (BatchQueue batches = new BatchQueue(
                        network,
                        samples,
                        intentSource(),
                        (rows, step) -> loss.negatives(samples.rows(), rows, random.stream("negatives", epoch, step)),
                        new SessionCuts(options.sessionCut(), random, epoch),
                        epochs.targets(epoch),
                        order,
                        options.batchSize(),
                        mostRows,
                        start.step());
                Progress.Stage stage = progress.untilResult()
                        .stage(name, "samples", order.length - (long) start.step() * options.batchSize())) {
            for (int step = start.step(); step < steps; step++) {
                List<BatchQueue.Batch> passes = batches.take();
                Engine.seed(random.seedFor("drop-out", epoch, step));
                double learningRate = ofEpoch * schedule.warmth((long) epoch * steps + step, steps);
                TrainingStep.Loss reached = training.run(passes, learningRate);
                if (average != null) {
                    average.add();
                }
                if (!Double.isFinite(reached.total())) {
                    throw new UserMistakeException(
                            "The loss of epoch " + (epoch + 1) + ", step " + (step + 1) + " is " + reached.total()
                                    + ".",
                            "Use a lower learning rate; it is " + learningRate + " now.");
                }
                int rows =
                        passes.stream().mapToInt(pass -> pass.targets().length).sum();
                lossSum += reached.total() * rows;
                alignmentSum += reached.alignment() * rows;
                stage.advance(
                        Math.min(options.batchSize(), order.length - step * options.batchSize()),
                        String.format(Locale.ROOT, "loss %.4f", reached.total()));
                boolean stops = timeIsUp.getAsBoolean();
                if ((stops || System.nanoTime() - lastSave >= saveEvery.toNanos()) && step + 1 < steps) {
                    lastSave = System.nanoTime();
                    TrainingState.Position reachedSoFar = new TrainingState.Position(
                            epoch,
                            step + 1,
                            lossSum,
                            alignmentSum,
                            start.seconds() + secondsSince(begin),
                            start.history());
                    state.save(reachedSoFar, parameters, adam, average);
                    if (stops) {
                        return reachedSoFar;
                    }
                }
            }
        }
        return new TrainingState.Position(
                epoch, steps, lossSum, alignmentSum, start.seconds() + secondsSince(begin), start.history());
    }

    private int mostRowsOfPass() {
        return (int) Math.max(1, BatchQueue.MOST_SCORES / dataset.catalogue().size());
    }

    private double learningRateOf(TrainingState.Position position) {
        if (replayed != null) {
            return replayed[position.epoch()];
        }
        return options.schedule().ofEpoch(position.epoch(), selection.figures(position.history()));
    }

    /** Evaluates an epoch if epochs are compared, adds it to the history, and keeps its weights if they may be wanted. */
    private void finishEpoch(TrainingState.Position position) throws IOException {
        if (replayed != null) {
            ObjectNode epoch = learned(position);
            position.history().add(epoch);
            progress.result(String.format(
                    Locale.ROOT,
                    "%s, refit epoch %d of %d: %s, loss %.4f, learning rate %s",
                    modelName(),
                    position.epoch() + 1,
                    replayed.length,
                    Durations.words(epoch.path("seconds").asDouble()),
                    epoch.path("trainLoss").asDouble(),
                    EpochSelection.rate(epoch.path("learningRate").asDouble())));
            if (position.epoch() + 1 == replayed.length) {
                state.saveBest(withKeptWeights(() -> Weights.tensorsOf(parameters)));
            }
            return;
        }
        ObjectNode epoch = withKeptWeights(() -> evaluated(position));
        ArrayNode history = position.history();
        history.add(epoch);
        boolean best = selection.bestEpoch(history) == history.size() - 1;
        if (best) {
            state.saveBest(withKeptWeights(() -> Weights.tensorsOf(parameters)));
        }
        progress.result(modelName() + ", "
                + selection.line(history, options.epochs(), options.patience(), options.patienceCounting()));
    }

    /** Gives something made of the weights that are evaluated and kept: the averages, if there are any. */
    private <T> T withKeptWeights(Supplier<T> work) {
        if (average == null) {
            return work.get();
        }
        return average.during(() -> {
            unclicked.ifPresent(items -> items.endEpoch(parameters));
            return work.get();
        });
    }

    private ObjectNode evaluated(TrainingState.Position position) {
        Split split = selection.split();
        SessionModel model = SessionModel.of(description, network, parameters);
        Recommender recommender = intents.isEmpty()
                ? model
                : model.withIntents(intents.get().vectors(), intents.get().rows(split));
        Evaluation evaluation = parameters.whileFrozen(() -> Evaluator.evaluate(
                recommender, dataset.examples(split), EVALUATION_BUFFER_BYTES, progress.untilResult()));
        ObjectNode epoch = learned(position);
        selection.record(evaluation, epoch);
        return epoch;
    }

    private ObjectNode learned(TrainingState.Position position) {
        ObjectNode epoch = JSON.createObjectNode();
        int rows = epochs.rows(position.epoch());
        epoch.put("epoch", position.epoch() + 1);
        epoch.put("learningRate", learningRateOf(position));
        epoch.put("trainLoss", position.lossSum() / rows);
        epoch.put("alignmentLoss", position.alignmentSum() / rows);
        epoch.put("seconds", Math.round(position.seconds() * 1000) / 1000.0);
        return epoch;
    }

    /**
     * Whether another epoch would follow those of a history, if there were time.
     *
     * @param goesOn whether another epoch is wanted after those of a history
     */
    boolean isAnotherWanted(ArrayNode history, Predicate<ArrayNode> goesOn) {
        return replayed == null
                ? history.size() < options.epochs() && !patienceIsOver(history) && goesOn.test(history)
                : history.size() < replayed.length;
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

    @Override
    public void close() {
        adam.close();
        parameters.close();
    }
}
