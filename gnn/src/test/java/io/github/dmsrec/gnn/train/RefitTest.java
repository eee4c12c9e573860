package io.github.dmsrec.gnn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.session.Targets;
import io.github.dmsrec.core.session.TinyDataset;
import io.github.dmsrec.gnn.fusion.TinyIntents;
import io.github.dmsrec.gnn.model.ModelFolder;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefitTest {

    private static final class Interruption extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static final TrainingOptions PLAIN = TrainingOptions.defaults("sasrec", Recipe.CORRECTED)
            .with(Map.of(
                    "dimension", "16",
                    "epochs", "4",
                    "patience", "9",
                    "targets", "every-position",
                    "batch-size", "16",
                    "learning-rate", "0.01",
                    "schedule", "plateau",
                    "plateau-epochs", "1"));
    private static final TrainingOptions REFIT = PLAIN.with(Map.of("refit", "true"));

    /** Steps are saved where the test goes on from them. */
    private static final Duration SELDOM = Duration.ofHours(1);

    @TempDir
    private static Path shared = Path.of("");

    private final SessionDataset dataset = TinyDataset.create();

    /** What several tests compare with, trained once. */
    private ArtefactFolder refitted() throws IOException {
        Path out = shared.resolve("refitted");
        return Files.exists(out) ? ArtefactFolder.open(out) : train(REFIT, out, Progress.NONE, SELDOM);
    }

    @Test
    void itRepeatsTheEpochsUpToTheBestOnBothSplits(@TempDir Path folder) throws IOException {
        ArtefactFolder chosen = train(PLAIN, folder.resolve("chosen"), Progress.NONE, SELDOM);
        ArtefactFolder refitted = refitted();

        JsonNode facts = refitted.manifest().facts();
        int best = chosen.manifest().facts().path("bestEpoch").asInt();
        assertThat(facts.path("bestEpoch").asInt()).isEqualTo(best);
        assertThat(facts.path("validationMasked"))
                .isEqualTo(chosen.manifest().facts().path("validationMasked"));
        assertThat(facts.path("refit").path("epochs").asInt()).isEqualTo(best);
        int rows = dataset.trainingOnValidation()
                .withTrainingTargets(Targets.EVERY_PREFIX)
                .examples(Split.TRAIN)
                .size();
        assertThat(facts.path("refit").path("rows").asInt())
                .isEqualTo(rows)
                .isGreaterThan(dataset.examples(Split.TRAIN).size());
        assertThat(refitted.manifest().options()).containsEntry("refit", "true").containsEntry("select-by", "masked");
        assertThat(refitted.manifest().fingerprint())
                .isNotEqualTo(chosen.manifest().fingerprint());
        long clicks = 0;
        for (long ofItem : ModelFolder.read(refitted.path()).description().popularity()) {
            clicks += ofItem;
        }
        assertThat(clicks).isEqualTo(dataset.sessionsBeforeTest().clicks());
    }

    @Test
    void itsFirstEpochsAreThoseOfATrainingOnBothSplits(@TempDir Path folder) throws IOException {
        TrainingOptions one = REFIT.with(Map.of("epochs", "1"));
        ArtefactFolder refitted = train(one, folder.resolve("refitted"), Progress.NONE, SELDOM);
        ArtefactFolder direct = Trainer.train(
                TrainingData.of(dataset.trainingOnValidation()),
                PLAIN.with(Map.of("epochs", "1")),
                Map.of(),
                Origin.of("m", "test", 5, 1),
                folder.resolve("direct"),
                Progress.NONE);

        assertThat(Files.readAllBytes(refitted.path().resolve("weights.safetensors")))
                .isEqualTo(Files.readAllBytes(direct.path().resolve("weights.safetensors")));
    }

    @Test
    void anInterruptedRefitGoesOnToTheSameBytes(@TempDir Path folder) throws IOException {
        ArtefactFolder straight = refitted();
        Path out = folder.resolve("interrupted");
        int[] reports = {0};
        Progress interrupting = (name, unit, total) -> (units, note) -> {
            if (name.startsWith("refit") && ++reports[0] == 3) {
                throw new Interruption();
            }
        };
        assertThatThrownBy(() -> train(REFIT, out, interrupting, Duration.ZERO)).isInstanceOf(Interruption.class);
        int[] trained = {0};
        Progress counting = (name, unit, total) -> {
            trained[0] += name.startsWith("train") ? 1 : 0;
            return Progress.Stage.NONE;
        };

        ArtefactFolder resumed = train(REFIT, out, counting, SELDOM);

        assertThat(trained[0]).as("epochs that were trained and chosen before").isZero();
        assertThat(resumed.manifest().fingerprint())
                .isEqualTo(straight.manifest().fingerprint());
        assertThat(folder.resolve("interrupted.training")).doesNotExist();
    }

    @Test
    void aFusedModelLearnsTheIntentsOfValidationRows(@TempDir Path folder) throws IOException {
        ArtefactFolder model = Trainer.train(
                TrainingData.of(dataset).withIntents(TinyIntents.of(dataset)),
                TrainingOptions.defaults("sr-gnn", Recipe.CORRECTED)
                        .with(Map.of("dimension", "8", "epochs", "1", "refit", "true")),
                Map.of(),
                Origin.of("m", "test", 5, 1),
                folder.resolve("m"),
                Progress.NONE);

        assertThat(model.manifest().facts().path("refit").path("rows").asInt())
                .isEqualTo(dataset.examples(Split.TRAIN).size()
                        + dataset.examples(Split.VALIDATION).size());
    }

    private ArtefactFolder train(TrainingOptions options, Path out, Progress progress, Duration saveEvery)
            throws IOException {
        return Trainer.train(
                TrainingData.of(dataset), options, Map.of(), Origin.of("m", "test", 5, 1), out, progress, saveEvery);
    }
}
