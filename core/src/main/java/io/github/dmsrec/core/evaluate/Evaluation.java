package io.github.dmsrec.core.evaluate;

/**
 * How well a recommender ranks the targets of rows, twice: with the prefix's items in the ranking, as the published
 * figures have it, and with them removed. The arrays must not be changed.
 *
 * @param model the recommender's name
 * @param rows the number of rows
 * @param ranked the metrics with the prefix's items in the ranking
 * @param masked the metrics with the prefix's items removed
 * @param rankedRanks the rank of each row's target, from 1; {@link Metrics#MISS} if it is not in a given list
 * @param maskedRanks the same with the prefix's items removed; a target that is one of them is a {@link Metrics#MISS}
 * @param seconds scoring and ranking together
 */
public record Evaluation(
        String model, int rows, Metrics ranked, Metrics masked, int[] rankedRanks, int[] maskedRanks, double seconds) {

    static Evaluation ofRanks(String model, int[] rankedRanks, int[] maskedRanks, long startNanos) {
        return new Evaluation(
                model,
                rankedRanks.length,
                Metrics.ofRanks(rankedRanks),
                Metrics.ofRanks(maskedRanks),
                rankedRanks,
                maskedRanks,
                (System.nanoTime() - startNanos) / 1e9);
    }
}
