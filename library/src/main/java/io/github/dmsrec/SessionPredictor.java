package io.github.dmsrec;

import io.github.dmsrec.core.recommend.SessionItems;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.live.LiveScorer;
import io.github.dmsrec.predict.GivenSession;
import io.github.dmsrec.predict.Prediction;
import io.github.dmsrec.predict.SessionBatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Recommends for batches of sessions as {@link Model#predict} does, for programs that read and write sessions themselves, such
 * as jobs on a cluster. Everything is loaded once, by {@link Model#openPredictor}. Safe for use by several threads, until
 * {@link #close()}; each call scores with one engine thread.
 */
public final class SessionPredictor implements AutoCloseable {

    /** Sessions that are worth being given at once: a neural model scores them in common passes. */
    public static final int USUAL_BATCH = SessionBatch.MOST_SESSIONS;

    /** A session of more clicks is refused. */
    public static final int MOST_CLICKS = LiveRecommender.MOST_CLICKS;

    private final LiveScorer scorer;
    private final SessionBatch batches;

    private SessionPredictor(LiveScorer scorer, PredictionOptions options) {
        this.scorer = scorer;
        this.batches = new SessionBatch(
                scorer,
                options.k(),
                options.seenItems() == SeenItems.MASKED ? SessionItems.EXCLUDE : SessionItems.KEEP,
                options.intents(),
                options.memoryBytes() / options.threads());
    }

    static SessionPredictor open(Path model, PredictionOptions options) {
        LiveScorer scorer = LiveScorer.open(model, 1, Inferrer.source(model, options.intents(), options.inferrer()));
        try {
            return new SessionPredictor(scorer, options);
        } catch (RuntimeException e) {
            scorer.close();
            throw e;
        }
    }

    /**
     * What is recommended for a session.
     *
     * @param items ids, best first
     * @param scores of the items
     * @param unknown how many clicks of the session are on items that the model does not know
     * @param fallback whether the model knows none of its items, so that the most clicked ones are given
     */
    public record Answer(List<String> items, float[] scores, int unknown, boolean fallback) {

        /**
         * Copies the items.
         *
         * @param items ids, best first
         * @param scores of the items
         * @param unknown how many clicks of the session are on items that the model does not know
         * @param fallback whether the model knows none of its items, so that the most clicked ones are given
         */
        public Answer {
            items = List.copyOf(items);
        }
    }

    /**
     * Recommends. Sessions are scored in batches of at most {@value #USUAL_BATCH}; the tensor engine may round the last digits
     * of a neural model's scores otherwise in another batch.
     *
     * @param sessions the ids of the clicked items of each, oldest first
     * @return the answers in the order of the sessions
     * @throws InvalidInputException if a session is empty or has more than {@value #MOST_CLICKS} clicks, or an endpoint that
     *     infers intents gives no usable answer
     */
    public List<Answer> predict(List<List<String>> sessions) {
        return ExceptionTranslation.call(() -> {
            List<Answer> answers = new ArrayList<>(sessions.size());
            List<GivenSession> batch = new ArrayList<>();
            int clicks = 0;
            for (List<String> session : sessions) {
                require(session);
                batch.add(new GivenSession("", session));
                clicks += session.size();
                if (batch.size() >= SessionBatch.MOST_SESSIONS || clicks >= SessionBatch.MOST_CLICKS) {
                    answer(batch, answers);
                    batch = new ArrayList<>();
                    clicks = 0;
                }
            }
            if (!batch.isEmpty()) {
                answer(batch, answers);
            }
            return answers;
        });
    }

    private static void require(List<String> session) {
        if (session.isEmpty()) {
            throw new InvalidInputException("A session has no items. Drop it, or add the clicked items.");
        }
        if (session.size() > MOST_CLICKS) {
            throw new InvalidInputException("A session has " + session.size() + " clicks; at most " + MOST_CLICKS
                    + " are accepted. Keep its last clicks alone.");
        }
    }

    private void answer(List<GivenSession> batch, List<Answer> answers) {
        Catalogue catalogue = scorer.model().catalogue();
        for (Prediction prediction : batches.predict(batch)) {
            answers.add(new Answer(
                    Arrays.stream(prediction.items()).mapToObj(catalogue::id).toList(),
                    prediction.scores(),
                    prediction.unknown(),
                    prediction.fallback()));
        }
    }

    /** Frees what the model holds; nobody may be asking any more. */
    @Override
    public void close() {
        scorer.close();
    }
}
