package io.github.dmsrec.core.evaluate;

import java.util.Optional;

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
 * @param rankedBreadth what the first recommendations are like, with the prefix's items in the ranking; empty unless asked for
 * @param maskedBreadth the same with the prefix's items removed
 * @param scoringTime of the scores alone; empty for given lists
 * @param seconds scoring and ranking together
 */
public record Evaluation(
        String model,
        int rows,
        Metrics ranked,
        Metrics masked,
        int[] rankedRanks,
        int[] maskedRanks,
        Optional<Breadth> rankedBreadth,
        Optional<Breadth> maskedBreadth,
        Optional<ScoringTime> scoringTime,
        double seconds) {}
