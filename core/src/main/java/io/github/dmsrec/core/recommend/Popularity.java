package io.github.dmsrec.core.recommend;

import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.core.session.Sessions;

/**
 * Recommends what is clicked most, whatever the session: the score of an item is its number of clicks. The least that a
 * model must beat. Immutable and safe for use by several threads.
 */
public final class Popularity implements Recommender {

    private final float[] clicks;

    /**
     * @param sessions complete sessions to count
     * @param catalogueSize the number of items N, above every item of the sessions
     */
    public Popularity(Sessions sessions, int catalogueSize) {
        PopularityOrder order = new PopularityOrder(sessions, catalogueSize);
        clicks = new float[catalogueSize];
        for (int item = 0; item < catalogueSize; item++) {
            clicks[item] = order.clicks(item);
        }
    }

    @Override
    public String name() {
        return "popularity";
    }

    @Override
    public int catalogueSize() {
        return clicks.length;
    }

    @Override
    public void score(Prefixes prefixes, int from, int to, float[] scores) {
        prefixes.check(from, to, clicks.length);
        for (int row = from; row < to; row++) {
            System.arraycopy(clicks, 0, scores, (row - from) * clicks.length, clicks.length);
        }
    }
}
