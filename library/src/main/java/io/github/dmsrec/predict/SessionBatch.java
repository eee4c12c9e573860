package io.github.dmsrec.predict;

import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.Ranking;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.recommend.ScoreChunks;
import io.github.dmsrec.core.recommend.SessionItems;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.live.LiveScorer;
import java.util.ArrayList;
import java.util.List;

/** Recommends for a few sessions at once. Immutable and safe for use by several threads. */
public final class SessionBatch {

    /** Enough sessions for the products of a batch to be worth their calls. */
    public static final int MOST_SESSIONS = 256;

    /** What a network holds for a batch grows with its clicks. */
    public static final int MOST_CLICKS = 16_384;

    private final LiveScorer scorer;
    private final int k;
    private final SessionItems seenItems;
    private final boolean withIntents;
    private final long memoryBytes;
    private final int[] popular;
    private final float[] clicksOfPopular;

    /**
     * @param scorer scores
     * @param k how many items at most
     * @param seenItems whether clicked items may be recommended
     * @param withIntents whether a fused model infers intents
     * @param memoryBytes the limit of the buffer for the scores of one batch
     */
    public SessionBatch(LiveScorer scorer, int k, SessionItems seenItems, boolean withIntents, long memoryBytes) {
        this.scorer = scorer;
        this.k = k;
        this.seenItems = seenItems;
        this.withIntents = withIntents;
        this.memoryBytes = memoryBytes;
        Ranking ranking = new Ranking();
        ranking.begin(k);
        scorer.rankByPopularity(ranking);
        popular = ranking.items();
        clicksOfPopular = ranking.scores();
    }

    /** Recommends for sessions; the answers are in their order. */
    public List<Prediction> predict(List<GivenSession> batch) {
        Catalogue catalogue = scorer.model().catalogue();
        List<int[]> known = new ArrayList<>();
        int[] rowOf = new int[batch.size()];
        for (int s = 0; s < rowOf.length; s++) {
            int[] clicks = catalogue.indicesOf(batch.get(s).items(), id -> {});
            rowOf[s] = clicks.length == 0 ? -1 : known.size();
            if (clicks.length > 0) {
                known.add(clicks);
            }
        }
        int[][] items = new int[known.size()][];
        float[][] scores = new float[known.size()][];
        if (!known.isEmpty()) {
            rank(Sessions.of(known), items, scores);
        }
        List<Prediction> predictions = new ArrayList<>(rowOf.length);
        for (int s = 0; s < rowOf.length; s++) {
            GivenSession session = batch.get(s);
            int row = rowOf[s];
            predictions.add(
                    row < 0
                            ? new Prediction(
                                    session.id(),
                                    popular,
                                    clicksOfPopular,
                                    session.items().size(),
                                    true)
                            : new Prediction(
                                    session.id(),
                                    items[row],
                                    scores[row],
                                    session.items().size() - known.get(row).length,
                                    false));
        }
        return predictions;
    }

    private void rank(Sessions sessions, int[][] items, float[][] scores) {
        Recommender recommender = scorer.prepare(sessions, withIntents).recommender();
        Ranking ranking = new Ranking();
        if (!scorer.model().scoresInPasses()) {
            for (int row = 0; row < items.length; row++) {
                ranking.begin(k, seenItems.allowed(sessions, row));
                recommender.rank(sessions, row, ranking);
                items[row] = ranking.items();
                scores[row] = ranking.scores();
            }
            return;
        }
        int n = recommender.catalogueSize();
        ScoreChunks.forEach(recommender, sessions, memoryBytes, Progress.Stage.NONE, (from, to, chunk) -> {
            for (int row = from; row < to; row++) {
                ranking.begin(k, seenItems.allowed(sessions, row));
                ranking.offerAll(chunk, (row - from) * n, n, recommender.isZeroUnknown());
                items[row] = ranking.items();
                scores[row] = ranking.scores();
            }
        });
    }
}
