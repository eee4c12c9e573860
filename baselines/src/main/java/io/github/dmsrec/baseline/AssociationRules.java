package io.github.dmsrec.baseline;

import io.github.dmsrec.core.option.OptionValues;
import io.github.dmsrec.core.session.Sessions;
import java.util.List;

/**
 * AR: recommends what stands most often in one session with the last click (Kamehkhosh et al., TempRec at RecSys 2017; as
 * in session-rec). Each pair of clicks of a session counts once in both directions. Scores are relative to the best.
 */
final class AssociationRules {

    static final BaselineKind KIND = new BaselineKind(
            "ar",
            "association rules, Kamehkhosh et al., TempRec 2017",
            BaselineKind.Order.NONE,
            List.of(ItemToItem.PRUNING),
            (sessions, catalogue, options, progress) ->
                    ItemToItem.learn(rule(options), sessions, catalogue.size(), progress));

    private AssociationRules() {}

    /** How rows are filled. */
    static ItemToItem.Rule rule(OptionValues options) {
        return ItemToItem.Rule.of("ar", options, ItemToItem.Rule.WHOLE_SESSION, AssociationRules::addPairs);
    }

    private static void addPairs(Sessions sessions, int session, int source, ItemToItem.Row row) {
        int length = sessions.length(session);
        int before = 0;
        for (int later = 0; later < length; later++) {
            int item = sessions.item(session, later);
            if (item == source) {
                for (int earlier = 0; earlier < later; earlier++) {
                    int other = sessions.item(session, earlier);
                    // A click on the same item pairs with itself in both directions.
                    row.add(other, other == source ? 2 : 1);
                }
                before++;
            } else if (before > 0) {
                row.add(item, before);
            }
        }
    }
}
