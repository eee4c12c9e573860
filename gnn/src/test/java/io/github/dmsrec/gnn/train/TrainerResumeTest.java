package io.github.dmsrec.gnn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.Manifest;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.io.SafetensorsFile;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.TinyDataset;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import io.github.dmsrec.gnn.train.TrainingProcess.Model;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainerResumeTest {

    private static final class Interruption extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** State that nobody goes on from need not be saved after every step. */
    private static final Duration SELDOM = Duration.ofHours(1);

    @ParameterizedTest
    @EnumSource(names = "CORE_AVE_SAMPLED")
    void aKilledRunGoesOnToTheSameBits(Model model, @TempDir Path folder) throws Exception {
        killAndGoOn(model, 1, folder);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("slow")
    void aRunThatWasKilledAgainGoesOnToTheSameBits(Model model, @TempDir Path folder) throws Exception {
        killAndGoOn(model, 2, folder);
    }

    private static void killAndGoOn(Model model, int kills, Path folder) throws Exception {
        Path straight = folder.resolve("straight");
        model.train(model.options(), straight, Progress.NONE, SELDOM);
        Path killed = folder.resolve("killed");
        Path state = folder.resolve("killed.training").resolve("state.safetensors");
        SplittableRandom random = new RandomStreams(17).stream("kill " + model);
        long stepsBefore = 0;
        for (int kill = 0; kill < kills; kill++) {
            killAfter(TrainingProcess.start(model, killed), 4 + random.nextInt(40));

            assertThat(killed).as("the run ended before it was killed").doesNotExist();
            long steps = Long.parseLong(SafetensorsFile.read(state).metadata().getOrDefault("steps", "none"));
            assertThat(steps).isGreaterThan(stepsBefore);
            stepsBefore = steps;
        }

        model.train(model.options(), killed, Progress.NONE, SELDOM);

        assertThat(weights(killed)).isEqualTo(weights(straight));
        assertThat(state.getParent()).doesNotExist();
    }

    @Test
    void anUnfinishedRunWithOtherOptionsIsLeftAlone(@TempDir Path folder) throws IOException {
        Model model = Model.SR_GNN_BASE;
        Path out = folder.resolve("model");
        Path unfinished = folder.resolve("model.training");
        int[] reports = {0};
        Progress interrupting = (name, unit, total) -> (units, note) -> {
            if (++reports[0] == 5) {
                throw new Interruption();
            }
        };
        assertThatThrownBy(() -> model.train(model.options(), out, interrupting, Duration.ZERO))
                .isInstanceOf(Interruption.class);
        byte[] before = Files.readAllBytes(unfinished.resolve("state.safetensors"));
        TrainingOptions others = model.options().with(Map.of("learning-rate", "0.002"));

        assertThatThrownBy(() -> model.train(others, out, Progress.NONE, Duration.ZERO))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContainingAll("'" + unfinished + "'", "options", "delete");
        assertThat(Files.readAllBytes(unfinished.resolve("state.safetensors"))).isEqualTo(before);
        assertThat(out).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(names = "CORE_AVE_SAMPLED")
    void aRunGoesOnAfterItsDataWasMoved(Model model, @TempDir Path folder) throws IOException {
        moveAndGoOn(model, folder);
    }

    @ParameterizedTest
    @EnumSource(names = {"SR_GNN_BASE", "GRU4REC_SAMPLED"})
    @Tag("slow")
    void runsOfOtherModelsGoOnAfterTheirDataWasMoved(Model model, @TempDir Path folder) throws IOException {
        moveAndGoOn(model, folder);
    }

    private static void moveAndGoOn(Model model, Path folder) throws IOException {
        TrainingOptions options = model.options();
        Path straight = folder.resolve("straight");
        trainOnDataAt("/before/data", options, straight, Progress.NONE, SELDOM);
        Path moved = folder.resolve("moved");
        int[] reports = {0};
        Progress interrupting = (name, unit, total) -> (units, note) -> {
            if (++reports[0] == 5) {
                throw new Interruption();
            }
        };
        assertThatThrownBy(() -> trainOnDataAt("/before/data", options, moved, interrupting, Duration.ZERO))
                .isInstanceOf(Interruption.class);

        trainOnDataAt("/after/data", options, moved, Progress.NONE, SELDOM);

        assertThat(weights(moved)).isEqualTo(weights(straight));
        assertThat(folder.resolve("moved.training")).doesNotExist();
    }

    private static void trainOnDataAt(
            String place, TrainingOptions options, Path out, Progress progress, Duration saveEvery) throws IOException {
        Origin origin = Origin.of("m", "test", 21, 2).withInput(new Manifest.Input("dataset", place, "0123"));
        TrainingData data = TrainingData.of(TinyDataset.create());
        Trainer.train(data, options, Map.of(), origin, out, progress, saveEvery);
    }

    private static void killAfter(Process process, int reports) throws IOException, InterruptedException {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (int i = 0; i < reports; i++) {
                assertThat(lines.readLine()).as("report %d", i).isNotNull();
            }
            process.destroyForcibly();
            assertThat(process.waitFor()).isNotZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private static byte[] weights(Path model) throws IOException {
        return Files.readAllBytes(model.resolve("weights.safetensors"));
    }
}
