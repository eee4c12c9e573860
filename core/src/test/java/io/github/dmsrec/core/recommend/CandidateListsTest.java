package io.github.dmsrec.core.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CandidateListsTest {

    private static final int ROWS = 5000;

    /** Row r has r modulo 7 candidates: r, r + 1, ... */
    private static CandidateLists lists() {
        CandidateLists.Builder lists = new CandidateLists.Builder();
        for (int row = 0; row < ROWS; row++) {
            for (int rank = 0; rank < row % 7; rank++) {
                lists.add(row + rank, row - rank / 10f);
            }
            lists.endRow();
        }
        return lists.build();
    }

    @Test
    void everyRowOfEveryBlockIsFound() {
        CandidateLists lists = lists();

        assertThat(lists.size()).isEqualTo(ROWS);
        for (int row = 0; row < ROWS; row++) {
            int first = row;
            assertThat(lists.count(row)).isEqualTo(row % 7);
            assertThat(lists.items(row))
                    .containsExactly(IntStream.range(0, row % 7)
                            .map(rank -> first + rank)
                            .toArray());
            for (int rank = 0; rank < row % 7; rank++) {
                assertThat(lists.item(row, rank)).isEqualTo(row + rank);
                assertThat(lists.score(row, rank)).isEqualTo(row - rank / 10f);
            }
        }
    }

    @Test
    void rowsOfOtherListsComeInAnyOrder() {
        CandidateLists lists = lists();
        CandidateLists.Builder turned = new CandidateLists.Builder();
        for (int row = ROWS - 1; row >= 0; row--) {
            turned.addRow(lists, row);
        }
        CandidateLists result = turned.build();

        assertThat(result.size()).isEqualTo(ROWS);
        for (int row = 0; row < ROWS; row++) {
            assertThat(result.items(row)).containsExactly(lists.items(ROWS - 1 - row));
        }
    }

    @Test
    void wholeBlocksAndNoRowsAreLists() {
        assertThat(new CandidateLists.Builder().build().size()).isZero();
        CandidateLists.Builder block = new CandidateLists.Builder();
        IntStream.range(0, 1024).forEach(row -> block.endRow());
        assertThat(block.build().size()).isEqualTo(1024);
        assertThat(CandidateLists.of(new int[] {0, 0, 2}, new int[] {4, 3}, new float[] {2, 1})
                        .items(1))
                .containsExactly(4, 3);
    }

    @Test
    void arraysThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> CandidateLists.of(new int[] {0, 1}, new int[] {4, 3}, new float[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("offsets end at 1, items are 2, scores 2");
    }
}
