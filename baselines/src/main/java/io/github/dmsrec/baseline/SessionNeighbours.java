package io.github.dmsrec.baseline;

import io.github.dmsrec.core.choice.Choice;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.session.Prefixes;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Recommends the items of past sessions like the present one: the most recent sessions that share an item are compared,
 * the {@code k} most similar give scores to their items. What similar means, and what an item gets, is the method's. Items
 * of no neighbour score 0. Immutable and safe for use by several threads.
 */
final class SessionNeighbours implements Recommender {

    static final Choice NEIGHBOURS = Choice.whole("neighbours", "k: how many sessions give scores", 100, 1, 1 << 20);
    static final Choice SAMPLE = Choice.whole(
            "sample-size",
            "how many sessions are compared, the most recent that share an item; 0 for all",
            500,
            0,
            1 << 28);
    static final Choice TIES = Choice.oneOf(
            "ties",
            "which of equally similar sessions are taken: as in session-rec, where the order of a Python set decides, or the"
                    + " most recent",
            NeighbourIndex.Ties.class,
            NeighbourIndex.Ties.SESSION_REC);

    /** A way of comparing sessions and scoring their items. */
    interface Method {

        /** Sets the weights of the clicked items. */
        void weigh(NeighbourQuery query);

        /** How similar a session is; above 0, or it is no neighbour. */
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
        NeighbourQuery query = new NeighbourQuery(n);
        for (int row = from; row < to; row++) {
            int[] clicks = prefixes.items(row);
            query.begin(clicks, index.inSetOrder(clicks), prefixes.time(row));
            method.weigh(query);
            addNeighbours(query);
            write(query.scores(), scores, (row - from) * n);
        }
    }

    private void addNeighbours(NeighbourQuery query) {
        int[] sessions = index.sharing(query.clicks(), sample, ties, unions);
        double[] similarity = new double[sessions.length];
        for (int i = 0; i < sessions.length; i++) {
            similarity[i] = method.similarity(query, sessions[i]);
        }
        for (int i : mostSimilar(similarity)) {
            method.addScores(query, sessions[i], similarity[i]);
        }
    }

    // Of equally similar ones the first.
    private int[] mostSimilar(double[] similarity) {
        return IntStream.range(0, similarity.length)
                .filter(i -> similarity[i] > 0)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -similarity[i]))
                .limit(neighbours)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private void write(double[] values, float[] scores, int offset) {
        double best = Arrays.stream(values).max().orElse(0);
        boolean scaled = best > 0 && (method.isRelative() || best < LEAST);
        double divisor = scaled ? best : 1;
        for (int item = 0; item < values.length; item++) {
            scores[offset + item] = (float) (values[item] / divisor);
        }
    }
}
