package io.github.dmsrec.core.evaluate;

import io.github.dmsrec.core.recommend.PopularityOrder;
import io.github.dmsrec.core.session.Sessions;
import java.util.Arrays;
import java.util.Locale;

/** How popular each item was in training. Immutable; safe for use by several threads. */
public final class ItemPopularity {

    /**
     * Items of like popularity. Ordered by training clicks, the most clicked first and of equals the lower index, the items
     * up to the one that completes a third of all clicks are the head, those up to two thirds the middle.
     */
    public enum Group {
        /** Few items, a third of the clicks. */
        HEAD,
        /** The next third of the clicks. */
        MID,
        /** The other items, most of the catalogue. */
        TAIL;

        /** The name in tables: lower case. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final double[] percentiles;
    private final Group[] groups;

    /**
     * @param training what is counted
     * @param catalogueSize the number of items N, above every item of the sessions
     */
    public ItemPopularity(Sessions training, int catalogueSize) {
        PopularityOrder popularity = new PopularityOrder(training, catalogueSize);
        int[] order = new int[catalogueSize];
        for (int item = 0; item < catalogueSize; item++) {
            order[popularity.rank(item)] = item;
        }
        groups = new Group[catalogueSize];
        long before = 0;
        for (int item : order) {
            long thirds = 3 * before;
            if (thirds < training.clicks()) {
                groups[item] = Group.HEAD;
            } else {
                groups[item] = thirds < 2L * training.clicks() ? Group.MID : Group.TAIL;
            }
            before += popularity.clicks(item);
        }
        percentiles = new double[catalogueSize];
        int from = 0;
        while (from < catalogueSize) {
            int to = from;
            while (to < catalogueSize && popularity.clicks(order[to]) == popularity.clicks(order[from])) {
                to++;
            }
            double middle = catalogueSize - (from + to) / 2.0;
            for (int place = from; place < to; place++) {
                percentiles[order[place]] = middle / catalogueSize;
            }
            from = to;
        }
    }

    /** The number of items N. */
    public int items() {
        return groups.length;
    }

    /**
     * The share of the catalogue that was clicked less often than an item, items clicked as often (itself among them)
     * counting half; above 0 and below 1.
     */
    public double percentile(int item) {
        return percentiles[item];
    }

    /** The group of an item. */
    public Group group(int item) {
        return groups[item];
    }

    /** How many items a group has. */
    public int items(Group group) {
        return (int) Arrays.stream(groups).filter(group::equals).count();
    }
}
