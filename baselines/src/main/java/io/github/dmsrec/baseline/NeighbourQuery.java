package io.github.dmsrec.baseline;

import io.github.dmsrec.core.IntIndex;
import java.util.Arrays;

/**
 * The session that neighbours are sought for, and the scores that they give. Kept from session to session; its memory grows
 * with the items that a session and its neighbours have, not with the catalogue. For one thread.
 */
final class NeighbourQuery {

    private final IntIndex clicked = new IntIndex();
    private double[] weights = {};
    private int[] lastPositions = {};
    private final IntIndex scored = new IntIndex();
    private double[] scores = {};
    private int[] clicks = {};
    private int[] distinctItems = {};
    private double time;

    /**
     * Begins with a session; its weights are 0, and no item has a score.
     *
     * @param newDistinctItems its different items, in the order in which {@link #distinctItems} gives them
     */
    void begin(int[] newClicks, int[] newDistinctItems, double newTime) {
        clicked.clear();
        scored.clear();
        clicks = newClicks;
        time = newTime;
        distinctItems = newDistinctItems;
        if (weights.length < distinctItems.length) {
            weights = new double[distinctItems.length * 2];
            lastPositions = new int[weights.length];
        }
        Arrays.fill(weights, 0, distinctItems.length, 0);
        for (int i = 0; i < clicks.length; i++) {
            lastPositions[clicked.add(clicks[i])] = i + 1;
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
        int place = clicked.find(item);
        return place < 0 ? 0 : lastPositions[place];
    }

    /** The weight of an item; 0 if it was not clicked. */
    double weight(int item) {
        int place = clicked.find(item);
        return place < 0 ? 0 : weights[place];
    }

    /** Gives a clicked item a weight. */
    void setWeight(int item, double weight) {
        weights[clicked.find(item)] = weight;
    }

    void addScore(int item, double score) {
        int known = scored.size();
        int place = scored.add(item);
        if (place == scores.length) {
            scores = Arrays.copyOf(scores, Math.max(64, place * 2));
        }
        // As the first summand meets 0.
        scores[place] = (place == known ? 0 : scores[place]) + score;
    }

    /** How many items have a score. */
    int scored() {
        return scored.size();
    }

    /** An item that has a score, the places being 0 to {@link #scored} - 1. */
    int scoredItem(int place) {
        return scored.value(place);
    }

    /** The score of the item at a place. */
    double score(int place) {
        return scores[place];
    }

    /** The greatest score; 0 if all are below, or there is none. */
    double bestScore() {
        double best = 0;
        for (int place = 0; place < scored.size(); place++) {
            best = Math.max(best, scores[place]);
        }
        return best;
    }
}
