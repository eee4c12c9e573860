package io.github.dmsrec.experiment.tune;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.Fingerprint;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What trials get to see of a data set. */
final class TunedData {

    private TunedData() {}

    /**
     * The data set without test sessions and test rows, so that no trial can measure anything on them. Whether splits share
     * sessions is not kept: trials learn from the training split alone and never join it with another.
     *
     * @throws UserMistakeException if it has no validation rows
     */
    static SessionDataset withoutTest(SessionDataset dataset) {
        if (dataset.examples(Split.VALIDATION).size() == 0) {
            throw new UserMistakeException(
                    "Data set '" + dataset.name() + "' has no validation rows, and nothing else is tuned on.",
                    "it was cut too small, or imported without a validation split.");
        }
        Map<Split, Examples> kept = new EnumMap<>(Split.class);
        kept.put(Split.TRAIN, dataset.examples(Split.TRAIN));
        kept.put(Split.VALIDATION, dataset.examples(Split.VALIDATION));
        kept.put(Split.TEST, Examples.everyPrefixOf(Sessions.of(List.of())));
        return new SessionDataset(
                dataset.name(), Fingerprint.ofText(dataset.fingerprint() + " without test"), dataset.catalogue(), kept);
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
