package io.github.dmsrec.core.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.core.evaluate.ItemPopularity.Group;
import io.github.dmsrec.core.session.Sessions;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ItemPopularityTest {

    /** 12 clicks: item 3 has 5, item 0 has 3, items 1 and 4 have 2 each, items 2 and 5 have none. */
    private final ItemPopularity popularity =
            new ItemPopularity(Sessions.of(List.of(new int[] {3, 3, 3, 0, 1, 4}, new int[] {4, 1, 0, 3, 3, 0})), 6);

    @Test
    void headMidAndTailHaveAThirdOfTheClicksEach() {
        // Before item 3 are 0 clicks, before item 0 are 5 (a third is 4), before item 1 are 8, which is two thirds.
        assertThat(IntStream.range(0, 6).mapToObj(popularity::group))
                .containsExactly(Group.MID, Group.TAIL, Group.TAIL, Group.HEAD, Group.TAIL, Group.TAIL);
        assertThat(popularity.items(Group.TAIL)).isEqualTo(4);
    }

    @Test
    void equallyPopularItemsShareTheMiddleOfTheirPlaces() {
        assertThat(IntStream.range(0, 6).mapToDouble(popularity::percentile))
                .containsExactly(4.5 / 6, 3.0 / 6, 1.0 / 6, 5.5 / 6, 3.0 / 6, 1.0 / 6);
    }
}
