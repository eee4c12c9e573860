package io.github.dmsrec.experiment.tune;

import io.github.dmsrec.baseline.BaselineOptions;
import io.github.dmsrec.core.evaluate.Evaluation;
import io.github.dmsrec.core.evaluate.Evaluator;
import io.github.dmsrec.core.option.MethodKey;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import java.util.Map;
import java.util.TreeMap;

/** One trial of a method that counts: it learns from the training sessions and ranks validation rows. */
final class BaselineTrial {

    // Small, because several trials run at once.
    private static final long BUFFER_BYTES = 32L << 20;

    private BaselineTrial() {}

    /**
     * Runs a trial. Safe to run several at once.
     *
     * @param dataset without test rows
     * @param rows of its validation rows
     * @param method the baseline's name
     * @param options as of {@link MethodSpace#complete}
     */
    static Evaluation run(SessionDataset dataset, Examples rows, String method, Map<String, String> options) {
        Map<String, String> choices = new TreeMap<>(options);
        choices.remove(MethodKey.METHOD);
        BaselineOptions chosen = BaselineOptions.defaults(method).with(choices);
        Recommender recommender = chosen.learn(chosen.sessionsOf(dataset), dataset.catalogue());
        return Evaluator.evaluate(recommender, rows, BUFFER_BYTES, Progress.NONE);
    }
}
