package io.github.dmsrec.core.recommend;

import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Prefixes;
import java.util.Arrays;

/** Makes the candidates of many rows: the best items of a recommender. */
public final class CandidateSearch {

    private CandidateSearch() {}

    /**
     * The k best items of every row; of equal scores the lower item comes first.
     *
     * @param rows the prefixes
     * @param k how many are wanted, at least 1; a row has fewer only if the catalogue has no more
     * @param sessionItems with {@link SessionItems#EXCLUDE}, the prefix's items are left out before the list is cut at k
     * @param memoryBytes the limit of the buffer for the scores
     * @param stage counts the rows
     * @throws IllegalArgumentException if k is below 1
     * @throws io.github.dmsrec.core.UserMistakeException if the memory limit is too low for one row, or a score is not finite
     */
    public static CandidateLists search(
            Recommender recommender,
            Prefixes rows,
            int k,
            SessionItems sessionItems,
            long memoryBytes,
            Progress.Stage stage) {
        if (k < 1) {
            throw new IllegalArgumentException("k must be at least 1, but is " + k);
        }
        int n = recommender.catalogueSize();
        int most = Math.multiplyExact(rows.size(), Math.min(k, n));
        int[] offsets = new int[rows.size() + 1];
        int[] items = new int[most];
        float[] itemScores = new float[most];
        Ranking ranking = new Ranking();
        ScoreChunks.forEach(recommender, rows, memoryBytes, stage, (from, to, scores) -> {
            for (int row = from; row < to; row++) {
                ranking.begin(k, sessionItems.allowed(rows, row));
                ranking.offerAll(scores, (row - from) * n, n, false);
                int start = offsets[row];
                for (int rank = 0; rank < ranking.size(); rank++) {
                    items[start + rank] = ranking.item(rank);
                    itemScores[start + rank] = ranking.score(rank);
                }
                offsets[row + 1] = start + ranking.size();
            }
        });
        int size = offsets[rows.size()];
        // Rows with fewer than k candidates are rare: most often the arrays are full.
        return size == most
                ? new CandidateLists(offsets, items, itemScores)
                : new CandidateLists(offsets, Arrays.copyOf(items, size), Arrays.copyOf(itemScores, size));
    }
}
