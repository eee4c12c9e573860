package io.github.dmsrec.gnn.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.intent.IntentTable;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.session.TinyDataset;
import io.github.dmsrec.gnn.backbone.Backbone;
import io.github.dmsrec.gnn.backbone.Choice;
import io.github.dmsrec.gnn.engine.Adam;
import io.github.dmsrec.gnn.engine.Engine;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.fusion.IntentBatch;
import io.github.dmsrec.gnn.fusion.TinyIntents;
import io.github.dmsrec.gnn.model.SessionNetwork;
import io.github.dmsrec.gnn.recipe.Recipe;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingStepTest {

    private static final int SAMPLES = 200;
    private static final int MOST_STEPS = 600;

    /** No drop-out, no decay, no alignment. */
    private static TrainingOptions plain(String backbone, Recipe recipe) {
        Map<String, String> overrides = new HashMap<>();
        overrides.put("dimension", "32");
        overrides.put("weight-decay", "0");
        overrides.put("alignment-weight", "0");
        for (Choice choice : TrainingOptions.choicesOf(backbone)) {
            if (choice.key().endsWith("dropout")) {
                overrides.put(choice.key(), "0");
            }
        }
        return TrainingOptions.defaults(backbone, recipe).with(overrides);
    }

    @ParameterizedTest
    @CsvSource({"sr-gnn, false", "sr-gnn, true", "gce-gnn, false", "gce-gnn, true"})
    void withoutDropoutTwoHundredSamplesAreLearntByHeart(String backbone, boolean fused) {
        Engine.configure(1);
        SessionDataset dataset = TinyDataset.create();
        Optional<IntentTable> intents = fused ? Optional.of(TinyIntents.of(dataset)) : Optional.empty();
        TrainingOptions options = plain(backbone, Recipe.CORRECTED);
        RandomStreams random = new RandomStreams(1);
        SessionNetwork network = Descriptions.forTraining(dataset, intents, Optional.empty(), options, random)
                .network();
        Examples examples = dataset.examples(Split.TRAIN);
        int[] rows = distinctPrefixes(examples);
        Backbone.PackedBatch batch = network.backbone().pack(examples, rows);
        Optional<IntentBatch> ofRows =
                intents.map(table -> IntentBatch.of(table.vectors(), table.rows(Split.TRAIN), rows));
        int[] targets = Arrays.stream(rows).map(examples::target).toArray();
        try (Parameters parameters = new Parameters(network.parameters(), Precision.FLOAT, random);
                Adam adam = new Adam(parameters, options.weightDecay(), options.weightDecayForm())) {
            TrainingStep step = new TrainingStep(network, parameters, adam);
            double first = step.run(batch, ofRows, targets, 0.01).total();
            double loss = first;
            for (int i = 1; i < MOST_STEPS && loss >= 0.1; i++) {
                loss = step.run(batch, ofRows, targets, 0.01).total();
            }

            assertThat(first).isGreaterThan(3);
            assertThat(loss).isLessThan(0.1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sr-gnn", "gce-gnn"})
    void aBatchOfSingleClicksIsLearntFrom(String backbone) {
        SessionDataset dataset = TinyDataset.create();
        TrainingOptions options = plain(backbone, Recipe.PUBLISHED);
        RandomStreams random = new RandomStreams(1);
        SessionNetwork network = Descriptions.forTraining(dataset, Optional.empty(), Optional.empty(), options, random)
                .network();
        Backbone.PackedBatch batch =
                network.backbone().pack(Sessions.of(List.of(new int[] {4}, new int[] {9})), new int[] {0, 1});
        int[] targets = {5, 4};
        try (Parameters parameters = new Parameters(network.parameters(), Precision.FLOAT, random);
                Adam adam = new Adam(parameters, options.weightDecay(), options.weightDecayForm())) {
            TrainingStep step = new TrainingStep(network, parameters, adam);
            double first = step.run(batch, Optional.empty(), targets, 0.01).total();
            double second = step.run(batch, Optional.empty(), targets, 0.01).total();

            assertThat(second).isLessThan(first);
        }
    }

    /** Rows without a twin: no model can tell equal prefixes with two targets apart. */
    private static int[] distinctPrefixes(Examples examples) {
        Set<Set<Integer>> seen = new HashSet<>();
        int[] rows = IntStream.range(0, examples.size())
                .filter(row -> seen.add(
                        new HashSet<>(Arrays.stream(examples.items(row)).boxed().toList())))
                .limit(SAMPLES)
                .toArray();
        assertThat(rows).hasSize(SAMPLES);
        return rows;
    }
}
