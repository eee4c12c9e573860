package io.github.dmsrec.spark;

import io.github.dmsrec.baseline.BaselineOptions.LearnFrom;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.session.Split;
import java.util.List;

/** The splits of a data set whose sessions are learned, as {@code BaselineOptions.sessionsOf} has them on one machine. */
final class LearnedSplits {

    private LearnedSplits() {}

    /** In the order in which their sessions follow each other. */
    static List<Split> of(ArtefactFolder data, LearnFrom learnFrom) {
        boolean same =
                data.manifest().facts().path("statistics").path("sameSessions").asBoolean(false);
        return switch (learnFrom) {
            case TRAIN -> List.of(Split.TRAIN);
            // Where splits have the same sessions, those of validation continue those of training.
            case BEFORE_TEST -> same ? List.of(Split.VALIDATION) : List.of(Split.TRAIN, Split.VALIDATION);
        };
    }
}
