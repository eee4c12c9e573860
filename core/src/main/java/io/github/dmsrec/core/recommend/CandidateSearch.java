package io.github.dmsrec.core.recommend;

import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Prefixes;

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
        CandidateLists.Builder lists = new CandidateLists.Builder();
        Ranking ranking = new Ranking();
        ScoreChunks.forEach(recommender, rows, memoryBytes, stage, (from, to, scores) -> {
            for (int row = from; row < to; row++) {
                ranking.begin(k, sessionItems.allowed(rows, row));
                ranking.offerAll(scores, (row - from) * n, n, false);
                for (int rank = 0; rank < ranking.size(); rank++) {
                    lists.add(ranking.item(rank), ranking.score(rank));
                }
                lists.endRow();
            }
        });
        return lists.build();
    }
}
