package io.github.dmsrec.baseline;

import io.github.dmsrec.core.IntIndex;
import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.recommend.PopularityOrder;
import io.github.dmsrec.core.recommend.Ranking;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.recommend.ScratchPool;
import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.core.session.Sessions;
import java.util.Arrays;
import java.util.List;

/**
 * S-POP: recommends what was clicked most in the session itself, then what is clicked most by all (as in session-rec). The
 * score of an item is its number of clicks in the session, plus {@link Popularity}'s if it is one of the most popular.
 * Immutable and safe for use by several threads.
 */
final class SessionPopularity implements Recommender {

    private static final Option<Integer> MOST = Option.integer(
            "most-popular", "how many popular items are recommended beside the session's", 100, 0, 1 << 30);

    static final BaselineKind KIND = new BaselineKind(
            "s-pop",
            "popularity within the session, then of all",
            BaselineKind.Order.NONE,
            List.of(MOST),
            (sessions, catalogue, options, progress) ->
                    new SessionPopularity(sessions, catalogue.size(), options.get(MOST)));

    private final float[] ofAll;
    /** The items of {@link #ofAll} above 0, best first. */
    private final int[] popular;

    private final ScratchPool<Clicks> clicks = new ScratchPool<>(Clicks::new);

    private SessionPopularity(Sessions sessions, int catalogueSize, int most) {
        PopularityOrder order = new PopularityOrder(sessions, catalogueSize);
        ofAll = order.scores();
        for (int item = 0; item < catalogueSize; item++) {
            if (order.rank(item) >= most) {
                ofAll[item] = 0;
            }
        }
        int[] clicked = order.clicked();
        popular = Arrays.copyOf(clicked, Math.min(most, clicked.length));
    }

    /** How often a session clicks each of its items. */
    private static final class Clicks {

        private final IntIndex items = new IntIndex();
        private int[] counts = {};

        void count(Prefixes prefixes, int row) {
            items.clear();
            int length = prefixes.length(row);
            if (counts.length < length) {
                counts = new int[length * 2];
            }
            Arrays.fill(counts, 0, length, 0);
            for (int i = 0; i < length; i++) {
                counts[items.add(prefixes.item(row, i))]++;
            }
        }
    }

    @Override
    public String name() {
        return KIND.name();
    }

    @Override
    public int catalogueSize() {
        return ofAll.length;
    }

    @Override
    public boolean isZeroUnknown() {
        return true;
    }

    @Override
    public void score(Prefixes prefixes, int from, int to, float[] out) {
        int n = ofAll.length;
        prefixes.check(from, to, n);
        clicks.with(ofSession -> {
            for (int row = from; row < to; row++) {
                int offset = (row - from) * n;
                System.arraycopy(ofAll, 0, out, offset, n);
                ofSession.count(prefixes, row);
                for (int place = 0; place < ofSession.items.size(); place++) {
                    int item = ofSession.items.value(place);
                    out[offset + item] = ofSession.counts[place] + ofAll[item];
                }
            }
        });
    }

    @Override
    public void rank(Prefixes prefixes, int row, Ranking ranking) {
        prefixes.check(row, row + 1, ofAll.length);
        clicks.with(ofSession -> {
            ofSession.count(prefixes, row);
            for (int place = 0; place < ofSession.items.size(); place++) {
                int item = ofSession.items.value(place);
                ranking.offer(item, ofSession.counts[place] + ofAll[item]);
            }
            // Best first, and all below the clicked items.
            for (int i = 0; i < popular.length && !ranking.isFull(); i++) {
                if (ofSession.items.find(popular[i]) < 0) {
                    ranking.offer(popular[i], ofAll[popular[i]]);
                }
            }
        });
    }
}
