package io.github.dmsrec.gnn.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.intent.IntentTable;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.session.TinyDataset;
import io.github.dmsrec.gnn.backbone.Backbones;
import io.github.dmsrec.gnn.engine.Adam;
import io.github.dmsrec.gnn.engine.Engine;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.fusion.IntentBatch;
import io.github.dmsrec.gnn.fusion.TinyIntents;
import io.github.dmsrec.gnn.loss.TrainingLoss;
import io.github.dmsrec.gnn.model.ModelFolder;
import io.github.dmsrec.gnn.model.SessionNetwork;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Training frees its tensors: the memory of the process stays flat. */
@Tag("slow")
class MemorySoakTest {

    private static final int WARM_UP = 2000;
    private static final int STEPS = 20_000;
    private static final int BATCH = 16;
    private static final long GROWTH = 64L << 20;

    static List<String> backbones() {
        return Backbones.names();
    }

    @ParameterizedTest
    @MethodSource("backbones")
    void stepsLeaveNothingBehind(String backbone) {
        Engine.configure(2);
        SessionDataset dataset = TinyDataset.create();
        IntentTable intents = TinyIntents.of(dataset);
        // What is left behind does not depend on the size of a step, but the time that the test takes does.
        TrainingOptions options =
                TrainingOptions.defaults(backbone, Recipe.CORRECTED).with(Map.of("dimension", "16"));
        RandomStreams random = new RandomStreams(1);
        ModelFolder.Description description =
                ModelDescriptions.forTraining(dataset, Optional.of(intents), Optional.empty(), options, random);
        SessionNetwork network = description.network();
        Examples examples = dataset.examples(Split.TRAIN);
        try (Parameters parameters = new Parameters(network.parameters(), Precision.FLOAT, random);
                Adam adam = new Adam(parameters, options.weightDecay(), options.weightDecayForm(), 0)) {
            TrainingLoss loss = options.loss(description.popularity());
            TrainingStep training = new TrainingStep(network, parameters, adam, loss);
            long warm = 0;
            for (int step = 0; step < STEPS; step++) {
                if (step == WARM_UP) {
                    warm = Pointer.physicalBytes();
                }
                int[] rows = Arrays.copyOf(random.permutation(examples.size(), "rows", step), BATCH);
                training.run(
                        new BatchQueue.Batch(
                                network.backbone().pack(examples, rows),
                                Optional.of(IntentBatch.of(intents.vectors(), intents.rows(Split.TRAIN), rows)),
                                Arrays.stream(rows).map(examples::target).toArray(),
                                loss.negatives(examples, rows, random.stream("negatives", step))),
                        1e-3);
            }

            assertThat(warm).isPositive();
            assertThat(Pointer.physicalBytes() - warm).isLessThan(GROWTH);
        }
    }
}
