package io.github.dmsrec.gnn.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.baseline.Popularity;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.evaluate.Evaluator;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.session.TinyDataset;
import io.github.dmsrec.gnn.model.SessionModel;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is trained against drawn items ranks the whole catalogue. */
class SampledLossTest {

    @ParameterizedTest
    @CsvSource({"gru4rec, bpr-max, 20", "sr-gnn, sampled-softmax, 20"})
    void itRanksTwiceAsWellAsPopularity(String backbone, String loss, String negatives, @TempDir Path folder)
            throws IOException {
        trainAndCompare(backbone, loss, negatives, folder);
    }

    @ParameterizedTest
    @Tag("slow")
    @CsvSource({
        "gru4rec, cross-entropy, 20",
        "gru4rec, cross-entropy, 0",
        "gru4rec, bpr-max, 0",
        "sasrec, binary, 0",
    })
    void everyOtherLossDoes(String backbone, String loss, String negatives, @TempDir Path folder) throws IOException {
        trainAndCompare(backbone, loss, negatives, folder);
    }

    private static void trainAndCompare(String backbone, String loss, String negatives, Path folder)
            throws IOException {
        SessionDataset dataset = TinyDataset.create();
        TrainingOptions options = TrainingOptions.defaults(backbone, Recipe.CORRECTED)
                .with(Map.of(
                        "loss", loss,
                        "negatives", negatives,
                        "dimension", "32",
                        "batch-size", "32",
                        "learning-rate", "0.01",
                        "epochs", "8"));

        Trainer.train(
                TrainingData.of(dataset),
                options,
                Map.of(),
                Origin.of("m", "test", 3, 1),
                folder.resolve("m"),
                Progress.NONE);

        try (SessionModel model = SessionModel.load(folder.resolve("m"), 1)) {
            assertThat(meanReciprocalRank(model, dataset))
                    .isGreaterThan(2 * meanReciprocalRank(popularity(dataset), dataset));
        }
    }

    private static Recommender popularity(SessionDataset dataset) {
        return new Popularity(dataset.sessions(Split.TRAIN), TinyDataset.ITEMS);
    }

    private static double meanReciprocalRank(Recommender recommender, SessionDataset dataset) {
        return Evaluator.evaluate(recommender, dataset.examples(Split.TEST), 1 << 20, Progress.NONE)
                .ranked()
                .values()
                .getOrDefault("MRR@20", 0.0);
    }
}
