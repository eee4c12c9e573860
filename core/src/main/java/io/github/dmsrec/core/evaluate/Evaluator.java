package io.github.dmsrec.core.evaluate;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.CandidateLists;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.recommend.ScoreChunks;
import io.github.dmsrec.core.session.Examples;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Ranks the targets of rows. The rank is 1, plus the number of items with a higher score, plus the number of items with
 * an equal score and a lower index: the same rule as for candidates. A target that the recommender knows nothing of is a
 * miss.
 */
public final class Evaluator {

    private Evaluator() {}

    /**
     * Evaluates a recommender over the full catalogue; one scoring serves both rankings.
     *
     * @param rows at least one
     * @param memoryBytes the limit of the buffer for the scores
     * @param progress gets a stage of rows
     * @throws UserMistakeException if there are no rows, if the memory limit is too low for one row, or if a score is not
     *     finite
     */
    public static Evaluation evaluate(Recommender recommender, Examples rows, long memoryBytes, Progress progress) {
        return evaluate(recommender, rows, List.of(), memoryBytes, progress);
    }

    /**
     * Evaluates a recommender over the full catalogue, and what it recommends. Memory does not grow with the rows but for
     * two ranks of each. A catalogue smaller than a cut-off is ranked whole.
     *
     * @param rows at least one
     * @param popularity of the items in training
     * @param memoryBytes the limit of the buffer for the scores
     * @param progress gets a stage of rows
     * @throws UserMistakeException if there are no rows, if the memory limit is too low for one row, or if a score is not
     *     finite
     */
    public static Evaluation evaluate(
            Recommender recommender, Examples rows, ItemPopularity popularity, long memoryBytes, Progress progress) {
        return evaluate(
                recommender,
                rows,
                List.of(new BreadthCounter(popularity), new BreadthCounter(popularity)),
                memoryBytes,
                progress);
    }

    /** Lists are made only if there are counters: one for lists with the prefix's items, one for lists without them. */
    private static Evaluation evaluate(
            Recommender recommender,
            Examples rows,
            List<BreadthCounter> counters,
            long memoryBytes,
            Progress progress) {
        if (rows.size() == 0) {
            throw new UserMistakeException(
                    "there are no rows to evaluate '" + recommender.name() + "' on.", "Use a larger data set.");
        }
        long start = System.nanoTime();
        int n = recommender.catalogueSize();
        int[] rankedRanks = new int[rows.size()];
        int[] maskedRanks = new int[rows.size()];
        // In which row an item of a prefix was last seen, plus one: repeats count once.
        int[] seenIn = new int[n];
        ScoringClock clock = new ScoringClock();
        try (Progress.Stage stage = progress.stage("evaluate " + recommender.name(), "rows", rows.size())) {
            ScoreChunks.forEach(recommender, rows, memoryBytes, stage, (from, to, scores) -> {
                clock.scored(to - from);
                for (int row = from; row < to; row++) {
                    int offset = (row - from) * n;
                    int target = rows.target(row);
                    boolean unknown = recommender.isZeroUnknown() && scores[offset + target] == 0;
                    rankedRanks[row] = unknown ? Metrics.MISS : rank(scores, offset, n, target);
                    maskedRanks[row] =
                            unknown ? Metrics.MISS : maskedRank(rankedRanks[row], scores, offset, rows, row, seenIn);
                    if (!counters.isEmpty()) {
                        countLists(counters, recommender, scores, offset, rows, row);
                    }
                }
                clock.ranked();
            });
        }
        return new Evaluation(
                recommender.name(),
                rows.size(),
                Metrics.ofRanks(rankedRanks),
                Metrics.ofRanks(maskedRanks),
                rankedRanks,
                maskedRanks,
                counters.stream().map(BreadthCounter::breadth).findFirst(),
                counters.stream().skip(1).map(BreadthCounter::breadth).findFirst(),
                Optional.of(clock.time()),
                seconds(start));
    }

    private static int maskedRank(int ranked, float[] scores, int offset, Examples rows, int row, int[] seenIn) {
        int target = rows.target(row);
        int masked = ranked;
        for (int i = 0; i < rows.length(row); i++) {
            int item = rows.item(row, i);
            if (item == target) {
                return Metrics.MISS;
            }
            if (seenIn[item] != row + 1 && isAhead(scores, offset, item, target)) {
                masked--;
            }
            seenIn[item] = row + 1;
        }
        return masked;
    }

