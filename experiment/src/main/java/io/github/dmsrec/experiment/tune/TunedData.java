package io.github.dmsrec.experiment.tune;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import java.util.Arrays;

/** What trials get to see of a data set. */
final class TunedData {

    private TunedData() {}

    /**
     * The data set without test sessions and test rows, so that no trial can measure anything on them.
     *
     * @throws UserMistakeException if it has no validation rows
     */
    static SessionDataset withoutTest(SessionDataset dataset) {
        if (dataset.examples(Split.VALIDATION).size() == 0) {
            throw new UserMistakeException(
                    "Data set '" + dataset.name() + "' has no validation rows, and nothing else is tuned on.",
                    "Use a larger data set, or import it with a validation split.");
        }
        return dataset.withoutTest();
    }

    /**
     * A share of the validation rows, in their order; a smaller share is part of a larger one.
     *
     * @param count how many, at most all
     * @param seed the same rows for the same seed
     */
    static Examples validationRows(SessionDataset dataset, int count, long seed) {
        Examples rows = dataset.examples(Split.VALIDATION);
        int[] drawn = new RandomStreams(seed).permutation(rows.size(), "tune rows");
        return rows.rows(Arrays.stream(drawn).limit(count).sorted().toArray());
    }
}
