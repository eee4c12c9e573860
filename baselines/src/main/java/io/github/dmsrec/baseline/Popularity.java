package io.github.dmsrec.baseline;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionValues;
import io.github.dmsrec.core.recommend.PopularityOrder;
import io.github.dmsrec.core.recommend.Ranking;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.core.session.Sessions;
import java.util.List;

/**
 * POP: recommends what is clicked most, whatever the session. The score of an item with n clicks is n / (n + 1), as in
 * session-rec. With a window, clicks of the last days alone count. The least that a model must beat. Immutable and safe for use by several threads.
 */
public final class Popularity implements Recommender {

    private static final double SECONDS_PER_DAY = 24 * 3600;

    private static final Option<Double> WINDOW = Option.weight(
                    "window", "how long before the latest click a click may be to be counted; 0 for any", 0)
            .unit("days");

    static final BaselineKind KIND = new BaselineKind(
            "pop",
            "popularity",
            BaselineKind.Order.NONE,
            List.of(WINDOW),
            (sessions, catalogue, options, progress) ->
                    new Popularity(new PopularityOrder(clicks(sessions, catalogue.size(), options))));

    private final float[] scores;
    /** The items that were clicked, most often first. */
    private final int[] order;

    /**
     * @param sessions complete sessions to count
     * @param catalogueSize the number of items N, above every item of the sessions
     */
    public Popularity(Sessions sessions, int catalogueSize) {
        this(new PopularityOrder(sessions, catalogueSize));
    }

    private Popularity(PopularityOrder popularity) {
        scores = popularity.scores();
        order = popularity.clicked();
    }

    /**
     * By clicks that were counted before.
     *
     * @param clicks the clicks on each item that count
     */
    static Popularity of(int[] clicks) {
        return new Popularity(new PopularityOrder(clicks));
    }

    /**
     * How long before the latest click a click may be to be counted, in seconds; 0 for any.
     *
     * @param options of {@code pop}
     */
    public static double window(OptionValues options) {
        return options.get(WINDOW) * SECONDS_PER_DAY;
    }

    /** The clicks on each item within the window before the latest click. */
    private static int[] clicks(Sessions sessions, int catalogueSize, OptionValues options) {
        double window = window(options);
        if (window == 0) {
            return sessions.clicksPerItem(catalogueSize);
        }
        if (!sessions.isLogged()) {
            throw new UserMistakeException("pop with window=" + options.get(WINDOW)
                    + " needs the times of clicks, which this data set does not have. Omit window.");
        }
        double latest = Double.NEGATIVE_INFINITY;
        for (int s = 0; s < sessions.size(); s++) {
            for (int i = 0; i < sessions.length(s); i++) {
                latest = Math.max(latest, sessions.time(s, i));
            }
        }
        int[] clicks = new int[catalogueSize];
        for (int s = 0; s < sessions.size(); s++) {
            for (int i = 0; i < sessions.length(s); i++) {
                clicks[sessions.item(s, i)] += latest - sessions.time(s, i) <= window ? 1 : 0;
            }
        }
        return clicks;
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
