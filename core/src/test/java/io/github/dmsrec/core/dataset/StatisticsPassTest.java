package io.github.dmsrec.core.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.core.RandomStreams;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatisticsPassTest {

    private static final int SLOTS = 1 << 22;
    private static final int HASHES = 1 << 18;

    /** Hashes that share slots are searched one after the other, so that a set of millions is of no use if most slots stay empty. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 8, 64})
    void theHashesOfAPartUseAllSlots(int parts) {
        SplittableRandom random = new RandomStreams(4).stream("hashes", parts);
        BitSet used = new BitSet(SLOTS);
        for (int hashes = 0; hashes < HASHES; ) {
            long hash = random.nextLong();
            if (StatisticsPass.partOf(hash, parts) == 0) {
                used.set((int) hash & (SLOTS - 1));
                hashes++;
            }
        }

        // Of 2^18 draws from 2^22 slots, 3 % meet another one.
        assertThat(used.cardinality()).isGreaterThan((int) (0.96 * HASHES));
    }
}
