package io.github.dmsrec;

import io.github.dmsrec.core.recommend.SessionItems;
import io.github.dmsrec.live.LiveScorer;
import io.github.dmsrec.predict.BatchPrediction;
import io.github.dmsrec.predict.SessionColumns;
import io.github.dmsrec.predict.SessionFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Recommends for a file of sessions. */
final class SessionPredictions {

    private SessionPredictions() {}

    static PredictionSummary write(Path model, Path sessions, Path out, PredictionOptions options) throws IOException {
        BatchPrediction.check(out, List.of(sessions, model));
        SessionColumns columns = new SessionColumns(options.sessionColumn(), options.itemColumn());
        // A mistake in the file is found before the model is loaded.
        try (SessionFile in = SessionFile.open(sessions, columns, LiveRecommender.MOST_CLICKS);
                LiveScorer scorer =
                        LiveScorer.open(model, 1, Inferrer.source(model, options.intents(), options.inferrer()))) {
            long started = System.nanoTime();
            BatchPrediction.Counts counts = BatchPrediction.run(
                    scorer,
                    in,
                    out,
                    LiveRecommender.FALLBACK,
                    new BatchPrediction.Wanted(
                            options.k(),
                            options.seenItems() == SeenItems.MASKED ? SessionItems.EXCLUDE : SessionItems.KEEP,
                            options.intents(),
                            options.threads(),
                            options.memoryBytes()),
                    options.progress());
            return new PredictionSummary(
                    out,
                    counts.sessions(),
                    counts.clicks(),
                    counts.unknownClicks(),
                    counts.withUnknown(),
                    counts.fallbacks(),
                    scorer.inferrer(),
                    (System.nanoTime() - started) / 1e9);
        }
    }
}
