package io.github.dmsrec.gnn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.evaluate.Evaluator;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.session.TinyDataset;
import io.github.dmsrec.gnn.model.ModelFolder;
import io.github.dmsrec.gnn.model.SessionModel;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What schedules and averages do in a training. */
class ScheduledTrainingTest {

    private final SessionDataset dataset = TinyDataset.create();
    private final List<String> lines = new ArrayList<>();

    @Test
    void theRateFallsWhereValidationDoesNotRise(@TempDir Path folder) throws IOException {
        JsonNode history = ModelFolder.history(train(
                        folder.resolve("m"),
                        Map.of(
                                "schedule", "plateau",
                                "plateau-epochs", "1",
                                "learning-rate", "0.05",
                                "learning-rate-decay", "0.5",
                                "patience", "20",
                                "epochs", "8"))
                .path());

        double rate = 0.05;
        double best = -1;
        int falls = 0;
        for (JsonNode epoch : history) {
            assertThat(epoch.path("learningRate").asDouble()).isCloseTo(rate, within(1e-12));
            double figure = epoch.path("validationMasked").path("MRR@20").asDouble();
            boolean better = figure > best;
            rate = better ? rate : rate / 2;
            falls += better ? 0 : 1;
            best = Math.max(best, figure);
        }
        assertThat(falls).as("epochs without a better figure").isPositive();
        assertThat(lines).hasSize(8);
        assertThat(lines.get(0))
                .matches(
                        "sr-gnn, epoch 1 of at most 8: .* s, loss [0-9.]+, validation MRR@20 [0-9.]+ %, HR@20 [0-9.]+ %"
                                + " \\(session items masked\\), the best so far, patience 20 of 20 left, learning rate 0[.]05");
        assertThat(lines.subList(1, 8))
                .anyMatch(line -> line.matches(".*, best [0-9.]+ % in epoch [0-9]+, patience 1.*"));
    }

    @Test
    void averagesAreWhatIsEvaluatedAndKept(@TempDir Path folder) throws IOException {
        Map<String, String> choices = Map.of("epochs", "3", "learning-rate", "0.02", "patience", "20");
        ArtefactFolder plain = train(folder.resolve("plain"), choices);
        ArtefactFolder averaged = train(
                folder.resolve("averaged"),
                Map.of("epochs", "3", "learning-rate", "0.02", "patience", "20", "ema", "0.95"));

        JsonNode history = ModelFolder.history(averaged.path());
        // The steps themselves are the same.
        for (int epoch = 0; epoch < 3; epoch++) {
            assertThat(history.get(epoch).path("trainLoss"))
                    .isEqualTo(ModelFolder.history(plain.path()).get(epoch).path("trainLoss"));
        }
        assertThat(averaged.manifest().fingerprint())
                .isNotEqualTo(plain.manifest().fingerprint());
        int best = averaged.manifest().facts().path("bestEpoch").asInt();
        try (SessionModel model = SessionModel.load(averaged.path(), 2)) {
            double figure = Evaluator.evaluate(model, dataset.examples(Split.VALIDATION), 1 << 20, Progress.NONE)
                    .ranked()
                    .values()
                    .getOrDefault("MRR@20", 0.0);
            assertThat(history.get(best - 1).path("validation").path("MRR@20").asDouble())
                    .isEqualTo(figure);
        }
    }

    private ArtefactFolder train(Path out, Map<String, String> choices) throws IOException {
        Progress listening = new Progress() {
            @Override
            public Stage stage(String name, String unit, long total) {
                return Stage.NONE;
            }

            @Override
            public void result(String line) {
                lines.add(line);
            }
        };
        return Trainer.train(
                TrainingData.of(dataset),
                TrainingOptions.defaults("sr-gnn", Recipe.CORRECTED)
                        .with(Map.of("dimension", "16"))
                        .with(choices),
                Map.of(),
                Origin.of("m", "test", 1, 2),
                out,
                listening);
    }
}
