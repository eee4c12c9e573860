package io.github.dmsrec.baseline;

import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionValues;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Sessions;
import java.util.List;

/**
 * A first-order Markov chain: recommends what came directly after the last click most often (as in session-rec). Scores
 * are relative to the best.
 */
final class MarkovChain {

    private static final Option<Ties> TIES = Option.label(
            "ties",
            "which of equally frequent followers come first: those seen first, as in session-rec, or the more popular; with"
                    + " 'popular', items that never followed come after them, by popularity",
            Ties.class,
            Ties.SESSION_REC);

    static final BaselineKind KIND = new BaselineKind(
            "markov",
            "first-order Markov chain, as in session-rec, Ludewig et al., UMUAI 2020",
            BaselineKind.Order.NONE,
            List.of(ItemToItem.PRUNING, TIES),
            MarkovChain::learn);

    private MarkovChain() {}

    /** Which of equally frequent followers come first. */
    enum Ties {
        /** Those seen first; items that never followed are unknown. */
        SESSION_REC,
        /** The more popular; items that never followed come last, by popularity. */
        POPULAR
    }

    private static Recommender learn(Sessions sessions, Catalogue catalogue, OptionValues options, Progress progress) {
        return switch (options.get(TIES)) {
            case SESSION_REC -> ItemToItem.learn(rule(options), sessions, catalogue.size(), progress);
            case POPULAR ->
                new MarkovByPopularity(
                        sessions, catalogue.size(), ItemToItem.Pruning.of(options.get(ItemToItem.PRUNING)));
        };
    }

    /** Whether rows are filled by {@link #rule}. */
    static boolean hasRule(OptionValues options) {
        return options.get(TIES) == Ties.SESSION_REC;
    }

    /** How rows are filled, where those seen first come first. */
    static ItemToItem.Rule rule(OptionValues options) {
        return ItemToItem.Rule.of(KIND.name(), options, 1, MarkovChain::addNext);
    }

    private static void addNext(Sessions sessions, int session, int source, ItemToItem.Row row) {
        for (int next = 1; next < sessions.length(session); next++) {
            if (sessions.item(session, next - 1) == source) {
                row.add(sessions.item(session, next), 1);
            }
        }
    }
}
