package io.github.dmsrec.core.dataset;

/**
 * Counts of one split. "Earlier splits" are none for training, training for validation, and both for test.
 *
 * @param sessions complete sessions
 * @param sessionsOfOneClick of them, those with a single click, which give no row
 * @param sessionsWithRepeats of them, those in which an item occurs twice
 * @param clicks of all sessions together
 * @param rows prediction points
 * @param rowsOfOneClick of them, those with a prefix of one click
 * @param meanPrefixLength in clicks; 0 without rows
 * @param medianPrefixLength in clicks, the lower of the two middle ones; 0 without rows
 * @param maxPrefixLength in clicks; 0 without rows
 * @param targetsInPrefix rows whose target was clicked before
 * @param targetsUnseenEarlier rows whose target occurs in no session of earlier splits; 0 for training
 * @param rowsAlsoEarlier rows whose prefix and target are a row of an earlier split; 0 for training
 */
public record SplitStatistics(
        int sessions,
        int sessionsOfOneClick,
        int sessionsWithRepeats,
        long clicks,
        int rows,
        int rowsOfOneClick,
        double meanPrefixLength,
        int medianPrefixLength,
        int maxPrefixLength,
        int targetsInPrefix,
        int targetsUnseenEarlier,
        int rowsAlsoEarlier) {}
