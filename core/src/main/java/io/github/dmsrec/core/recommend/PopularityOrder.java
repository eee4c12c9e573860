package io.github.dmsrec.core.recommend;

import io.github.dmsrec.core.session.Sessions;
import java.util.Comparator;
import java.util.stream.IntStream;

/** How often each item was clicked, and the items in that order. */
final class PopularityOrder {

    private final int[] clicks;
    private final int[] rank;

    /**
     * @param sessions what is counted
     * @param catalogueSize the number of items N, above every item of the sessions
     */
    PopularityOrder(Sessions sessions, int catalogueSize) {
        clicks = sessions.clicksPerItem(catalogueSize);
        // The sort is stable: of equally popular items the lower one stays first.
        int[] order = IntStream.range(0, catalogueSize)
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
    int clicks(int item) {
        return clicks[item];
    }

    /** The place of an item, 0 being the most popular; no two share one. */
    int rank(int item) {
        return rank[item];
    }
}
