package io.github.dmsrec.gnn.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.TinyDataset;
import io.github.dmsrec.gnn.model.ModelFolder;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PausedTrainingTest {

    private static final TrainingOptions OPTIONS = TrainingOptions.defaults("sr-gnn", Recipe.CORRECTED)
            .with(Map.of("dimension", "8", "epochs", "5", "patience", "10"));
    private static final Origin ORIGIN = Origin.of("m", "test", 21, 2);

    private final SessionDataset dataset = TinyDataset.create();

    @Test
    void trainingThatPausedGoesOnToTheSameBits(@TempDir Path folder) throws IOException {
        ArtefactFolder straight = Trainer.train(
                TrainingData.of(dataset), OPTIONS, Map.of(), ORIGIN, folder.resolve("straight"), Progress.NONE);
        ArrayNode history = withoutTimes(ModelFolder.history(straight.path()).deepCopy());
        Path out = folder.resolve("paused");

        assertThat(upTo(out, 1)).hasSize(1);
        assertThat(upTo(out, 3)).hasSize(3);
        // What was learnt beyond the rule is not told.
        assertThat(withoutTimes(upTo(out, 2))).hasSize(2).isEqualTo(withoutTimes(upTo(folder.resolve("other"), 2)));
        assertThat(withoutTimes(upTo(out, 100))).isEqualTo(history);
        assertThat(out).doesNotExist();

        Path state = folder.resolve("paused.training");
        assertThat(state).exists();
        Trainer.discardState(out);
        assertThat(state).doesNotExist();
    }

    @Test
    void patienceHoldsWhileTheRuleWouldGoOn(@TempDir Path folder) throws IOException {
        TrainingOptions impatient = OPTIONS.with(Map.of("epochs", "60", "patience", "1", "learning-rate", "0.05"));

        ArrayNode history = Trainer.trainWhile(
                TrainingData.of(dataset),
                impatient,
                ORIGIN,
                folder.resolve("impatient"),
                epochs -> true,
                Progress.NONE);

        assertThat(history.size()).isLessThan(60);
    }

    private ArrayNode upTo(Path out, int epochs) throws IOException {
        Predicate<ArrayNode> goesOn = history -> history.size() < epochs;
        return Trainer.trainWhile(TrainingData.of(dataset), OPTIONS, ORIGIN, out, goesOn, Progress.NONE);
    }

    private static ArrayNode withoutTimes(ArrayNode history) {
        ArrayNode copy = history.deepCopy();
        copy.forEach(epoch -> ((ObjectNode) epoch).remove("seconds"));
        return copy;
    }
}
