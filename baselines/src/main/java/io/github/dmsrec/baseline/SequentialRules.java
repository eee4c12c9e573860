package io.github.dmsrec.baseline;

import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionValues;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Sessions;
import java.util.List;

/**
 * SR: recommends what came up to {@code steps} clicks after the last click, weighed by the distance (Kamehkhosh et al.,
 * TempRec at RecSys 2017; as in session-rec). Scores are relative to the best.
 */
final class SequentialRules {

    private static final Option<Integer> STEPS =
            Option.integer("steps", "how many clicks later an item may come", 10, 1, 1 << 20);
    private static final Option<Decay> WEIGHTING =
            Option.label("weighting", "how a click counts by its distance", Decay.class, Decay.DIV);

    static final BaselineKind KIND = new BaselineKind(
            "sr",
            "sequential rules, Kamehkhosh et al., TempRec 2017",
            BaselineKind.Order.NONE,
            List.of(STEPS, WEIGHTING, ItemToItem.PRUNING),
            SequentialRules::learn);

    private SequentialRules() {}

    private static Recommender learn(Sessions sessions, Catalogue catalogue, OptionValues options, Progress progress) {
        return ItemToItem.learn(rule(options), sessions, catalogue.size(), progress);
    }

    /** How rows are filled. */
    static ItemToItem.Rule rule(OptionValues options) {
        int steps = options.get(STEPS);
        Decay decay = options.get(WEIGHTING);
        return ItemToItem.Rule.of(
                KIND.name(),
                options,
                steps,
                (log, session, source, row) -> addFollowers(log, session, source, row, steps, decay));
    }

    private static void addFollowers(
            Sessions sessions, int session, int source, ItemToItem.Row row, int steps, Decay decay) {
        for (int later = 1; later < sessions.length(session); later++) {
            int nearest = Math.min(steps, later);
            for (int distance = 1; distance <= nearest; distance++) {
                if (sessions.item(session, later - distance) == source) {
                    row.add(sessions.item(session, later), decay.ofDistance(distance));
                }
            }
        }
    }
}
