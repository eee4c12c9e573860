package io.github.dmsrec.stage;

import io.github.dmsrec.baseline.BaselineOptions;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.evaluate.Evaluation;
import io.github.dmsrec.core.evaluate.Evaluator;
import io.github.dmsrec.core.evaluate.ItemPopularity;
import io.github.dmsrec.core.evaluate.PeakMemory;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A model ranked on the test rows.
 *
 * @param name what tables call the model
 * @param backbone its backbone or baseline
 * @param fused whether intents reach the score
 * @param evaluation its ranks and metrics
 * @param costs what its scores cost, by the names of tables
 */
public record ModelEvaluation(
        String name, String backbone, boolean fused, Evaluation evaluation, Map<String, Double> costs) {

    /**
     * Evaluates a model on disk.
     *
     * @param model a model of the data set
     * @param dataset as imported
     * @param popularity of its items in training
     * @param threads for a network
     * @param memoryBytes the limit of the buffer for scores
     */
    public static ModelEvaluation of(
            ArtefactFolder model,
            SessionDataset dataset,
            ItemPopularity popularity,
            int threads,
            long memoryBytes,
            Progress progress)
            throws IOException {
        Optional<PeakMemory> memory = PeakMemory.begin();
        try (OpenModel open = OpenModel.open(model.path(), threads)) {
            Evaluation evaluation = Evaluator.evaluate(
                    open.onRows(dataset, Split.TEST), dataset.examples(Split.TEST), popularity, memoryBytes, progress);
            return new ModelEvaluation(
                    open.name(), open.backbone(), open.isFused(), evaluation, costs(evaluation, memory));
        }
    }

    /**
     * Evaluates a baseline that stands beside models, and is in no folder. It counts the training sessions, from which they
     * learn, too.
     *
     * @param dataset as imported
     * @param popularity of its items in training
     * @param memoryBytes the limit of the buffer for scores
     */
    public static ModelEvaluation ofReference(
            BaselineOptions reference,
            SessionDataset dataset,
            ItemPopularity popularity,
            long memoryBytes,
            Progress progress) {
        Optional<PeakMemory> memory = PeakMemory.begin();
        Recommender recommender = reference.learn(dataset.sessions(Split.TRAIN).inSourceOrder(), dataset.catalogue());
        Evaluation evaluation =
                Evaluator.evaluate(recommender, dataset.examples(Split.TEST), popularity, memoryBytes, progress);
        return new ModelEvaluation(evaluation.model(), "", false, evaluation, costs(evaluation, memory));
    }

    private static Map<String, Double> costs(Evaluation evaluation, Optional<PeakMemory> memory) {
        Map<String, Double> costs = new LinkedHashMap<>();
        evaluation.scoringTime().ifPresent(time -> costs.putAll(time.values()));
        memory.ifPresent(peak -> costs.put(PeakMemory.NAME, peak.mebibytes()));
        return costs;
    }
}
