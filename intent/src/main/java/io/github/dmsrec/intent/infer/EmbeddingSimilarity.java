package io.github.dmsrec.intent.infer;

import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.intent.infer.IntentText.Title;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Picks, among a row's candidates, those whose titles are most like the session's: cosine with the recency-weighted mean
 * of the clicked titles' vectors. It needs no server, and it is no language model: where one encoder picks and then
 * encodes the picks, their vectors lie near the session's mean by construction.
 */
public final class EmbeddingSimilarity implements IntentInferrer {

    private final EmbeddingSimilarityOptions options;

    /** An inferrer of the given choices. */
    public EmbeddingSimilarity(EmbeddingSimilarityOptions options) {
        this.options = options;
    }

    @Override
    public InferrerOptions options() {
        return options;
    }

    @Override
    public Inference infer(InferenceSetting setting, List<IntentRequest> requests, Progress progress) {
        return Inference.rowByRow(
                "choose intents by similarity", requests, progress, request -> infer(setting.titleVectors(), request));
    }

    private InferredRow infer(IntentVectors titles, IntentRequest request) {
        double[] mean = mean(titles, request.session());
        double meanSquares = 0;
        for (double value : mean) {
            meanSquares += value * value;
        }
        int[] candidates = request.candidates();
        double[] similarity = new double[candidates.length];
        for (int rank = 0; rank < candidates.length; rank++) {
            similarity[rank] = cosine(mean, meanSquares, titles, candidates[rank]);
        }
        // Sorting is stable: equal similarity keeps the order of the ranks.
        List<Integer> ranks = IntStream.range(0, candidates.length)
                .boxed()
                .filter(rank -> !Double.isNaN(similarity[rank]))
                .sorted(Comparator.comparing(rank -> -similarity[rank]))
                .toList();
        List<IntentText> explicitIntents = new ArrayList<>();
        List<IntentText> latentIntents = new ArrayList<>();
        for (int rank : ranks) {
            int item = candidates[rank];
            boolean clicked = Arrays.stream(request.session()).anyMatch(click -> click == item);
            List<IntentText> side = clicked ? explicitIntents : latentIntents;
            if (side.size() < (clicked ? options.explicitPicks() : options.latentPicks())) {
                side.add(new Title(item));
            }
        }
        return explicitIntents.isEmpty() && latentIntents.isEmpty()
                ? InferredRow.without(RowStatus.NOTHING_TO_CHOOSE, "no clicked item or no candidate has a title")
                : InferredRow.chosen(explicitIntents, latentIntents);
    }

    private double[] mean(IntentVectors titles, int[] session) {
        double[] mean = new double[titles.dimension()];
        double weight = 1;
        // The mean's length does not matter for the cosine, so it is left a weighted sum.
        for (int i = session.length - 1; i >= 0; i--) {
            int at = session[i] * titles.dimension();
            for (int j = 0; j < mean.length; j++) {
                mean[j] += weight * titles.values()[at + j];
            }
            weight *= options.decay();
        }
        return mean;
    }

    /** NaN if either vector is zero: an empty title is like nothing. */
    private static double cosine(double[] mean, double meanSquares, IntentVectors titles, int item) {
        int at = item * titles.dimension();
        double product = 0;
        double titleSquares = 0;
        for (int j = 0; j < mean.length; j++) {
            double title = titles.values()[at + j];
            product += mean[j] * title;
            titleSquares += title * title;
        }
        return product / Math.sqrt(meanSquares * titleSquares);
    }

    @Override
    public void close() {}
}
