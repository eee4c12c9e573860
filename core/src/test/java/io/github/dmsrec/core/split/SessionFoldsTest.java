package io.github.dmsrec.core.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.session.TinyDataset;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SessionFoldsTest {

    private static final int FOLDS = 4;

    private final SessionDataset dataset = TinyDataset.create();

    @Test
    void everyRowIsInOneFoldAndLeftOutOnce() {
        Examples all = dataset.examples(Split.TRAIN);
        int rows = 0;
        for (int fold = 0; fold < FOLDS; fold++) {
            int[] inFold = SessionFolds.rowsOf(dataset, fold, FOLDS, 9);
            SessionDataset rest = SessionFolds.without(dataset, fold, FOLDS, 9);
            rows += inFold.length;
            assertThat(inFold.length + rest.examples(Split.TRAIN).size()).isEqualTo(all.size());
            assertThat(rest.sessions(Split.TRAIN).size()).isBetween(130, 195);
            assertThat(rest.examples(Split.TEST)).isSameAs(dataset.examples(Split.TEST));
        }
        assertThat(rows).isEqualTo(all.size());
    }

    @Test
    void theOtherRowsKeepOrderAndContent() {
        Examples all = dataset.examples(Split.TRAIN);
        Examples rest = SessionFolds.without(dataset, 1, FOLDS, 9).examples(Split.TRAIN);
        int next = 0;
        for (int row = 0; row < all.size(); row++) {
            if (SessionFolds.foldOf(all.session(row), FOLDS, 9) != 1) {
                assertThat(rest.items(next)).isEqualTo(all.items(row));
                assertThat(rest.target(next)).isEqualTo(all.target(row));
                next++;
            }
        }
        assertThat(rest.size()).isEqualTo(next);
    }

    @Test
    void seedsAndFoldsGiveOtherDataSets() {
        assertThat(SessionFolds.without(dataset, 0, FOLDS, 9).fingerprint())
                .isEqualTo(SessionFolds.without(dataset, 0, FOLDS, 9).fingerprint())
                .isNotEqualTo(SessionFolds.without(dataset, 1, FOLDS, 9).fingerprint())
                .isNotEqualTo(SessionFolds.without(dataset, 0, FOLDS, 10).fingerprint())
                .isNotEqualTo(dataset.fingerprint());
        assertThat(Arrays.equals(SessionFolds.rowsOf(dataset, 0, FOLDS, 9), SessionFolds.rowsOf(dataset, 0, FOLDS, 10)))
                .isFalse();
        assertThatThrownBy(() -> SessionFolds.without(dataset, 4, FOLDS, 9))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SessionFolds.foldOf(0, 1, 9)).isInstanceOf(IllegalArgumentException.class);
    }
}
