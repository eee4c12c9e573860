package io.github.dmsrec.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.Sessions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that are learned one by one are those of the whole table. */
class ItemRowLearnerTest {

    private static final int ITEMS = 12;

    @ParameterizedTest
    @ValueSource(strings = {"sr", "sr steps", "ar", "markov", "item-knn"})
    void eachRowIsThatOfTheWholeTable(String words) {
        BaselineOptions options = BaselineOptions.defaults(words.replace(" steps", ""))
                .with(words.endsWith(" steps") ? Map.of("steps", "2", "weighting", "linear") : Map.of());
        List<int[]> sessions = sessions();
        Recommender whole = options.learn(Sessions.of(sessions), catalogue());
        int[] clicks = Sessions.of(sessions).clicksPerItem(ITEMS);
        ItemRowLearner learner = ItemRowLearner.of(options, clicks);
        int reach = ItemRowLearner.reach(options);

        for (int source = 0; source < ITEMS; source++) {
            for (int[] session : sessions) {
                int item = source;
                if (IntStream.of(session).anyMatch(click -> click == item)) {
                    learner.add(source, ItemRowLearner.relevant(session, source, reach));
                }
            }
            ItemRow row = learner.finish(source);
            float[] scores = new float[ITEMS];
            for (int i = 0; i < row.items().length; i++) {
                scores[row.items()[i]] = row.scores()[i];
            }
            float[] expected = new float[ITEMS];
            whole.score(Sessions.of(List.of(new int[] {source})), 0, 1, expected);
            assertThat(scores).isEqualTo(expected);
        }
    }

    @Test
    void clicksBeyondTheReachAreLeftOut() {
        int[] session = {5, 1, 2, 3, 4, 1, 1, 6, 7};
        assertThat(ItemRowLearner.relevant(session, 1, 1)).containsExactly(1, 2, 1, 1, 6);
        assertThat(ItemRowLearner.relevant(session, 1, 1 << 20)).containsExactly(1, 2, 3, 4, 1, 1, 6, 7);
        assertThat(ItemRowLearner.relevant(session, 1, -1)).isSameAs(session);
    }

    @Test
    void otherMethodsHaveNoSuchRows() {
        BaselineOptions popular = BaselineOptions.defaults("markov").with(Map.of("ties", "popular"));
        assertThat(ItemRowLearner.learns(popular)).isFalse();
        assertThat(ItemRowLearner.learns(BaselineOptions.defaults("vs-knn"))).isFalse();
        assertThatThrownBy(() -> ItemRowLearner.of(popular, new int[ITEMS]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<int[]> sessions() {
        Random random = new Random(5);
        List<int[]> sessions = new ArrayList<>();
        for (int s = 0; s < 200; s++) {
            sessions.add(random.ints(1 + random.nextInt(15), 0, ITEMS).toArray());
        }
        return sessions;
    }

    private static Catalogue catalogue() {
        return new Catalogue(IntStream.range(0, ITEMS)
                .mapToObj(item -> new Item(Integer.toString(item), "", Map.of()))
                .toList());
    }
}
