package io.github.dmsrec.core.recommend;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The candidates of a whole data set, as read from a folder.
 *
 * @param folder where they are
 * @param lists the lists of every split, one for each of its examples, in their order
 */
public record Candidates(ArtefactFolder folder, Map<Split, CandidateLists> lists) {

    public Candidates {
        lists = Collections.unmodifiableMap(new EnumMap<>(lists));
    }

    /** The lists of a split. */
    public CandidateLists lists(Split split) {
        return of(lists, split);
    }

    static CandidateLists of(Map<Split, CandidateLists> lists, Split split) {
        CandidateLists found = lists.get(split);
        if (found == null) {
            throw new IllegalArgumentException("there are no candidates for the " + split.label() + " examples");
        }
        return found;
    }

    /** Checks that there is one list for every example. */
    static void requireComplete(Map<Split, CandidateLists> lists, SessionDataset dataset) {
        for (Split split : Split.values()) {
            int rows = dataset.examples(split).size();
            if (of(lists, split).size() != rows) {
                throw new IllegalArgumentException(of(lists, split).size() + " candidate lists for the " + rows + " "
                        + split.label() + " examples of data set '" + dataset.name() + "'");
            }
        }
    }
}
