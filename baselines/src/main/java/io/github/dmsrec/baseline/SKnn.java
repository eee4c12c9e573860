package io.github.dmsrec.baseline;

import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionValues;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Sessions;
import java.util.List;

/**
 * S-KNN: recommends what similar sessions hold (Jannach and Ludewig, RecSys 2017; as in session-rec). A session is
 * compared as a set of items; an item gets the similarity of each neighbour that holds it. Scores are relative to the
 * best.
 *
 * @param index the past sessions
 * @param measure how sets are compared
 */
record SKnn(NeighbourIndex index, Measure measure) implements SessionNeighbours.Method {

    /** How two sets of items are compared. */
    enum Measure {
        /**
         * session-rec's: common items, over the root of the neighbour's number of items, times the root of the session's.
         * For one session the same order as a cosine.
         */
        COSINE,
        /** Common items over all items. */
        JACCARD,
        /** Twice the common items over twice them plus both numbers of items. */
        BINARY
    }

    private static final Option<Measure> MEASURE =
            Option.label("similarity", "how sessions are compared", Measure.class, Measure.COSINE);

    static final BaselineKind KIND = new BaselineKind(
            "s-knn",
            "session-KNN, Jannach and Ludewig, RecSys 2017",
            BaselineKind.Order.RECENCY,
            List.of(SessionNeighbours.NEIGHBOURS, SessionNeighbours.SAMPLE, MEASURE, SessionNeighbours.TIES),
            SKnn::learn);

    private static Recommender learn(Sessions sessions, Catalogue catalogue, OptionValues options, Progress progress) {
        NeighbourIndex index = new NeighbourIndex(sessions, catalogue);
        return new SessionNeighbours(
                KIND.name(),
                index,
                new SKnn(index, options.get(MEASURE)),
                options.get(SessionNeighbours.NEIGHBOURS),
                options.get(SessionNeighbours.SAMPLE),
                options.get(SessionNeighbours.TIES),
                2);
    }

    @Override
    public void weigh(NeighbourQuery query) {
        // All items of a set count the same.
    }

    @Override
    public double similarity(NeighbourQuery query, int session) {
        int common = 0;
        for (int place = index.from(session); place < index.to(session); place++) {
            common += query.lastPosition(index.item(place)) > 0 ? 1 : 0;
        }
        int theirs = index.to(session) - index.from(session);
        int ours = query.distinct();
        return switch (measure) {
            case COSINE -> common / Math.sqrt(theirs) * Math.sqrt(ours);
            case JACCARD -> (double) common / (ours + theirs - common);
            case BINARY -> 2.0 * common / (2.0 * common + theirs + ours);
        };
    }

    @Override
    public void addScores(NeighbourQuery query, int session, double similarity) {
        for (int place = index.from(session); place < index.to(session); place++) {
            query.addScore(index.item(place), similarity);
        }
    }

    @Override
    public boolean isRelative() {
        return true;
    }
}
