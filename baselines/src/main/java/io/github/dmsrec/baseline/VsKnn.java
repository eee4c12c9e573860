package io.github.dmsrec.baseline;

import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionValues;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Sessions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * VS-KNN: S-KNN in which later clicks of the session count more (Ludewig and Jannach, UMUAI 2018; as in session-rec). The
 * similarity is the mean weight of the session's items over those that the neighbour holds; an item gets the similarity of
 * each neighbour that holds it, times a decay by how long ago the last common item was clicked. Scores are relative to the
 * best.
 *
 * <p>VMIS-KNN (Kersbergen et al., SIGMOD 2022) is the same method over an index of each item's most recent sessions, which
 * all methods here have; it takes the most recent of equally similar sessions, and costs only as much as the sessions that
 * it compares.
 *
 * @param index the past sessions
 * @param position how a click counts by its position in the session
 * @param distance how a neighbour's items count by how long ago the last common item was clicked
 * @param rarity how much more items count whose clicks are rare; 0 for not at all
 * @param idf of each item
 */
record VsKnn(NeighbourIndex index, Decay position, Decay distance, double rarity, double[] idf)
        implements SessionNeighbours.Method {

    private static final Option<Decay> POSITION =
            Option.label("weighting", "how a click counts by its position", Decay.class, Decay.DIV);
    private static final Option<Decay> DISTANCE = Option.label(
            "weighting-score",
            "how a neighbour's items count by how long ago the last common item was clicked",
            Decay.class,
            Decay.DIV);
    private static final Option<Double> RARITY = Option.weight(
            "idf-weighting", "how much more rarely clicked items score: 1 plus so much times their idf", 0);

    static final BaselineKind KIND = new BaselineKind(
            "vs-knn",
            "vector multiplication session-KNN, Ludewig and Jannach, UMUAI 2018",
            BaselineKind.Order.RECENCY,
            List.of(
                    SessionNeighbours.NEIGHBOURS,
                    SessionNeighbours.SAMPLE,
                    POSITION,
                    DISTANCE,
                    RARITY,
                    SessionNeighbours.TIES),
            (sessions, catalogue, options, progress) ->
                    learn("vs-knn", sessions, catalogue, options, options.get(SessionNeighbours.TIES)));

    static final BaselineKind VMIS = new BaselineKind(
            "vmis-knn",
            "vector multiplication indexed session-KNN (Serenade), Kersbergen et al., SIGMOD 2022",
            BaselineKind.Order.RECENCY,
            List.of(SessionNeighbours.NEIGHBOURS, SessionNeighbours.SAMPLE, POSITION, DISTANCE, RARITY),
            (sessions, catalogue, options, progress) ->
                    learn("vmis-knn", sessions, catalogue, options, NeighbourIndex.Ties.RECENT));

    /**
     * VMIS-KNN over the {@link RecentSessions} alone.
     *
     * @param recent in the order in which they ended
     * @param idf of each item, of all sessions
     */
    static Recommender vmis(Sessions recent, double[] idf, Catalogue catalogue, OptionValues options) {
        return learn(VMIS.name(), new NeighbourIndex(recent, catalogue), idf, options, NeighbourIndex.Ties.RECENT);
    }

    private static Recommender learn(
            String name, Sessions sessions, Catalogue catalogue, OptionValues options, NeighbourIndex.Ties ties) {
        NeighbourIndex index = new NeighbourIndex(sessions, catalogue);
        return learn(name, index, index.idf(), options, ties);
    }

    private static Recommender learn(
            String name, NeighbourIndex index, double[] idf, OptionValues options, NeighbourIndex.Ties ties) {
        return new SessionNeighbours(
                name,
                index,
                new VsKnn(index, options.get(POSITION), options.get(DISTANCE), options.get(RARITY), idf),
                options.get(SessionNeighbours.NEIGHBOURS),
                options.get(SessionNeighbours.SAMPLE),
                ties,
                1);
    }

    @Override
    public void weigh(NeighbourQuery query) {
        int[] clicks = query.clicks();
        for (int i = 0; i < clicks.length; i++) {
            query.setWeight(clicks[i], position.ofPosition(i + 1, clicks.length));
        }
    }

    @Override
    public double similarity(NeighbourQuery query, int session) {
        double sum = 0;
        int common = 0;
        for (int place = index.from(session); place < index.to(session); place++) {
            int item = index.item(place);
            if (query.lastPosition(item) > 0) {
                common++;
                sum += query.weight(item);
            }
        }
        // The order of three and more summands shows in the last bit, which tells sessions apart that are equally
        // similar.
        return (common < 3 ? sum : sumInSetOrder(query, session)) / query.distinct();
    }

    /** Sums as CPython does, which walks the smaller set to make the common one, and then that. */
    private double sumInSetOrder(NeighbourQuery query, int session) {
        int theirs = index.to(session) - index.from(session);
        IntStream smaller = theirs <= query.distinct()
                ? IntStream.range(index.from(session), index.to(session))
                        .map(index::item)
                        .filter(item -> query.lastPosition(item) > 0)
                : Arrays.stream(query.distinctItems()).filter(item -> index.contains(session, item));
        double sum = 0;
        for (int item : index.inSetOrder(smaller.toArray())) {
            sum += query.weight(item);
        }
        return sum;
    }

    @Override
    public void addScores(NeighbourQuery query, int session, double similarity) {
        int latest = 0;
        for (int place = index.from(session); place < index.to(session); place++) {
            latest = Math.max(latest, query.lastPosition(index.item(place)));
        }
        double decay = distance.ofDistance(query.length() - latest + 1);
        for (int place = index.from(session); place < index.to(session); place++) {
            int item = index.item(place);
            double score = rarity == 0 ? similarity : similarity + similarity * idf[item] * rarity;
            query.addScore(item, score * decay);
        }
    }

    @Override
    public boolean isRelative() {
        return true;
    }
}
