package io.github.dmsrec.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.recommend.CandidateLists;
import io.github.dmsrec.core.session.Split;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AskedShareTest {

    /** Five training rows; margins 5, 0.5, none (one candidate), 1 and 0.1. */
    private static final CandidateLists TRAIN = CandidateLists.of(
            new int[] {0, 3, 6, 7, 10, 13}, new int[13], new float[] {6, 1, 0, 3, 2.5f, 2.4f, 9, 2, 1, -8, 4, 3.9f, -9
            });

    private static final CandidateLists TEST =
            CandidateLists.of(new int[] {0, 2, 4}, new int[4], new float[] {1, 0, 1, 0.5f});

    private static final Map<Split, CandidateLists> LISTS = Map.of(Split.TRAIN, TRAIN, Split.TEST, TEST);

    @Test
    void theLeastCertainRowsOfEverySplitAreAskedAbout() {
        assertThat(share("0.4", "uncertainty").rows(LISTS).stream()).containsExactly(1, 4, 6);
        // Row 1 has three candidates that are nearly equal, row 4 only two.
        assertThat(share("0.2", "entropy").rows(LISTS).stream()).containsExactly(1);
        assertThat(AskedShare.margin(TRAIN, 2)).isInfinite();
        assertThat(AskedShare.entropy(TRAIN, 2)).isZero();
        assertThat(AskedShare.entropy(CandidateLists.of(new int[] {0, 4}, new int[4], new float[4]), 0))
                .isCloseTo(Math.log(4), within(1e-12));
    }

    @Test
    void theControlIsOfTheSameSizeAndRepeats() {
        AskedShare random = share("0.6", "random");
        assertThat(random.rows(LISTS).cardinality()).isEqualTo(4);
        assertThat(random.rows(LISTS)).isEqualTo(share("0.6", "random").rows(LISTS));
    }

    @Test
    void wrongValuesAreRefused() {
        assertThat(AskedShare.of(Optional.of("1"), Optional.empty(), 1)).isEmpty();
        assertThat(AskedShare.of(Optional.empty(), Optional.empty(), 1)).isEmpty();
        for (String wrong : new String[] {"0", "1.5", "NaN", "half"}) {
            assertThatThrownBy(() -> share(wrong, "random"))
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContaining("'share' is '" + wrong + "'");
        }
        assertThatThrownBy(() -> share("0.2", "luck")).hasMessageContaining("uncertainty, entropy, random");
        assertThatThrownBy(() -> AskedShare.of(Optional.empty(), Optional.of("random"), 1))
                .hasMessageContaining("Give 'share'");
    }

    private static AskedShare share(String share, String by) {
        return AskedShare.of(Optional.of(share), Optional.of(by), 7).orElseThrow();
    }
}
