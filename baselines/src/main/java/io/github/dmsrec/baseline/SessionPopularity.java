package io.github.dmsrec.baseline;

import io.github.dmsrec.core.choice.Choice;
import io.github.dmsrec.core.recommend.PopularityOrder;
import io.github.dmsrec.core.recommend.Recommender;
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

    private static final Choice MOST = Choice.whole(
            "most-popular", "how many popular items are recommended beside the session's", 100, 0, 1 << 30);

    static final BaselineKind KIND = new BaselineKind(
            "s-pop",
            "popularity within the session, then of all",
            BaselineKind.Order.NONE,
            List.of(MOST),
            (sessions, catalogue, choices) ->
                    new SessionPopularity(sessions, catalogue.size(), choices.whole(MOST.key())));

    private final float[] ofAll;

    private SessionPopularity(Sessions sessions, int catalogueSize, int most) {
        PopularityOrder order = new PopularityOrder(sessions, catalogueSize);
        ofAll = order.scores();
        for (int item = 0; item < catalogueSize; item++) {
            if (order.rank(item) >= most) {
                ofAll[item] = 0;
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
        int[] clicks = new int[n];
        for (int row = from; row < to; row++) {
            int offset = (row - from) * n;
            System.arraycopy(ofAll, 0, out, offset, n);
            for (int i = 0; i < prefixes.length(row); i++) {
                clicks[prefixes.item(row, i)]++;
            }
            for (int i = 0; i < prefixes.length(row); i++) {
                int item = prefixes.item(row, i);
                out[offset + item] = clicks[item] + ofAll[item];
            }
            Arrays.stream(prefixes.items(row)).forEach(item -> clicks[item] = 0);
        }
    }
}
