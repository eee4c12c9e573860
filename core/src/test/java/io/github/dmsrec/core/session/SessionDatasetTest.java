package io.github.dmsrec.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SessionDatasetTest {

    private static final SessionDataset DATASET = TinyDataset.create();

    @Test
    void otherTargetsAreAViewOfTheSameSessions() {
        SessionDataset last = DATASET.withTrainingTargets(Targets.LAST);

        Examples rows = last.examples(Split.TRAIN);
        for (int row = 0; row < rows.size(); row++) {
            int[] session = rows.sessions().items(rows.session(row));
            assertThat(rows.items(row)).isEqualTo(Arrays.copyOf(session, session.length - 1));
            assertThat(rows.target(row)).isEqualTo(session[session.length - 1]);
        }
        assertThat(last.sessions(Split.TRAIN)).isSameAs(DATASET.sessions(Split.TRAIN));
        assertThat(last.examples(Split.VALIDATION)).isSameAs(DATASET.examples(Split.VALIDATION));
        assertThat(last.examples(Split.TEST)).isSameAs(DATASET.examples(Split.TEST));
        assertThat(last.fingerprint()).isNotEqualTo(DATASET.fingerprint());
        SessionDataset every = last.withTrainingTargets(Targets.EVERY_PREFIX);
        assertThat(every.examples(Split.TRAIN).size())
                .isEqualTo(DATASET.examples(Split.TRAIN).size())
                .isGreaterThan(rows.size());
        assertThat(DATASET.withTrainingTargets(Targets.AS_IMPORTED)).isSameAs(DATASET);
    }

    @Test
    void trainingOnValidationPutsItsRowsAfterTheOthers() {
        SessionDataset joined = DATASET.trainingOnValidation();

        Examples train = DATASET.examples(Split.TRAIN);
        Examples validation = DATASET.examples(Split.VALIDATION);
        Examples both = joined.examples(Split.TRAIN);
        assertThat(both.size()).isEqualTo(train.size() + validation.size());
        assertThat(both.sessions().size())
                .isEqualTo(train.sessions().size() + validation.sessions().size());
        for (int row = 0; row < both.size(); row++) {
            boolean early = row < train.size();
            Examples source = early ? train : validation;
            int sourceRow = early ? row : row - train.size();
            assertThat(both.items(row)).isEqualTo(source.items(sourceRow));
            assertThat(both.target(row)).isEqualTo(source.target(sourceRow));
        }
        assertThat(both.longest()).isEqualTo(Math.max(train.longest(), validation.longest()));
        assertThat(joined.examples(Split.TEST)).isSameAs(DATASET.examples(Split.TEST));
        assertThat(joined.fingerprint()).isNotEqualTo(DATASET.fingerprint());
    }
}
