package io.github.dmsrec.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.recommend.RecommenderContractTest;
import io.github.dmsrec.core.recommend.TopK;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MarkovChainTest extends RecommenderContractTest {

    @Override
    protected Recommender recommender(SessionDataset dataset) {
        return reference(dataset.sessions(Split.TRAIN), dataset.catalogue());
    }

    @Test
    void countsComeFirstThenPopularityThenIndex() {
        Sessions sessions = Sessions.of(List.of(
                new int[] {0, 1}, new int[] {0, 1}, new int[] {0, 2, 4}, new int[] {0, 3}, new int[] {3, 4, 4}));
        Recommender recommender = reference(sessions, catalogue(7));

        float[] scores = recommender.score(5, 0);

        // 1 followed twice; 3 and 2 once, 3 being the more popular; then by popularity: 0, 4; then 5, 6 by index.
        assertThat(TopK.select(scores, 0, 7, 7)).containsExactly(1, 3, 2, 0, 4, 5, 6);
        assertThat(scores[1]).isBetween(2f, 3f);
        assertThat(scores[3]).isBetween(1f, 2f);
        assertThat(scores[6]).isBetween(0f, 1f);
    }

    @Test
    void onlyTheLastClickCounts() {
        Recommender recommender = reference(Sessions.of(List.of(new int[] {0, 1}, new int[] {2, 3})), catalogue(4));

        assertThat(recommender.score(0, 2)).isEqualTo(recommender.score(2));
        assertThat(TopK.select(recommender.score(0, 2), 0, 4, 1)).containsExactly(3);
    }

    @Test
    void withTiesAsInSessionRecTheFirstSeenComesFirstAndWhatNeverFollowedIsUnknown() {
        Sessions sessions = Sessions.of(List.of(new int[] {0, 2}, new int[] {0, 1}, new int[] {3, 1}));

        float[] scores = BaselineOptions.defaults("markov")
                .with(Map.of("pruning", "1"))
                .learn(sessions, catalogue(4))
                .score(0);

        assertThat(scores).containsExactly(0, 0, 1, 0);
    }

    @Test
    void prunedFollowersCountAsIfTheyNeverFollowed() {
        Sessions sessions = Sessions.of(List.of(new int[] {0, 2}, new int[] {0, 1}, new int[] {3, 1}));

        float[] scores = BaselineOptions.defaults("markov")
                .with(Map.of("pruning", "1", "ties", "popular"))
                .learn(sessions, catalogue(4))
                .score(0);

        assertThat(TopK.select(scores, 0, 4, 4)).containsExactly(1, 0, 2, 3);
        assertThat(scores[2]).isLessThan(1);
    }

    private static Recommender reference(Sessions sessions, Catalogue catalogue) {
        return Baselines.references().get(1).learn(sessions, catalogue);
    }

    private static Catalogue catalogue(int items) {
        return new Catalogue(IntStream.range(0, items)
                .mapToObj(item -> new Item(Integer.toString(item), "", Map.of()))
                .toList());
    }
}
