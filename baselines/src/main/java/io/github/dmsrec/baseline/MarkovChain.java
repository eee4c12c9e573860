package io.github.dmsrec.baseline;

import io.github.dmsrec.core.session.Sessions;
import java.util.List;

/**
 * A first-order Markov chain: recommends what came directly after the last click most often (as in session-rec). Scores
 * are relative to the best.
 */
final class MarkovChain {

    static final BaselineKind KIND = new BaselineKind(
            "markov",
            "first-order Markov chain, as in session-rec, Ludewig et al., UMUAI 2020",
            BaselineKind.Order.NONE,
            List.of(ItemToItem.PRUNING),
            (sessions, catalogue, choices) ->
                    ItemToItem.rules("markov", sessions, catalogue, choices, MarkovChain::addNext));

    private MarkovChain() {}

    private static void addNext(Sessions sessions, int session, int source, ItemToItem.Row row) {
        for (int next = 1; next < sessions.length(session); next++) {
            if (sessions.item(session, next - 1) == source) {
                row.add(sessions.item(session, next), 1);
            }
        }
    }
}
