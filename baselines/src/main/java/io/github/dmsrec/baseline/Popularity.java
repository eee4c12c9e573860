package io.github.dmsrec.baseline;

import io.github.dmsrec.core.recommend.PopularityOrder;
import io.github.dmsrec.core.recommend.Ranking;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.core.session.Sessions;
import java.util.List;

/**
 * POP: recommends what is clicked most, whatever the session. The score of an item with n clicks is n / (n + 1), as in
 * session-rec. The least that a model must beat. Immutable and safe for use by several threads.
 */
public final class Popularity implements Recommender {

    static final BaselineKind KIND = new BaselineKind(
            "pop",
            "popularity",
            BaselineKind.Order.NONE,
            List.of(),
            (sessions, catalogue, options) -> new Popularity(sessions, catalogue.size()));

    private final float[] scores;
    /** The items that were clicked, most often first. */
    private final int[] order;

    /**
     * @param sessions complete sessions to count
     * @param catalogueSize the number of items N, above every item of the sessions
     */
    public Popularity(Sessions sessions, int catalogueSize) {
        PopularityOrder popularity = new PopularityOrder(sessions, catalogueSize);
        scores = popularity.scores();
        order = popularity.clicked();
    }

    @Override
    public String name() {
        return KIND.name();
    }

    @Override
    public int catalogueSize() {
        return scores.length;
    }

    @Override
    public boolean isZeroUnknown() {
        return true;
    }

    @Override
    public void score(Prefixes prefixes, int from, int to, float[] out) {
        prefixes.check(from, to, scores.length);
        for (int row = from; row < to; row++) {
            System.arraycopy(scores, 0, out, (row - from) * scores.length, scores.length);
        }
    }

    @Override
    public void rank(Prefixes prefixes, int row, Ranking ranking) {
        prefixes.check(row, row + 1, scores.length);
        // Best first: once the ranking is full, nothing better comes.
        for (int i = 0; i < order.length && !ranking.isFull(); i++) {
            ranking.offer(order[i], scores[order[i]]);
        }
    }
}
