package io.github.dmsrec.core.recommend;

import io.github.dmsrec.core.session.Sessions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** How often each item was clicked, and its place in that order. Immutable; safe for use by several threads. */
public final class PopularityOrder {

    private final int[] clicks;
    private final int[] order;
    private final int[] rank;

    /**
     * @param sessions what is counted
     * @param catalogueSize the number of items N, above every item of the sessions
     */
    public PopularityOrder(Sessions sessions, int catalogueSize) {
        this(sessions.clicksPerItem(catalogueSize));
    }

    /** @param clicksPerItem how often each item was clicked */
    public PopularityOrder(int[] clicksPerItem) {
        int catalogueSize = clicksPerItem.length;
        clicks = clicksPerItem.clone();
        // The sort is stable: of equally popular items the lower one stays first.
        order = IntStream.range(0, catalogueSize)
                .boxed()
                .sorted(Comparator.comparingInt(item -> -clicks[item]))
                .mapToInt(Integer::intValue)
                .toArray();
        rank = new int[catalogueSize];
        for (int i = 0; i < order.length; i++) {
            rank[order[i]] = i;
        }
    }

    /** How often an item was clicked. */
    public int clicks(int item) {
        return clicks[item];
    }

    /**
     * For an item of n clicks n / (n + 1). Where a float does not hold the difference to the next more popular item, the
     * next float below stands, so that the order stays.
     */
    public float[] scores() {
        float[] scores = new float[clicks.length];
        float above = 1;
        int clicksAbove = Integer.MAX_VALUE;
        for (int item : order) {
            if (clicks[item] < clicksAbove) {
                clicksAbove = clicks[item];
                above = Math.min((float) (clicksAbove / (clicksAbove + 1.0)), Math.nextDown(above));
            }
            scores[item] = above;
        }
        return scores;
    }

    /** The items that were clicked at all, most often first. */
    public int[] clicked() {
        int count = 0;
        while (count < order.length && clicks[order[count]] > 0) {
            count++;
        }
        return Arrays.copyOf(order, count);
    }

    /** The place of an item, 0 being the most popular; no two share one. */
    public int rank(int item) {
        return rank[item];
    }
}
