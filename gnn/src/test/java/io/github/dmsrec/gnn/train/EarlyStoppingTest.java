package io.github.dmsrec.gnn.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.evaluate.Evaluation;
import io.github.dmsrec.core.evaluate.Evaluator;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.session.TinyDataset;
import io.github.dmsrec.gnn.fusion.TinyIntents;
import io.github.dmsrec.gnn.model.ModelFolder;
import io.github.dmsrec.gnn.model.SessionModel;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import io.github.dmsrec.gnn.recipe.TrainingOptions.PatienceCounting;
import io.github.dmsrec.gnn.recipe.TrainingOptions.SelectBy;
import io.github.dmsrec.gnn.recipe.TrainingOptions.Selection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EarlyStoppingTest {

    private static final EpochSelection BY_VALIDATION = new EpochSelection(Selection.VALIDATION, SelectBy.RANKED);
    private static final EpochSelection BY_TEST = new EpochSelection(Selection.TEST, SelectBy.RANKED);

    @ParameterizedTest
    @CsvSource({
        // validation MRR@20 of each epoch, without improvement in a row, in all, the best epoch from 0
        "'', 0, 0, 0",
        "0.1, 0, 0, 0",
        "0.1 0.2 0.3, 0, 0, 2",
        "0.3 0.2 0.1, 2, 2, 0",
        "0.3 0.2 0.4 0.1, 1, 2, 2",
        "0.2 0.2 0.1 0.3 0.3, 1, 3, 3",
        "0.2 0.1 0.3 0.1 0.4 0.1 0.1, 2, 4, 4"
    })
    void epochsWithoutImprovementCount(String metrics, int consecutive, int cumulative, int best) {
        ArrayNode history = new ObjectMapper().createArrayNode();
        Arrays.stream(metrics.split(" ", -1))
                .filter(metric -> !metric.isEmpty())
                .forEach(metric -> history.addObject()
                        .putObject("validation")
                        .put(EpochSelection.METRIC, Double.parseDouble(metric)));

        assertThat(BY_VALIDATION.epochsWithoutImprovement(history, PatienceCounting.CONSECUTIVE))
                .isEqualTo(consecutive);
        assertThat(BY_VALIDATION.epochsWithoutImprovement(history, PatienceCounting.CUMULATIVE))
                .isEqualTo(cumulative);
        assertThat(BY_VALIDATION.bestEpoch(history)).isEqualTo(best);
    }

    @Test
    void theMaskedFigureChoosesWhereItIsWanted() {
        ArrayNode history = new ObjectMapper().createArrayNode();
        double[][] epochs = {{0.3, 0.1}, {0.2, 0.2}, {0.1, 0.15}};
        for (double[] figures : epochs) {
            ObjectNode epoch = history.addObject();
            epoch.putObject("validation").put("MRR@20", figures[0]);
            epoch.putObject("validationMasked").put("MRR@20", figures[1]);
        }
        EpochSelection masked = new EpochSelection(Selection.VALIDATION, SelectBy.MASKED);

        assertThat(masked.bestEpoch(history)).isEqualTo(1);
        assertThat(masked.figures(history)).containsExactly(0.1, 0.2, 0.15);
        assertThat(masked.epochsWithoutImprovement(history, PatienceCounting.CONSECUTIVE))
                .isEqualTo(1);
        assertThat(masked.results(history).path("selectedBy").asText())
                .isEqualTo("validation MRR@20, session items masked");
        assertThat(BY_VALIDATION.bestEpoch(history)).isZero();
    }

    @Test
    void thePublishedProtocolTakesEachMetricsBestTestFigure() {
        ArrayNode history = new ObjectMapper().createArrayNode();
        double[][] epochs = {{0.10, 0.05}, {0.12, 0.04}, {0.12, 0.03}, {0.11, 0.06}, {0.10, 0.05}};
        for (int e = 0; e < epochs.length; e++) {
            ObjectNode metrics = history.addObject().put("epoch", e + 1).putObject("test");
            for (String cutOff : List.of("5", "10", "20")) {
                metrics.put("HR@" + cutOff, epochs[e][0]).put("MRR@" + cutOff, epochs[e][1]);
            }
        }

        // A tie counts as an improvement, as published; only the last epoch reaches no maximum.
        assertThat(BY_TEST.epochsWithoutImprovement(history, PatienceCounting.CUMULATIVE))
                .isEqualTo(1);
        assertThat(BY_TEST.bestEpoch(history)).isEqualTo(3);
        ObjectNode results = BY_TEST.results(history);
        assertThat(results.path("selectedBy").asText()).isEqualTo("test MRR@20, session items ranked");
        assertThat(results.path("bestOnTest").path("HR@20").toString()).isEqualTo("{\"value\":0.12,\"epoch\":2}");
        assertThat(results.path("bestOnTest").path("MRR@20").toString()).isEqualTo("{\"value\":0.06,\"epoch\":4}");
        assertThat(BY_VALIDATION.results(history).has("bestOnTest")).isFalse();
    }

    @Test
    void aModelChosenOnTheTestSetSaysSo(@TempDir Path folder) throws IOException {
        SessionDataset dataset = TinyDataset.create();
        TrainingOptions options = TrainingOptions.defaults("sr-gnn", Recipe.PUBLISHED)
                .with(Map.of("dimension", "8", "epochs", "3", "selection", "test"));

        ArtefactFolder model = Trainer.train(
                TrainingData.of(dataset).withIntents(TinyIntents.of(dataset)),
                options,
                Map.of(),
                Origin.of("m", "test", 1, 2),
                folder.resolve("model"),
                Progress.NONE);

        JsonNode facts = model.manifest().facts();
        assertThat(facts.path("selectedOn").asText()).isEqualTo("test");
        assertThat(facts.has("validation")).isFalse();
        for (String metric : List.of("HR@5", "MRR@5", "HR@10", "MRR@10", "HR@20", "MRR@20")) {
            JsonNode best = facts.path("bestOnTest").path(metric);
            double highest = 0;
            for (JsonNode epoch : ModelFolder.history(model.path())) {
                highest = Math.max(highest, epoch.path("test").path(metric).asDouble());
            }
            assertThat(best.path("value").asDouble()).as(metric).isEqualTo(highest);
        }
    }

    @Test
    void trainingStopsByItselfAndKeepsTheBestEpoch(@TempDir Path folder) throws IOException {
        SessionDataset dataset = TinyDataset.create();
        TrainingOptions options = TrainingOptions.defaults("sr-gnn", Recipe.CORRECTED)
                .with(Map.of(
                        "dimension", "16",
                        "epochs", "60",
                        "patience", "2",
                        "learning-rate", "0.05",
                        "learning-rate-decay", "1"));

        ArtefactFolder model = Trainer.train(
                TrainingData.of(dataset),
                options,
                Map.of(),
                Origin.of("m", "test", 1, 2),
                folder.resolve("model"),
                Progress.NONE);

        JsonNode history = ModelFolder.history(model.path());
        int best = model.manifest().facts().path("bestEpoch").asInt();
        assertThat(history.size()).isLessThan(60).isEqualTo(best + 2);
        try (SessionModel read = SessionModel.load(model.path(), 2)) {
            Evaluation evaluation =
                    Evaluator.evaluate(read, dataset.examples(Split.VALIDATION), 1 << 20, Progress.NONE);
            JsonNode ofBest = history.get(best - 1).path("validation");
            evaluation.ranked().values().forEach((metric, value) -> assertThat(
                            ofBest.path(metric).asDouble(-1))
                    .as(metric)
                    .isEqualTo(value));
        }
        assertThat(folder.resolve("model.training")).doesNotExist();
    }
}
