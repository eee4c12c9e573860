package io.github.dmsrec.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The expected orders are what CPython 3.11 prints. */
class HashOrderTest {

    @Test
    void collidingMembersGoToTheNextSlots() {
        HashOrder order = of(64, 8, 16, 24, 0, 32, 40, 48, 56, 72);

        assertThat(order.values()).containsExactly(64, 0, 32, 8, 40, 72, 16, 48, 24, 56);
    }

    @Test
    void theHigherBitsOfLargeAndNegativeMembersCount() {
        HashOrder order = new HashOrder();
        long[] keys = {31817, 12, 9003, 17, 4099, 8195, -1, -2, 5, 16387, 3, 1L << 40};
        for (int i = 0; i < keys.length; i++) {
            order.add(keys[i], i);
        }

        assertThat(Arrays.stream(order.values()).mapToLong(i -> keys[i]).toArray())
                .containsExactly(1L << 40, 4099, 8195, 5, 16387, 3, 31817, 9003, 12, 17, -2, -1);
    }

    @Test
    void aUnionIsLaidOutAnew() {
        int[] members = new int[200];
        long x = 1;
        for (int i = 0; i < members.length; i++) {
            x = (x * 1103515245 + 12345) % (1L << 31);
            members[i] = (int) (x % 40000);
        }
        HashOrder first = of(Arrays.copyOfRange(members, 0, 120));
        HashOrder second = of(Arrays.copyOfRange(members, 60, 200));

        HashOrder union = new HashOrder().union(first).union(second);

        assertThat(weighted(first)).isEqualTo(141788016);
        assertThat(union.size()).isEqualTo(198);
        assertThat(union.values())
                .startsWith(1027, 37891, 2065, 26649, 34847, 31780, 2088, 20521, 33834, 11308, 1072, 21552);
        assertThat(weighted(union)).isEqualTo(377286753);
    }

    @Test
    void aMemberIsKeptOnce() {
        assertThat(of(5, 5, 5).values()).containsExactly(5);
    }

    private static HashOrder of(int... members) {
        HashOrder order = new HashOrder();
        for (int member : members) {
            order.add(member, member);
        }
        return order;
    }

    private static long weighted(HashOrder order) {
        int[] values = order.values();
        long sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += (i + 1L) * values[i];
        }
        return sum;
    }
}
