package io.github.dmsrec.intent.prompt;

import io.github.dmsrec.core.recommend.CandidateLists;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import java.util.Arrays;
import java.util.Optional;

/**
 * The example that a prompt shows, from the data set's own training rows. Its answer is made of ranks and clicks alone:
 * no target enters it.
 *
 * @param session the clicks, oldest first
 * @param candidates best first, all with a title
 * @param clickedPicks the most recent click that is a candidate; empty if none is
 * @param newPicks the two best candidates that were not clicked
 */
public record WorkedExample(int[] session, int[] candidates, int[] clickedPicks, int[] newPicks) {

    /** As short as the paper's example. */
    private static final int PREFERRED_CLICKS = 3;

    private static final int NEW_PICKS = 2;

    /** The first training row that will do, of three clicks if there is one; empty if there is none at all. */
    public static Optional<WorkedExample> from(SessionDataset dataset, CandidateLists trainingCandidates) {
        Optional<WorkedExample> longer = Optional.empty();
        var rows = dataset.examples(Split.TRAIN);
        for (int row = 0; row < rows.size(); row++) {
            boolean preferred = rows.length(row) == PREFERRED_CLICKS;
            boolean possible = rows.length(row) > PREFERRED_CLICKS && longer.isEmpty();
            if (preferred || possible) {
                Optional<WorkedExample> example =
                        of(rows.items(row), trainingCandidates.items(row), dataset.catalogue());
                if (preferred && example.isPresent()) {
                    return example;
                }
                longer = longer.or(() -> example);
            }
        }
        return longer;
    }

    private static Optional<WorkedExample> of(int[] session, int[] candidates, Catalogue catalogue) {
        int[] titled = Arrays.stream(candidates)
                .filter(item -> !catalogue.title(item).isBlank())
                .toArray();
        int[] notClicked = Arrays.stream(titled)
                .filter(item -> Arrays.stream(session).noneMatch(click -> click == item))
                .limit(NEW_PICKS)
                .toArray();
        boolean allTitled =
                Arrays.stream(session).noneMatch(item -> catalogue.title(item).isBlank());
        if (!allTitled || notClicked.length < NEW_PICKS) {
            return Optional.empty();
        }
        int[] clicked = new int[0];
        for (int i = session.length - 1; i >= 0 && clicked.length == 0; i--) {
            int click = session[i];
            clicked = Arrays.stream(titled).filter(item -> item == click).toArray();
        }
        return Optional.of(new WorkedExample(session, titled, clicked, notClicked));
    }
}
