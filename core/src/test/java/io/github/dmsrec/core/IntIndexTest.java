package io.github.dmsrec.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class IntIndexTest {

    @Test
    void equalsAMapInManySizesAfterManyClearings() {
        SplittableRandom random = new RandomStreams(1).stream("index");
        IntIndex index = new IntIndex();
        for (int round = 0; round < 200; round++) {
            Map<Integer, Integer> expected = new LinkedHashMap<>();
            int range = 1 << random.nextInt(1, 31);
            int count = random.nextInt(1 << random.nextInt(1, 12));
            for (int i = 0; i < count; i++) {
                int value = random.nextInt(-range / 2, range);
                assertThat(index.find(value)).isEqualTo(expected.getOrDefault(value, -1));
                int place = expected.computeIfAbsent(value, key -> expected.size());
                assertThat(index.add(value)).isEqualTo(place);
                assertThat(index.find(value)).isEqualTo(place);
                assertThat(index.value(place)).isEqualTo(value);
            }
            assertThat(index.size()).isEqualTo(expected.size());
            assertThat(index.toArray())
                    .containsExactly(expected.keySet().stream()
                            .mapToInt(Integer::intValue)
                            .toArray());
            index.clear();
            assertThat(index.size()).isZero();
            expected.keySet().forEach(value -> assertThat(index.find(value)).isEqualTo(-1));
        }
    }
}
