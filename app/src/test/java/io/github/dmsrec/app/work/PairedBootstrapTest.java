package io.github.dmsrec.app.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Sessions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PairedBootstrapTest {

    private final Examples rows = Examples.lastClickOf(Sessions.of(
            IntStream.range(0, 200).mapToObj(i -> new int[] {i, i + 1}).toList()));

    private static int[] ranks(int size, int rank) {
        int[] ranks = new int[size];
        Arrays.fill(ranks, rank);
        return ranks;
    }

    @Test
    void aConstantDifferenceHasNoSpread() {
        PairedBootstrap same = PairedBootstrap.compare(ranks(200, 4), ranks(200, 2), rows, 1);

        assertThat(same.difference()).isCloseTo(0.25, Offset.offset(1e-12));
        assertThat(same.low()).isCloseTo(0.25, Offset.offset(1e-12));
        assertThat(same.high()).isCloseTo(0.25, Offset.offset(1e-12));
    }

    @Test
    void theIntervalHasTheWidthOfTheNormalApproximation() {
        int[] second = ranks(200, 1);
        Arrays.fill(second, 100, 200, 21);
        PairedBootstrap noisy = PairedBootstrap.compare(ranks(200, 2), second, rows, 1);

        // Differences are +0.5 and -0.5, half each: standard error 0.5 / sqrt(200) = 0.0354, times 1.96.
        assertThat(noisy.difference()).isCloseTo(0, Offset.offset(1e-12));
        assertThat(noisy.low()).isCloseTo(-0.069, Offset.offset(0.012));
        assertThat(noisy.high()).isCloseTo(0.069, Offset.offset(0.012));
    }

    @Test
    void rowsOfOneSessionAreDrawnTogether() {
        Examples twoLongSessions = Examples.everyPrefixOf(Sessions.of(List.of(
                IntStream.range(0, 101).toArray(), IntStream.range(0, 101).toArray())));
        int[] second = ranks(200, 1);
        Arrays.fill(second, 100, 200, 21);

        PairedBootstrap clustered = PairedBootstrap.compare(ranks(200, 2), second, twoLongSessions, 1);

        assertThat(clustered.low()).isEqualTo(-0.5);
        assertThat(clustered.high()).isEqualTo(0.5);
    }
}
