package io.github.dmsrec.experiment.report;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.evaluate.Evaluation;
import io.github.dmsrec.core.evaluate.Metrics;
import io.github.dmsrec.core.evaluate.RankMetric;
import io.github.dmsrec.stage.ModelSelection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What becomes one line of a report: a method with its evaluations, one for each seed. Immutable.
 *
 * @param name the name in tables
 * @param method the method, or the name of recommendations made elsewhere
 * @param arm the arm of a study; empty elsewhere
 * @param kind as of {@link Report.Line}
 * @param fused whether intents reach the score
 * @param standsBesideAll whether it is one of the baselines that are shown beside every model
 * @param tuning where its options were tuned; may be empty
 * @param references the lines that it is compared with beside the best baseline; those that are not in the report are left
 *     out
 * @param runs at least one
 */
public record Evaluated(
        String name,
        String method,
        String arm,
        String kind,
        boolean fused,
        boolean standsBesideAll,
        String tuning,
        List<Reference> references,
        List<Run> runs) {

    /**
     * A line to compare with.
     *
     * @param line its name
     * @param question what the comparison measures
     */
    public record Reference(String line, String question) {}

    /**
     * The evaluation of one seed.
     *
     * @param seed of the training; null where nothing is drawn
     * @param evaluation its ranks and metrics
     * @param costs what its scores cost, by the names of tables
     * @param model its folder; null for what has none
     * @param path of the model or of the recommendations; may be empty
     * @param ranks the folder of the ranks; null where they are not kept
     */
    public record Run(
            @Nullable Long seed,
            Evaluation evaluation,
            Map<String, Double> costs,
            @Nullable ArtefactFolder model,
            String path,
            @Nullable ArtefactFolder ranks) {

        int[] ranks(boolean masked) {
            return masked ? evaluation.maskedRanks() : evaluation.rankedRanks();
        }

        Metrics metrics(boolean masked) {
            return masked ? evaluation.masked() : evaluation.ranked();
        }
    }

    boolean isBaseline() {
        return kind.equals(Report.BASELINE);
    }

    /** A metric, averaged over the seeds. */
    double mean(boolean masked, String metric) {
        return runs.stream()
                .mapToDouble(run -> run.metrics(masked).get(metric))
                .average()
                .orElseThrow();
    }

    /** A metric of a row, averaged over the seeds. */
    IntToDoubleFunction byRow(boolean masked, String metric) {
        RankMetric of = RankMetric.of(metric);
        List<int[]> ranks = runs.stream().map(run -> run.ranks(masked)).toList();
        return row -> {
            double sum = 0;
            for (int[] ofRun : ranks) {
                sum += of.of(ofRun[row]);
            }
            return sum / ranks.size();
        };
    }

    /** The models that were evaluated. */
    List<ArtefactFolder> models() {
        return runs.stream()
                .flatMap(run -> Optional.ofNullable(run.model()).stream())
                .toList();
    }

    String selectedOn() {
        return models().stream().findFirst().map(ModelSelection::splitOf).orElse("");
    }
}
