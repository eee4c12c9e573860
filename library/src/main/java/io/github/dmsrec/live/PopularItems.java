package io.github.dmsrec.live;

import io.github.dmsrec.core.recommend.Ranking;
import java.util.Arrays;

/** The items of a model by their clicks in the sessions that it has learned from. Immutable and safe for use by several threads. */
final class PopularItems {

    private static final long LOW = 0xFFFF_FFFFL;

    private final long[] clicks;
    /** The most clicked first; of equals the lower item. */
    private final int[] order;

    PopularItems(long[] clicks) {
        this.clicks = clicks;
        long[] keys = new long[clicks.length];
        for (int item = 0; item < keys.length; item++) {
            keys[item] = (Integer.MAX_VALUE - Math.min(clicks[item], Integer.MAX_VALUE)) << Integer.SIZE | item;
        }
        Arrays.sort(keys);
        order = Arrays.stream(keys).mapToInt(key -> (int) (key & LOW)).toArray();
    }

    /** How often an item was clicked; 0 for a new one. */
    long clicks(int item) {
        return item < clicks.length ? clicks[item] : 0;
    }

    /** Offers items to a ranking that has begun: those that can be among the best. */
    void rank(SelectionRequest wanted, Ranking ranking) {
        for (int item : order) {
            if (wanted.boosts().isEmpty() && ranking.isFull()) {
                return;
            }
            ranking.offer(item, wanted.boosted(item, (float) clicks[item], false));
        }
    }
}