    /** Both lists come from one selection that is longer by the prefix. */
    private static void countLists(
            List<BreadthCounter> counters,
            Recommender recommender,
            float[] scores,
            int offset,
            Examples rows,
            int row) {
        BreadthCounter ranked = counters.get(0);
        BreadthCounter masked = counters.get(1);
        int[] prefix = Arrays.stream(rows.items(row)).sorted().distinct().toArray();
        int[] best = recommender.best(scores, offset, Breadth.CUT_OFF + prefix.length);
        int kept = 0;
        for (int place = 0; place < best.length && kept < Breadth.CUT_OFF; place++) {
            if (place < Breadth.CUT_OFF) {
                ranked.addRecommended(best[place]);
            }
            if (Arrays.binarySearch(prefix, best[place]) < 0) {
                masked.addRecommended(best[place]);
                kept++;
            }
        }
        ranked.addTarget(rows.target(row));
        masked.addTarget(rows.target(row));
    }

    /**
     * Evaluates given lists: a target that is not in its row's list is a miss. Masked, the prefix's items are deleted from
     * the list and the others move up.
     *
     * @param model what made the lists
     * @param lists one for each row
     * @param rows at least one
     * @throws IllegalArgumentException if lists and rows differ in number
     * @throws UserMistakeException if a list has a score that is not a number, or an item twice
     */
    public static Evaluation evaluate(String model, CandidateLists lists, Examples rows) {
        return evaluate(model, lists, rows, List.of());
    }

    /**
     * Evaluates given lists as {@link #evaluate(String, CandidateLists, Examples)}, and what they recommend: their first
     * {@link Breadth#CUT_OFF} items, or fewer where a list is shorter.
     *
     * @param model what made the lists
     * @param lists one for each row
     * @param rows at least one
     * @param popularity of the items in training
     * @throws IllegalArgumentException if lists and rows differ in number
     * @throws UserMistakeException if a list has a score that is not a number, or an item twice
     */
    public static Evaluation evaluate(String model, CandidateLists lists, Examples rows, ItemPopularity popularity) {
        return evaluate(model, lists, rows, List.of(new BreadthCounter(popularity), new BreadthCounter(popularity)));
    }

    private static Evaluation evaluate(
            String model, CandidateLists lists, Examples rows, List<BreadthCounter> counters) {
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
            Set<Integer> listed = new HashSet<>();
            int deleted = 0;
            for (int rank = 0; rank < lists.count(row); rank++) {
                int item = lists.item(row, rank);
                if (Float.isNaN(lists.score(row, rank))) {
                    throw mistake(model, row, "gives item " + item + " the score NaN");
                }
                if (!listed.add(item)) {
                    throw mistake(model, row, "recommends item " + item + " twice");
                }
                boolean ofPrefix = prefix.contains(item);
                if (item == rows.target(row)) {
                    rankedRanks[row] = rank + 1;
                    maskedRanks[row] = ofPrefix ? Metrics.MISS : rank + 1 - deleted;
                }
                if (!counters.isEmpty()) {
                    if (rank < Breadth.CUT_OFF) {
                        counters.get(0).addRecommended(item);
                    }
                    if (!ofPrefix && rank - deleted < Breadth.CUT_OFF) {
                        counters.get(1).addRecommended(item);
                    }
                }
                deleted += ofPrefix ? 1 : 0;
            }
            for (BreadthCounter counter : counters) {
                counter.addTarget(rows.target(row));
            }
        }
        return new Evaluation(
                model,
                rows.size(),
                Metrics.ofRanks(rankedRanks),
                Metrics.ofRanks(maskedRanks),
                rankedRanks,
                maskedRanks,
                counters.stream().map(BreadthCounter::breadth).findFirst(),
                counters.stream().skip(1).map(BreadthCounter::breadth).findFirst(),
                Optional.empty(),
                seconds(start));
    }

    private static UserMistakeException mistake(String model, int row, String problem) {
        return new UserMistakeException(
                "'" + model + "', row " + row + ", " + problem + ".",
                "Make the lists again, or check the model: its scores" + " are invalid.");
    }

    private static double seconds(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e9;
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
