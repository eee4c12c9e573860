package io.github.dmsrec.intent.answers.replay;

import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.intent.inferrer.EmbeddingSimilarity;
import io.github.dmsrec.intent.inferrer.InferredRow;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import io.github.dmsrec.intent.inferrer.IntentText;
import io.github.dmsrec.intent.inferrer.IntentText.Written;
import io.github.dmsrec.intent.inferrer.LiveSetting;
import io.github.dmsrec.intent.inferrer.SessionInferrer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Stands in for a language model that is not asked: intents of a session that no kept answer is about. Of the candidates
 * it picks those whose titles are nearest to the recent clicks, as {@link EmbeddingSimilarity} with its defaults does; if
 * the kept answers have texts beyond titles, the nearest of these is a latent intent, too. Every outcome says so.
 */
final class SimilarityFallback implements SessionInferrer {

    /** What every outcome says. */
    static final String NOTE = "'" + ReplayOptions.NAME
            + "' has no answer about this session; its intents were chosen by" + " embedding similarity";

    private final EmbeddingSimilarity similarity =
            new EmbeddingSimilarity(EmbeddingSimilarity.KIND.options().parse(Map.of()));
    private final LiveSetting setting;

    SimilarityFallback(LiveSetting setting) {
        this.setting = setting;
    }

    @Override
    public Outcome infer(IntentRequest request) {
        IntentVectors vectors = setting.shared().titleVectors();
        InferredRow chosen = similarity.choose(vectors, request);
        OptionalInt written = similarity.nearest(
                vectors, request.session(), setting.shared().catalogue().size(), vectors.count());
        if (written.isEmpty()) {
            return new Outcome(chosen, NOTE);
        }
        List<IntentText> latent = new ArrayList<>(chosen.latentIntents());
        latent.add(new Written(setting.texts().get(written.getAsInt())));
        return new Outcome(InferredRow.chosen(chosen.explicitIntents(), latent), NOTE);
    }

    @Override
    public void close() {}
}
