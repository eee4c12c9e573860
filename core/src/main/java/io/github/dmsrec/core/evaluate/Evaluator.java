package io.github.dmsrec.core.evaluate;

import io.github.dmsrec.core.Progress;
import io.github.dmsrec.core.recommend.CandidateLists;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.recommend.ScoreChunks;
import io.github.dmsrec.core.session.Examples;
import java.util.HashSet;
import java.util.Set;

/**
 * Ranks the targets of rows. The rank is 1, plus the number of items with a higher score, plus the number of items with
 * an equal score and a lower index: the same rule as for candidates.
 */
public final class Evaluator {

    private Evaluator() {}

    /**
     * Evaluates a recommender over the full catalogue; one scoring serves both rankings.
     *
     * @param rows at least one
     * @param memoryBytes the limit of the buffer for the scores
     * @param progress gets a stage of rows
     * @throws io.github.dmsrec.core.UserMistakeException if the memory limit is too low for one row
     * @throws IllegalStateException if a score is not finite
     */
    public static Evaluation evaluate(Recommender recommender, Examples rows, long memoryBytes, Progress progress) {
        long start = System.nanoTime();
        int n = recommender.catalogueSize();
        int[] rankedRanks = new int[rows.size()];
        int[] maskedRanks = new int[rows.size()];
        // In which row an item of a prefix was last seen, plus one: repeats count once.
        int[] seenIn = new int[n];
        try (Progress.Stage stage = progress.stage("evaluate " + recommender.name(), "rows", rows.size())) {
            ScoreChunks.forEach(recommender, rows, memoryBytes, stage, (from, to, scores) -> {
                for (int row = from; row < to; row++) {
                    int offset = (row - from) * n;
                    int target = rows.target(row);
                    rankedRanks[row] = rank(scores, offset, n, target);
                    maskedRanks[row] = rankedRanks[row];
                    for (int i = 0; i < rows.length(row); i++) {
                        int item = rows.item(row, i);
                        if (item == target) {
                            maskedRanks[row] = Metrics.MISS;
                            break;
                        }
                        if (seenIn[item] != row + 1 && isAhead(scores, offset, item, target)) {
                            maskedRanks[row]--;
                        }
                        seenIn[item] = row + 1;
                    }
                }
            });
        }
        return Evaluation.ofRanks(recommender.name(), rankedRanks, maskedRanks, start);
    }

    /**
     * Evaluates given lists: a target that is not in its row's list is a miss. Masked, the prefix's items are deleted from
     * the list and the others move up.
     *
     * @param model what made the lists
     * @param lists one for each row
     * @param rows at least one
     */
    public static Evaluation evaluate(String model, CandidateLists lists, Examples rows) {
        if (lists.size() != rows.size()) {
            throw new IllegalArgumentException(lists.size() + " lists for " + rows.size() + " rows");
        }
        long start = System.nanoTime();
        int[] rankedRanks = new int[rows.size()];
        int[] maskedRanks = new int[rows.size()];
        for (int row = 0; row < rows.size(); row++) {
            Set<Integer> prefix = new HashSet<>();
            for (int item : rows.items(row)) {
                prefix.add(item);
            }
            rankedRanks[row] = Metrics.MISS;
            maskedRanks[row] = Metrics.MISS;
            int deleted = 0;
            for (int rank = 0; rank < lists.count(row); rank++) {
                int item = lists.item(row, rank);
                boolean ofPrefix = prefix.contains(item);
                if (item == rows.target(row)) {
                    rankedRanks[row] = rank + 1;
                    maskedRanks[row] = ofPrefix ? Metrics.MISS : rank + 1 - deleted;
                    break;
                }
                deleted += ofPrefix ? 1 : 0;
            }
        }
        return Evaluation.ofRanks(model, rankedRanks, maskedRanks, start);
    }

    private static int rank(float[] scores, int offset, int n, int target) {
        float score = scores[offset + target];
        int ahead = 0;
        for (int i = offset; i < offset + target; i++) {
            ahead += scores[i] >= score ? 1 : 0;
        }
        for (int i = offset + target + 1; i < offset + n; i++) {
            ahead += scores[i] > score ? 1 : 0;
        }
        return ahead + 1;
    }

    private static boolean isAhead(float[] scores, int offset, int item, int target) {
        float a = scores[offset + item];
        float b = scores[offset + target];
        return a > b || (a == b && item < target);
    }
}
