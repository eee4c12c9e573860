package io.github.dmsrec.gnn.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.intent.IntentTable;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.session.TinyDataset;
import io.github.dmsrec.gnn.engine.Adam;
import io.github.dmsrec.gnn.engine.ParameterSpec;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.engine.Scope;
import io.github.dmsrec.gnn.fusion.IntentBatch;
import io.github.dmsrec.gnn.fusion.TinyIntents;
import io.github.dmsrec.gnn.loss.TrainingLoss;
import io.github.dmsrec.gnn.model.ModelFolder;
import io.github.dmsrec.gnn.model.SessionNetwork;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One step of the published recipe leaves its frozen parts as they were; one of the corrected recipe leaves nothing. */
class FreezeTest {

    @ParameterizedTest
    @CsvSource({
        "sr-gnn, PUBLISHED, w b",
        "gce-gnn, PUBLISHED, w b linear_transform.weight",
        // SHARE alone was published with its projection in the optimiser.
        "share, PUBLISHED, ''",
        "sr-gnn, CORRECTED, ''",
        // Type 4 needs a click there and back, which these sessions have: all of GCE-GNN moves, too.
        "gce-gnn, CORRECTED, ''",
        "share, CORRECTED, ''"
    })
    void oneStepMovesAllButTheFrozenParts(String backbone, Recipe recipe, String frozen) {
        SessionDataset dataset = TinyDataset.create();
        IntentTable intents = TinyIntents.of(dataset);
        TrainingOptions options = TrainingOptions.defaults(backbone, recipe).with(Map.of("dimension", "8"));
        RandomStreams random = new RandomStreams(1);
        ModelFolder.Description description =
                ModelDescriptions.forTraining(dataset, Optional.of(intents), Optional.empty(), options, random);
        SessionNetwork network = description.network();
        TrainingLoss loss = options.loss(description.popularity());
        Examples examples = dataset.examples(Split.TRAIN);
        int[] rows = IntStream.range(0, 200).toArray();
        try (Parameters parameters = new Parameters(network.parameters(), Precision.FLOAT, random);
                Adam adam = new Adam(parameters, options.weightDecay(), options.weightDecayForm(), 0)) {
            Map<String, float[]> before = valuesOf(parameters);

            new TrainingStep(network, parameters, adam, loss)
                    .run(
                            new BatchQueue.Batch(
                                    network.backbone().pack(examples, rows),
                                    Optional.of(IntentBatch.of(intents.vectors(), intents.rows(Split.TRAIN), rows)),
                                    Arrays.stream(rows).map(examples::target).toArray(),
                                    loss.negatives(examples, rows, random.stream("negatives"))),
                            options.learningRate());

            Set<String> unmoved = new TreeSet<>();
            valuesOf(parameters).forEach((name, values) -> {
                if (Arrays.equals(values, before.get(name))) {
                    unmoved.add(name);
                }
            });
            Set<String> expected = new TreeSet<>(frozen.isEmpty() ? Set.of() : Set.of(frozen.split(" ", -1)));
            assertThat(unmoved).isEqualTo(expected);
            assertThat(before).containsKeys("w", "b", "linear_transform.weight");
        }
    }

    private static Map<String, float[]> valuesOf(Parameters parameters) {
        Map<String, float[]> values = new HashMap<>();
        try (Scope scope = Scope.inference()) {
            for (ParameterSpec spec : parameters.specs()) {
                values.put(spec.name(), parameters.get(spec.name()).floats());
            }
        }
        return values;
    }
}
