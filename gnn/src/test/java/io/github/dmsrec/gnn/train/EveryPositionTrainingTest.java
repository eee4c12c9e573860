package io.github.dmsrec.gnn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.session.Targets;
import io.github.dmsrec.core.session.TinyDataset;
import io.github.dmsrec.gnn.backbone.Backbone;
import io.github.dmsrec.gnn.engine.Adam;
import io.github.dmsrec.gnn.engine.Engine;
import io.github.dmsrec.gnn.engine.Parameters;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.engine.Scope;
import io.github.dmsrec.gnn.fusion.TinyIntents;
import io.github.dmsrec.gnn.loss.TrainingLoss;
import io.github.dmsrec.gnn.model.ModelFolder;
import io.github.dmsrec.gnn.model.SessionNetwork;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training whose samples are sessions. */
class EveryPositionTrainingTest {

    private final SessionDataset dataset = TinyDataset.create();

    @ParameterizedTest
    @ValueSource(strings = {"sasrec", "gru4rec", "core-ave", "core-trm"})
    void itLearnsAndCountsSessions(String backbone, @TempDir Path folder) throws IOException {
        TrainingOptions options = options(backbone).with(Map.of("item-dropout", "0.1", "logits", "cosine"));
        long[] total = new long[1];
        Progress stages = (name, unit, all) -> {
            total[0] = name.startsWith("train") ? all : total[0];
            return (units, note) -> {};
        };

        ArtefactFolder model = Trainer.train(
                TrainingData.of(dataset), options, Map.of(), Origin.of("m", "test", 3, 1), folder.resolve("m"), stages);

        JsonNode history = ModelFolder.history(model.path());
        assertThat(history.get(history.size() - 1).path("trainLoss").asDouble())
                .isLessThan(history.get(0).path("trainLoss").asDouble());
        Examples rows = dataset.withTrainingTargets(Targets.LAST).examples(Split.TRAIN);
        assertThat(total[0]).isEqualTo(rows.size());
    }

    @Test
    void aFusedModelTakesTheIntentsOfEveryPrefix(@TempDir Path folder) throws IOException {
        TrainingOptions options = options("sasrec").with(Map.of("epochs", "1"));

        ArtefactFolder model = Trainer.train(
                TrainingData.of(dataset).withIntents(TinyIntents.of(dataset.withTrainingTargets(Targets.EVERY_PREFIX))),
                options,
                Map.of(),
                Origin.of("m", "test", 3, 1),
                folder.resolve("m"),
                Progress.NONE);

        assertThat(model.manifest().facts().path("fused").asBoolean()).isTrue();
    }

    @Test
    void aStepInSeveralPassesIsTheStepInOne() {
        TrainingOptions options = options("sasrec").with(Map.of("layer-dropout", "0"));
        SessionDataset everyPrefix = dataset.withTrainingTargets(Targets.EVERY_PREFIX);
        TrainingSamples samples = TrainingSamples.of(everyPrefix.examples(Split.TRAIN), Targets.EVERY_POSITION);
        int[] order = IntStream.range(0, samples.size()).toArray();

        Stepped whole = step(options, samples, SessionTargets.ALL, order, Integer.MAX_VALUE);
        Stepped cut = step(options, samples, SessionTargets.ALL, order, 40);

        assertThat(whole.passes).isEqualTo(1);
        assertThat(cut.passes).isGreaterThan(3);
        assertThat(cut.loss).isCloseTo(whole.loss, within(1e-5));
        assertThat(cut.gains).containsExactly(whole.gains, within(1e-5f));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sasrec", "gru4rec", "core-ave", "core-trm"})
    void someTargetsOfEachSessionAreLearnedAsTheirRowsAreByThemselves(String backbone) {
        Map<String, String> more = backbone.equals("sasrec")
                ? Map.of("positions", "from-start", "layer-dropout", "0")
                : backbone.equals("core-trm") ? Map.of("layer-dropout", "0") : Map.of();
        TrainingOptions options = options(backbone)
                .with(more)
                .with(Map.of("item-dropout", "0", "candidate-dropout", "0", "seen-items", "masked", "loss", "full"));
        Examples rows = dataset.withTrainingTargets(Targets.EVERY_PREFIX).examples(Split.TRAIN);
        TrainingSamples samples = TrainingSamples.of(rows, Targets.EVERY_POSITION);
        int[] order = new RandomStreams(2).permutation(samples.size(), "order");
        SessionTargets two = new SessionTargets(2, new RandomStreams(4), 3);
        int[] learned = samples.rowsOf(two, order);

        Stepped together = step(options, samples, two, order, Integer.MAX_VALUE);
        Stepped apart = step(options, TrainingSamples.ofRows(rows), SessionTargets.ALL, learned, Integer.MAX_VALUE);

        assertThat(learned.length).isBetween(samples.size(), rows.size() - 1);
        assertThat(together.rows).isEqualTo(learned.length);
        assertThat(together.loss).isCloseTo(apart.loss, within(1e-5));
        assertThat(together.items).containsExactly(apart.items, within(1e-4f));
    }

    private record Stepped(int passes, int rows, double loss, float[] gains, float[] items) {}

    private Stepped step(
            TrainingOptions options, TrainingSamples samples, SessionTargets targets, int[] order, int mostRows) {
        Engine.configure(1);
        RandomStreams random = new RandomStreams(1);
        ModelFolder.Description description =
                ModelDescriptions.forTraining(dataset, Optional.empty(), Optional.empty(), options, random);
        SessionNetwork network = description.network();
        TrainingLoss loss = options.loss(description.popularity());
        assertThat(TrainingStep.canBeCut(network, loss)).isTrue();
        try (Parameters parameters = new Parameters(network.parameters(), Precision.FLOAT, random);
                Adam adam = new Adam(parameters, 0, options.weightDecayForm(), 0);
                BatchQueue queue = new BatchQueue(
                        network,
                        samples,
                        Optional.empty(),
                        (rows, batch) -> new int[0],
                        SessionCuts.NONE,
                        targets,
                        order,
                        order.length,
                        mostRows,
                        0)) {
            List<BatchQueue.Batch> passes = queue.take();
            assertThat(passes).allMatch(pass -> pass.targets().length <= mostRows);
            double first = new TrainingStep(network, parameters, adam, loss)
                    .run(passes, 1e-3)
                    .total();
            try (Scope scope = Scope.inference()) {
                return new Stepped(
                        passes.size(),
                        passes.stream().mapToInt(pass -> pass.targets().length).sum(),
                        first,
                        options.backbone().equals("sasrec")
                                ? parameters.get("last_layernorm.weight").floats()
                                : new float[0],
                        parameters.get(Backbone.ITEM_TABLE).floats());
            }
        }
    }

    private static TrainingOptions options(String backbone) {
        return TrainingOptions.defaults(backbone, Recipe.CORRECTED)
                .with(Map.of(
                        "targets", "every-position",
                        "dimension", "16",
                        "batch-size", "16",
                        "learning-rate", "0.01",
                        "epochs", "3"));
    }
}
