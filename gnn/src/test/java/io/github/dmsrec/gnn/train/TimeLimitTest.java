package io.github.dmsrec.gnn.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.TinyDataset;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimeLimitTest {

    private static final TrainingOptions PLAIN = TrainingOptions.defaults("sasrec", Recipe.CORRECTED)
            .with(Map.of(
                    "dimension", "16",
                    "epochs", "3",
                    "patience", "9",
                    "targets", "every-position",
                    "batch-size", "16"));
    private static final TrainingOptions REFIT = PLAIN.with(Map.of("refit", "true"));

    private final TrainingData data = TrainingData.of(TinyDataset.create());
    private final Origin origin = Origin.of("m", "test", 5, 1);

    private Optional<ArtefactFolder> train(Path out, BooleanSupplier timeIsUp) throws IOException {
        return Trainer.trainWithin(data, PLAIN, origin, out, Progress.NONE, timeIsUp);
    }

    private static boolean never() {
        return false;
    }

    private static BooleanSupplier after(int questions) {
        int[] asked = {0};
        return () -> ++asked[0] > questions;
    }

    private static byte[] weights(ArtefactFolder model) throws IOException {
        return Files.readAllBytes(model.path().resolve("weights.safetensors"));
    }

    @Test
    void timeEndsAnEpochAndTheBestOneBeforeItIsKept(@TempDir Path folder) throws IOException {
        // 220 sessions in steps of 16: 14 steps and a question before each epoch.
        ArtefactFolder model = train(folder.resolve("model"), after(20)).orElseThrow();

        JsonNode facts = model.manifest().facts();
        assertThat(facts.path("epochs").asInt()).isEqualTo(1);
        assertThat(facts.path(Trainer.TIME_WAS_UP).asBoolean()).isTrue();
        ArtefactFolder one = Trainer.train(
                data, PLAIN.with(Map.of("epochs", "1")), Map.of(), origin, folder.resolve("one"), Progress.NONE);
        assertThat(weights(model)).isEqualTo(weights(one));
    }

    @Test
    void aTrainingThatTimeEndedGoesOnToTheSameBytes(@TempDir Path folder) throws IOException {
        Path out = folder.resolve("model");
        assertThat(train(out, after(20))).isPresent();
        assertThat(Trainer.hasState(out)).isTrue();

        ArtefactFolder model = train(out, TimeLimitTest::never).orElseThrow();

        assertThat(model.manifest().facts().path("epochs").asInt()).isEqualTo(3);
        assertThat(model.manifest().facts().path(Trainer.TIME_WAS_UP).asBoolean())
                .isFalse();
        assertThat(Trainer.hasState(out)).isFalse();
        assertThat(weights(model))
                .isEqualTo(weights(
                        train(folder.resolve("straight"), TimeLimitTest::never).orElseThrow()));
    }

    @Test
    void withoutAnEpochThereIsNoModelAndTheSameCallGoesOn(@TempDir Path folder) throws IOException {
        Path out = folder.resolve("model");

        assertThat(train(out, after(5))).isEmpty();
        assertThat(out).doesNotExist();
        ArtefactFolder model = train(out, TimeLimitTest::never).orElseThrow();

        assertThat(model.manifest().facts().path(Trainer.TIME_WAS_UP).asBoolean())
                .isFalse();
        assertThat(weights(model))
                .isEqualTo(weights(
                        train(folder.resolve("straight"), TimeLimitTest::never).orElseThrow()));
    }

    @Test
    @Tag("slow")
    void aRefitOfAModelIsThatOfOneTrainingWithRefit(@TempDir Path folder) throws IOException {
        ArtefactFolder before =
                train(folder.resolve("before"), TimeLimitTest::never).orElseThrow();
        Path out = folder.resolve("again");

        assertThat(Trainer.refitWithin(before, data, REFIT, origin, out, Progress.NONE, after(5)))
                .isEmpty();
        ArtefactFolder again = Trainer.refitWithin(
                        before, data, REFIT, origin, out, Progress.NONE, TimeLimitTest::never)
                .orElseThrow();

        ArtefactFolder whole = Trainer.train(data, REFIT, Map.of(), origin, folder.resolve("whole"), Progress.NONE);
        assertThat(weights(again)).isEqualTo(weights(whole));
        assertThat(again.manifest().facts().path("refit").path("epochs"))
                .isEqualTo(whole.manifest().facts().path("refit").path("epochs"));
    }
}
