package io.github.dmsrec.intent.inferrer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.intent.inferrer.IntentText.Title;
import io.github.dmsrec.intent.inferrer.TitleMean.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TitleMeanTest {

    // Items 4 and 5 have no title.
    private static final InferenceSetting SETTING = new InferenceSetting(
            new Catalogue(IntStream.range(0, 6)
                    .mapToObj(i -> new Item("i" + i, i < 4 ? "t" + i : i == 4 ? "" : " ", Map.of()))
                    .toList()),
            new IntentVectors(1, new float[6]),
            Optional.empty());

    @Test
    void bothSidesAreAllTitlesOfTheSourceEachOnceInItsOrder() {
        int[] session = {2, 4, 0, 2};
        int[] candidates = {3, 5, 2, 1};
        assertThat(items(Source.CLICKED_ITEMS, session, candidates)).containsExactly(2, 0);
        assertThat(items(Source.CANDIDATES, session, candidates)).containsExactly(3, 2, 1);
    }

    @Test
    void withoutATitleThereIsNoIntent() {
        for (Source source : Source.values()) {
            InferredRow row = infer(source, new int[] {4, 5}, new int[] {5, 4});
            assertThat(row.status()).isEqualTo(RowStatus.NOTHING_TO_CHOOSE);
            assertThat(row.reason()).endsWith("has a title");
            assertThat(row.explicitIntents()).isEmpty();
            assertThat(row.latentIntents()).isEmpty();
        }
        assertThat(infer(Source.CLICKED_ITEMS, new int[] {1}, new int[0]).status())
                .isEqualTo(RowStatus.ANSWERED);
        assertThat(infer(Source.CANDIDATES, new int[] {1}, new int[0]).status()).isEqualTo(RowStatus.NOTHING_TO_CHOOSE);
    }

    private static List<Integer> items(Source source, int[] session, int[] candidates) {
        InferredRow row = infer(source, session, candidates);
        assertThat(row.latentIntents()).isEqualTo(row.explicitIntents());
        return row.explicitIntents().stream().map(text -> ((Title) text).item()).toList();
    }

    private static InferredRow infer(Source source, int[] session, int[] candidates) {
        try (TitleMean inferrer = new TitleMean(source)) {
            return inferrer.infer(SETTING, List.of(new IntentRequest(session, candidates)), Progress.NONE)
                    .rows()
                    .get(0);
        }
    }
}
