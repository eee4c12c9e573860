package io.github.dmsrec.gnn.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.TinyDataset;
import io.github.dmsrec.gnn.backbone.Backbones;
import io.github.dmsrec.gnn.engine.Adam;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.loss.TrainingLoss;
import io.github.dmsrec.gnn.model.ModelFolder;
import io.github.dmsrec.gnn.model.SessionNetwork;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingStepTest {

    static List<String> backbones() {
        return Backbones.names();
    }

    /** No drop-out, no decay, no alignment. */
    private static TrainingOptions plain(String backbone, Recipe recipe) {
        Map<String, String> overrides = new HashMap<>();
        overrides.put("dimension", "32");
        overrides.put("weight-decay", "0");
        overrides.put("alignment-weight", "0");
        for (Option<?> option : TrainingOptions.optionsOf(backbone).options()) {
            if (option.key().endsWith("dropout")) {
                overrides.put(option.key(), "0");
            }
        }
        return TrainingOptions.defaults(backbone, recipe).with(overrides);
    }

    @ParameterizedTest
    @MethodSource("backbones")
    void aBatchOfSingleClicksIsLearntFrom(String backbone) {
        SessionDataset dataset = TinyDataset.create();
        TrainingOptions options = plain(backbone, Recipe.PUBLISHED);
        RandomStreams random = new RandomStreams(1);
        ModelFolder.Description description =
                ModelDescriptions.forTraining(dataset, Optional.empty(), Optional.empty(), options, random);
        SessionNetwork network = description.network();
        TrainingLoss loss = options.loss(description.popularity());
        Examples examples = Examples.lastClickOf(Sessions.of(List.of(new int[] {4, 5}, new int[] {9, 4})));
        int[] rows = {0, 1};
        BatchQueue.Batch batch = new BatchQueue.Batch(
                network.backbone().pack(examples, rows),
                Optional.empty(),
                new int[] {5, 4},
                loss.negatives(examples, rows, random.stream("negatives")));
        try (Parameters parameters = new Parameters(network.parameters(), Precision.FLOAT, random);
                Adam adam = new Adam(parameters, options.weightDecay(), options.weightDecayForm(), 0)) {
            TrainingStep step = new TrainingStep(network, parameters, adam, loss);
            double first = step.run(batch, 0.01).total();
            double second = step.run(batch, 0.01).total();

            assertThat(second).isLessThan(first);
        }
    }
}
