package io.github.dmsrec.bench;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.intent.IntentRows;
import io.github.dmsrec.core.intent.IntentTable;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.gnn.engine.Adam;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.fusion.IntentBatch;
import io.github.dmsrec.gnn.fusion.IntentSource;
import io.github.dmsrec.gnn.loss.SampledSoftmax;
import io.github.dmsrec.gnn.loss.TrainingLoss;
import io.github.dmsrec.gnn.model.ModelFolder;
import io.github.dmsrec.gnn.model.SessionNetwork;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import io.github.dmsrec.gnn.train.BatchQueue;
import io.github.dmsrec.gnn.train.ModelDescriptions;
import io.github.dmsrec.gnn.train.SessionCuts;
import io.github.dmsrec.gnn.train.SessionTargets;
import io.github.dmsrec.gnn.train.TrainingSamples;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A model at its start values, ready to train as the trainer would: recipe {@code corrected}, random intents if fused.
 *
 * @param dataset what it trains on
 * @param description what it is
 * @param parameters its parameters
 * @param adam their optimiser
 * @param intents those of the training rows, if it is fused
 * @param loss what is minimised beside the alignment
 * @param order the training rows, shuffled
 */
public record BenchModel(
        SessionDataset dataset,
        ModelFolder.Description description,
        Parameters parameters,
        Adam adam,
        Optional<IntentSource> intents,
        TrainingLoss loss,
        int[] order)
        implements AutoCloseable {

    private static final long SEED = 2024;

    /**
     * A model at its start values.
     *
     * @param overrides training options by key
     */
    public static BenchModel create(
            SessionDataset dataset, String backbone, boolean fused, Map<String, String> overrides) {
        TrainingOptions options =
                TrainingOptions.defaults(backbone, Recipe.CORRECTED).with(overrides);
        RandomStreams random = new RandomStreams(SEED);
        Optional<IntentTable> table = fused ? Optional.of(BenchData.intents()) : Optional.empty();
        ModelFolder.Description description =
                ModelDescriptions.forTraining(dataset, table, Optional.empty(), options, random);
        TrainingLoss loss = options.loss(description.popularity());
        Parameters parameters =
                new Parameters(description.network().parameters(), Precision.FLOAT, random, loss.itemGradients());
        Adam adam = new Adam(parameters, options.weightDecay(), options.weightDecayForm(), options.gradientClip());
        int size = dataset.examples(Split.TRAIN).size();
        return new BenchModel(
                dataset,
                description,
                parameters,
                adam,
                table.map(BenchModel::source),
                loss,
                random.permutation(size, "shuffle", 0));
    }

    private static IntentSource source(IntentTable table) {
        IntentRows few = table.rows(Split.TRAIN);
        return rows -> IntentBatch.of(
                table.vectors(),
                few,
                Arrays.stream(rows).map(row -> row % few.size()).toArray());
    }

    /** The options of its training. */
    public TrainingOptions options() {
        return description.options();
    }

    /** Its network. */
    public SessionNetwork network() {
        return description.network();
    }

    /** The training rows. */
    public Examples examples() {
        return dataset.examples(Split.TRAIN);
    }

    /** The rows of a step, going round. */
    public int[] rows(int step) {
        int size = Math.min(options().batchSize(), order.length);
        int from = Math.floorMod(step, order.length / size) * size;
        return Arrays.copyOfRange(order, from, from + size);
    }

    /** The batches of the given number of steps, packed as the trainer packs them. */
    public BatchQueue queue(int steps) {
        int size = rows(0).length;
        int[] all = new int[steps * size];
        for (int step = 0; step < steps; step++) {
            System.arraycopy(rows(step), 0, all, step * size, size);
        }
        return new BatchQueue(
                network(),
                TrainingSamples.ofRows(examples()),
                intents,
                this::negatives,
                SessionCuts.NONE,
                SessionTargets.ALL,
                all,
                size,
                Integer.MAX_VALUE,
                0);
    }

    /** What the loss draws for a step. */
    int[] negatives(int[] rows, int step) {
        return loss.negatives(examples(), rows, new RandomStreams(SEED).stream("negatives", 0, step));
    }

    /** The operations of a step's matrix products. */
    double flops(int[] rows) {
        SessionNetwork network = network();
        long perPart = options().dimension();
        int parts = network.parameters().stream()
                .filter(spec -> spec.name().equals("linear_transform.weight"))
                .mapToInt(spec -> (int) (spec.shape()[1] / perPart))
                .findFirst()
                .orElse(0);
        return GemmWork.flops(
                options(),
                examples(),
                rows,
                scoredItems(rows.length),
                parts,
                intents.isPresent() ? OptionalInt.of(BenchData.INTENT_DIMENSION) : OptionalInt.empty());
    }

    /** How many items a step scores. */
    private int scoredItems(int rows) {
        return loss instanceof SampledSoftmax sampled
                ? rows + sampled.drawn()
                : dataset.catalogue().size();
    }

    @Override
    public void close() {
        adam.close();
        parameters.close();
    }
}
