package io.github.dmsrec.intent.inferrer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.option.OptionValues;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.intent.inferrer.IntentText.Title;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EmbeddingSimilarityTest {

    // Angles of 0, 10, 20, 90, 90 and 180 degrees, of different lengths; item 6 has no title.
    private static final float[] VECTORS = {
        1f, 0f, 0.9848f, 0.1736f, 4.6985f, 1.7101f, 0f, 1f, 0f, 3f, -1f, 0f, 0f, 0f,
    };
    private static final InferenceSetting SETTING = new InferenceSetting(
            new Catalogue(IntStream.range(0, 7)
                    .mapToObj(i -> new Item("i" + i, i == 6 ? "" : "t" + i, Map.of()))
                    .toList()),
            new IntentVectors(2, VECTORS),
            Optional.empty());

    @Test
    void picksTheMostSimilarOfEachKindAndSplitsByClick() {
        InferredRow row = infer(options(0.8, 2, 3), new int[] {0}, new int[] {5, 4, 3, 2, 1, 0});
        assertThat(items(row.explicitIntents())).containsExactly(0);
        assertThat(items(row.latentIntents())).containsExactly(1, 2, 4);
        assertThat(row.status()).isEqualTo(RowStatus.ANSWERED);
    }

    @Test
    void tiesGoByRankAndNumbersOfPicksAreBounds() {
        OptionValues one = options(0.8, 0, 1);
        assertThat(items(infer(one, new int[] {0}, new int[] {4, 3}).latentIntents()))
                .containsExactly(4);
        assertThat(items(infer(one, new int[] {0}, new int[] {3, 4}).latentIntents()))
                .containsExactly(3);
        assertThat(infer(one, new int[] {0}, new int[] {0, 4}).explicitIntents())
                .isEmpty();
    }

    @Test
    void recentClicksWeighMore() {
        OptionValues one = options(0.5, 0, 1);
        assertThat(items(infer(one, new int[] {0, 3}, new int[] {2, 4}).latentIntents()))
                .containsExactly(4);
        assertThat(items(infer(one, new int[] {3, 0}, new int[] {2, 4}).latentIntents()))
                .containsExactly(2);
    }

    @Test
    void emptyTitlesAreNeverPickedAndNothingIsChosenWithoutTitles() {
        InferredRow row = infer(options(0.8, 2, 3), new int[] {0, 6}, new int[] {6, 5});
        assertThat(row.explicitIntents()).isEmpty();
        assertThat(items(row.latentIntents())).containsExactly(5);
        assertThat(infer(options(0.8, 2, 3), new int[] {6}, new int[] {1, 2}).status())
                .isEqualTo(RowStatus.NOTHING_TO_CHOOSE);
        assertThat(infer(options(0.8, 2, 3), new int[] {0}, new int[] {6}).status())
                .isEqualTo(RowStatus.NOTHING_TO_CHOOSE);
    }

    private static OptionValues options(double decay, int explicitPicks, int latentPicks) {
        return EmbeddingSimilarity.KIND
                .options()
                .parse(Map.of(
                        "decay", Double.toString(decay),
                        "explicit-picks", Integer.toString(explicitPicks),
                        "latent-picks", Integer.toString(latentPicks)));
    }

    private static InferredRow infer(OptionValues options, int[] session, int[] candidates) {
        try (EmbeddingSimilarity inferrer = new EmbeddingSimilarity(options)) {
            return inferrer.infer(SETTING, List.of(new IntentRequest(session, candidates)), Progress.NONE)
                    .rows()
                    .get(0);
        }
    }

    private static List<Integer> items(List<IntentText> texts) {
        return texts.stream().map(text -> ((Title) text).item()).toList();
    }
}
