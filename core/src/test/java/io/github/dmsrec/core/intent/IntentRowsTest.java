package io.github.dmsrec.core.intent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class IntentRowsTest {

    @Test
    void rowsKeepTheirTextsWhetherBothSidesAreAlikeOrNot() {
        for (int[] latent : new int[][] {{4, 2}, {2, 4}, {4}, {}}) {
            IntentRows rows = new IntentRows.Builder()
                    .add(new int[0], new int[0])
                    .add(new int[] {4, 2}, latent)
                    .add(new int[] {7}, new int[] {7})
                    .build();
            assertThat(rows.size()).isEqualTo(3);
            assertThat(rows.explicitCount(0)).isZero();
            assertThat(rows.latentCount(0)).isZero();
            assertThat(rows.explicitText(1, 1)).isEqualTo(2);
            assertThat(rows.latentCount(1)).isEqualTo(latent.length);
            for (int i = 0; i < latent.length; i++) {
                assertThat(rows.latentText(1, i)).isEqualTo(latent[i]);
            }
            assertThat(rows.latentText(2, 0)).isEqualTo(7);
            assertThat(rows)
                    .isEqualTo(new IntentRows(List.of(
                            IntentRows.Row.NONE,
                            new IntentRows.Row(new int[] {4, 2}, latent),
                            new IntentRows.Row(new int[] {7}, new int[] {7}))));
        }
    }
}
