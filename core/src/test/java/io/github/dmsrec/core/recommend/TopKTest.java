package io.github.dmsrec.core.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.RandomStreams;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopKTest {

    @Test
    void equalsASortWithTiesAndExclusions() {
        SplittableRandom random = new RandomStreams(3).stream("top k");
        for (int round = 0; round < 2000; round++) {
            int n = 1 + random.nextInt(60);
            int offset = random.nextInt(5);
            float[] scores = new float[offset + n];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = random.nextInt(12) - 6;
            }
            int k = random.nextInt(n + 5);
            int[] excluded = random.ints(random.nextInt(8), 0, n).toArray();

            int[] sorted = IntStream.range(0, n)
                    .filter(item -> IntStream.of(excluded).noneMatch(other -> other == item))
                    .boxed()
                    .sorted(Comparator.comparingDouble(item -> -scores[offset + item]))
                    .limit(k)
                    .mapToInt(Integer::intValue)
                    .toArray();

            assertThat(TopK.select(scores, offset, n, k, excluded)).containsExactly(sorted);
        }
    }

    @Test
    void infinitiesHaveAnOrderAndNansAreRefusedWhereverTheyStand() {
        float[] scores = {1, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, -0f, 0f};
        assertThat(TopK.select(scores, 0, 5, 5)).containsExactly(2, 0, 3, 4, 1);

        for (int item = 0; item < 5; item++) {
            float[] broken = {5, 4, 3, 2, 1};
            broken[item] = Float.NaN;
            int where = item;
            assertThatThrownBy(() -> TopK.select(broken, 0, 5, 2, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("item " + where);
        }
    }
}
