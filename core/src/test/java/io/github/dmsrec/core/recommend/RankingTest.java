package io.github.dmsrec.core.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.RandomStreams;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RankingTest {

    private final Ranking ranking = new Ranking();

    @Test
    void equalsASortWhateverTheOrderOfTheOffers() {
        RandomStreams random = new RandomStreams(3);
        SplittableRandom draws = random.stream("ranking");
        for (int round = 0; round < 2000; round++) {
            int n = 1 + draws.nextInt(60);
            float[] scores = new float[n];
            for (int i = 0; i < n; i++) {
                scores[i] = draws.nextInt(12) - 6;
            }
            int k = draws.nextInt(n + 5);
            int rest = draws.nextInt(4);

            ranking.begin(k, item -> item % 4 != rest);
            for (int item : random.permutation(n, "order", round)) {
                ranking.offer(item, scores[item]);
            }

            assertThat(ranking.items())
                    .containsExactly(IntStream.range(0, n)
                            .filter(item -> item % 4 != rest)
                            .boxed()
                            .sorted(Comparator.comparingDouble(item -> -scores[item]))
                            .limit(k)
                            .mapToInt(Integer::intValue)
                            .toArray());
            assertThat(ranking.size()).isEqualTo(ranking.items().length);
            for (int rank = 0; rank < ranking.size(); rank++) {
                assertThat(ranking.score(rank)).isEqualTo(scores[ranking.item(rank)]);
            }
        }
    }

    @Test
    void zeroMayMeanThatNothingIsKnown() {
        float[] row = {9, 0, -1, 3, 0};

        ranking.begin(5);
        ranking.offerAll(row, 1, 4, true);
        assertThat(ranking.items()).containsExactly(2, 1);
        assertThat(ranking.scores()).containsExactly(3, -1);

        ranking.begin(3);
        ranking.offerAll(row, 1, 4, false);
        assertThat(ranking.items()).containsExactly(2, 0, 3);
    }

    @Test
    void kMayBeAnyNumberFromZeroUp() {
        ranking.begin(Integer.MAX_VALUE);
        ranking.offer(4, 1);
        assertThat(ranking.items()).containsExactly(4);

        ranking.begin(0);
        ranking.offer(4, 1);
        assertThat(ranking.items()).isEmpty();

        assertThatThrownBy(() -> ranking.begin(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatWasReadTakesNoMore() {
        ranking.begin(3);
        ranking.offer(4, 1);
        assertThat(ranking.item(0)).isEqualTo(4);

        assertThatThrownBy(() -> ranking.offer(5, 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> ranking.item(1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void refusesNans() {
        ranking.begin(1, item -> false);

        assertThatThrownBy(() -> ranking.offer(7, Float.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("item 7");
    }
}
