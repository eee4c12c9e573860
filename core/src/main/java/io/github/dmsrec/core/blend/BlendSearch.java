package io.github.dmsrec.core.blend;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.session.Examples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds how to blend recommenders: of several scales the best, and weights for it, by MRR@20 on rows with known targets. Each
 * member scores each row once.
 */
public final class BlendSearch {

    private static final int MOST_ROWS_AT_ONCE = 256;

    private BlendSearch() {}

    /**
     * What one scale reaches.
     *
     * @param scale how scores were made comparable
     * @param weights one for each member, at least 0, with the sum 1
     * @param value MRR@20 with these weights
     * @param equal MRR@20 with equal weights
     * @param alone MRR@20 of each member alone
     */
    public record Found(Scale scale, List<Double> weights, double value, double equal, List<Double> alone) {

        /** Copies the collections. */
        public Found {
            weights = List.copyOf(weights);
            alone = List.copyOf(alone);
        }
    }

    /**
     * Searches.
     *
     * @param members score the same items, and the rows that are given
     * @param rows at least one
     * @param masked whether the items of the prefix are left out; else they compete
     * @param scales those that are tried, at least one
     * @param given weights that are not searched; null if they are
     * @param memoryBytes the limit of the buffers for scores
     * @param random for the starts of the search
     * @param progress has a stage for the scores of the rows and one for the weights
     * @return what each scale reaches, in their order
     */
    public static List<Found> search(
            List<Recommender> members,
            Examples rows,
            boolean masked,
            List<Scale> scales,
            double @Nullable [] given,
            long memoryBytes,
            RandomStreams random,
            Progress progress) {
        List<TargetRanks> ranks =
                scales.stream().map(scale -> new TargetRanks(members.size())).toList();
        try (Progress.Stage stage = progress.stage("score rows", "rows", rows.size())) {
            collect(members, rows, masked, scales, memoryBytes, stage, ranks);
        }
        int climbs = given == null ? WeightSearch.starts(members.size()) : 1;
        try (Progress.Stage stage = progress.stage("find weights", "starts", (long) scales.size() * climbs)) {
            List<Found> found = new ArrayList<>();
            for (int s = 0; s < scales.size(); s++) {
                found.add(found(scales.get(s), ranks.get(s), members.size(), given, random, stage));
            }
            return found;
        }
    }

    private static Found found(
            Scale scale,
            TargetRanks ranks,
            int members,
            double @Nullable [] given,
            RandomStreams random,
            Progress.Stage stage) {
        WeightSearch.Found best;
        if (given == null) {
            best = WeightSearch.search(members, ranks::meanReciprocalRank, random, () -> stage.advance(1));
        } else {
            best = new WeightSearch.Found(given, ranks.meanReciprocalRank(given));
            stage.advance(1);
        }
        List<Double> alone = new ArrayList<>();
        for (int m = 0; m < members; m++) {
            alone.add(ranks.meanReciprocalRank(WeightSearch.alone(members, m)));
        }
        List<Double> weights = Arrays.stream(best.weights()).boxed().toList();
        return new Found(scale, weights, best.value(), ranks.meanReciprocalRank(WeightSearch.equal(members)), alone);
    }

    private static void collect(
            List<Recommender> members,
            Examples rows,
            boolean masked,
            List<Scale> scales,
            long memoryBytes,
            Progress.Stage stage,
            List<TargetRanks> ranks) {
        int n = members.get(0).catalogueSize();
        long bytesOfRow = (long) Float.BYTES * n * members.size();
        long fitting = Math.min(memoryBytes / bytesOfRow, (Integer.MAX_VALUE - 8) / Math.max(1, n));
        int atOnce = (int) Math.max(1, Math.min(Math.min(MOST_ROWS_AT_ONCE, rows.size()), fitting));
        float[][] scores = new float[members.size()][atOnce * n];
        float[][] values = new float[members.size()][n];
        Scale.Work work = new Scale.Work();
        for (int from = 0; from < rows.size(); from += atOnce) {
            int to = Math.min(from + atOnce, rows.size());
            for (int m = 0; m < members.size(); m++) {
                members.get(m).score(rows, from, to, scores[m]);
            }
            for (int row = from; row < to; row++) {
                for (int s = 0; s < scales.size(); s++) {
                    for (int m = 0; m < members.size(); m++) {
                        scales.get(s)
                                .values(
                                        scores[m],
                                        (row - from) * n,
                                        members.get(m).isZeroUnknown(),
                                        values[m],
                                        work);
                    }
                    ranks.get(s).add(values, rows.target(row), masked ? rows.items(row) : new int[0]);
                }
            }
            stage.advance(to - from);
        }
    }
}
