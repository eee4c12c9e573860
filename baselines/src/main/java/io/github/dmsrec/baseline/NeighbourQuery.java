package io.github.dmsrec.baseline;

import java.util.Arrays;

/** The session that neighbours are sought for, and the scores that they give. For one thread. */
final class NeighbourQuery {

    private final double[] weights;
    private final int[] lastPositions;
    private final double[] scores;
    private int[] clicks = {};
    private int[] distinctItems = {};
    private double time;

    NeighbourQuery(int catalogueSize) {
        weights = new double[catalogueSize];
        lastPositions = new int[catalogueSize];
        scores = new double[catalogueSize];
    }

    /**
     * Begins with a session; its weights are 0 and so are the scores.
     *
     * @param newDistinctItems its different items, in the order in which {@link #distinctItems} gives them
     */
    void begin(int[] newClicks, int[] newDistinctItems, double newTime) {
        for (int click : clicks) {
            lastPositions[click] = 0;
            weights[click] = 0;
        }
        Arrays.fill(scores, 0);
        clicks = newClicks;
        time = newTime;
        distinctItems = newDistinctItems;
        for (int i = 0; i < clicks.length; i++) {
            lastPositions[clicks[i]] = i + 1;
        }
    }

    int[] clicks() {
        return clicks;
    }

    int length() {
        return clicks.length;
    }

    /** How many different items were clicked. */
    int distinct() {
        return distinctItems.length;
    }

    /** The different items. */
    int[] distinctItems() {
        return distinctItems;
    }

    /** When the last click was made; NaN where nobody knows. */
    double time() {
        return time;
    }

    /** The position of the last click on an item, from 1; 0 if it was not clicked. */
    int lastPosition(int item) {
        return lastPositions[item];
    }

    double weight(int item) {
        return weights[item];
    }

    void setWeight(int item, double weight) {
        weights[item] = weight;
    }

    void addScore(int item, double score) {
        scores[item] += score;
    }

    double[] scores() {
        return scores;
    }
}
