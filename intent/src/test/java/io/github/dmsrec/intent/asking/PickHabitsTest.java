package io.github.dmsrec.intent.asking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.core.RandomStreams;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PickHabitsTest {

    private final PickHabits habits = new PickHabits();

    @Test
    void evenPicksAreNoHabit() {
        for (int row = 0; row < 2000; row++) {
            habits.add(30, picks(row, 30, 3));
        }
        assertThat(habits.finding()).isEmpty();
        assertThat(habits.displaced()).isLessThan(0.05);
        assertThat(habits.beginning()).isCloseTo(0.1, within(0.02));
        assertThat(habits.evenBeginning()).isCloseTo(0.1, within(1e-9));
        // 28 runs among the 4060 triples of 30.
        assertThat(habits.evenRuns()).isCloseTo(2000 * 28 / 4060.0, within(1e-6));
    }

    @Test
    void runsOfNeighboursAreOneWhereverTheyBegin() {
        for (int row = 0; row < 300; row++) {
            int first = 1 + row % 28;
            habits.add(30, row % 3 == 0 ? picks(row, 30, 3) : new int[] {first + 2, first, first + 1});
        }
        assertThat(habits.finding()).hasValueSatisfying(text -> assertThat(text)
                .startsWith("20")
                .contains("of 300 answers with three picks or more are runs of neighbours"));
    }

    @Test
    void picksAtTheBeginningAreOneWithSinglePicks() {
        for (int row = 0; row < 200; row++) {
            habits.add(50, new int[] {1 + row % 4});
        }
        assertThat(habits.finding()).hasValueSatisfying(text -> assertThat(text)
                .contains("100 % are in its first tenth, where even picks would be 10 %"));
    }

    @Test
    void fewAnswersAndShortListsProveNothing() {
        for (int row = 0; row < 199; row++) {
            habits.add(50, new int[] {1, 2, 3});
        }
        assertThat(habits.finding()).isEmpty();
        PickHabits all = new PickHabits();
        for (int row = 0; row < 500; row++) {
            all.add(4, new int[] {1, 2, 3, 4});
        }
        assertThat(all.finding()).as("all of a list are neighbours").isEmpty();
    }

    private static int[] picks(int row, int shown, int count) {
        return Arrays.stream(new RandomStreams(1).permutation(shown, "picks", row))
                .limit(count)
                .map(i -> i + 1)
                .toArray();
    }
}
