package io.github.dmsrec.baseline;

import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.recommend.NeighbourRecommender;
import io.github.dmsrec.core.recommend.Ranking;
import io.github.dmsrec.core.recommend.ScratchPool;
import io.github.dmsrec.core.session.Prefixes;
import java.util.Arrays;

/**
 * Recommends the items of past sessions like the present one: the most recent sessions that share an item are compared,
 * the {@code k} most similar give scores to their items. What similar means, and what an item gets, is the method's. Items
 * of no neighbour score 0. Immutable and safe for use by several threads.
 */
final class SessionNeighbours implements NeighbourRecommender {

    static final Option<Integer> NEIGHBOURS =
            Option.integer("neighbours", "k: how many sessions give scores", 100, 1, 1 << 20);
    static final Option<Integer> SAMPLE = Option.integer(
            "sample-size",
            "how many sessions are compared, the most recent that share an item; 0 for all",
            500,
            0,
            1 << 28);
    static final Option<NeighbourIndex.Ties> TIES = Option.label(
            "ties",
            "which of equally similar sessions are taken: as in session-rec, where the order of a Python set decides, or the"
                    + " most recent",
            NeighbourIndex.Ties.class,
            NeighbourIndex.Ties.SESSION_REC);

    /** A way of comparing sessions and scoring their items. */
    interface Method {

        /** Sets the weights of the clicked items. */
        void weigh(NeighbourQuery query);

        /** How similar a session is; above 0, or it is not a neighbour. */
        double similarity(NeighbourQuery query, int session);

        /** Adds what a neighbour gives to its items. */
        void addScores(NeighbourQuery query, int session, double similarity);

        /** Whether scores are given relative to the best. */
        boolean isRelative();
    }

    // Below this, a float would lose scores; they are given relative to the best.
    private static final double LEAST = 1e-30;

    private final String name;
    private final NeighbourIndex index;
    private final Method method;
    private final int neighbours;
    private final int sample;
    private final NeighbourIndex.Ties ties;
    private final int unions;
    private final ScratchPool<NeighbourQuery> queries = new ScratchPool<>(NeighbourQuery::new);

    SessionNeighbours(
            String name,
            NeighbourIndex index,
            Method method,
            int neighbours,
            int sample,
            NeighbourIndex.Ties ties,
            int unions) {
        this.name = name;
        this.index = index;
        this.method = method;
        this.neighbours = neighbours;
        this.sample = sample;
        this.ties = ties;
        this.unions = unions;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int catalogueSize() {
        return index.catalogueSize();
    }

    @Override
    public boolean isZeroUnknown() {
        return true;
    }

    @Override
    public void score(Prefixes prefixes, int from, int to, float[] scores) {
        int n = catalogueSize();
        prefixes.check(from, to, n);
        Arrays.fill(scores, 0, (to - from) * n, 0);
        queries.with(query -> {
            for (int row = from; row < to; row++) {
                ask(query, prefixes, row);
                double divisor = divisor(query);
                int offset = (row - from) * n;
                for (int place = 0; place < query.scored(); place++) {
                    scores[offset + query.scoredItem(place)] = (float) (query.score(place) / divisor);
                }
            }
        });
    }

    @Override
    public void rank(Prefixes prefixes, int row, Ranking ranking) {
        prefixes.check(row, row + 1, catalogueSize());
        queries.with(query -> {
            ask(query, prefixes, row);
            double divisor = divisor(query);
            for (int place = 0; place < query.scored(); place++) {
                float score = (float) (query.score(place) / divisor);
                if (score != 0) {
                    ranking.offer(query.scoredItem(place), score);
                }
            }
        });
    }

    @Override
    public int[] neighboursHolding(Prefixes prefixes, int row, int... items) {
        prefixes.check(row, row + 1, catalogueSize());
        int[] holding = new int[items.length];
        queries.with(query -> neighbours(query, prefixes, row).forEach((session, similarity) -> {
            for (int i = 0; i < items.length; i++) {
                holding[i] += index.contains(session, items[i]) ? 1 : 0;
            }
        }));
        return holding;
    }

    private void ask(NeighbourQuery query, Prefixes prefixes, int row) {
        neighbours(query, prefixes, row).forEach((session, similarity) -> method.addScores(query, session, similarity));
    }

    private MostSimilar neighbours(NeighbourQuery query, Prefixes prefixes, int row) {
        int[] clicks = prefixes.items(row);
        query.begin(clicks, index.inSetOrder(clicks), prefixes.time(row));
        method.weigh(query);
        int[] sessions = index.sharing(clicks, sample, ties, unions);
        MostSimilar most = new MostSimilar(Math.min(neighbours, sessions.length));
        for (int session : sessions) {
            double similarity = method.similarity(query, session);
            if (similarity > 0) {
                most.add(session, similarity);
            }
        }
        return most;
    }

    private double divisor(NeighbourQuery query) {
        double best = query.bestScore();
        return best > 0 && (method.isRelative() || best < LEAST) ? best : 1;
    }
}
