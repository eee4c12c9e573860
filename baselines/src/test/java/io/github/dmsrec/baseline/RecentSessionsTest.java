package io.github.dmsrec.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.Sessions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model of the recent sessions alone answers as one of all. */
class RecentSessionsTest {

    private static final int ITEMS = 20;

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 20, 1000})
    void theAnswersAreThoseOfAllSessions(int sample, @TempDir Path folder) throws IOException {
        List<int[]> all = sessions();
        Sessions sessions = Sessions.of(all);
        BaselineOptions options = BaselineOptions.defaults("vmis-knn")
                .with(Map.of("sample-size", String.valueOf(sample), "neighbours", "7", "idf-weighting", "1"));
        int[] clicks = sessions.clicksPerItem(ITEMS);
        List<int[]> recent = recent(all, RecentSessions.perItem(options));
        ArtefactFolder written = BaselineModel.write(
                folder.resolve("model"),
                catalogue(),
                options,
                CountedTables.ofRecentSessions(clicks, all.size(), recent),
                new BaselineModel.Learned(all.size(), sessions.clicks(), false),
                Origin.of("model", "a test", 1, 1));

        BaselineModel model = BaselineModel.load(written, options.kind());

        assertThat(model.clicks()).isEqualTo(clicks);
        assertThat(recent.size() < all.size()).isEqualTo(sample < 100);
        assertThat(scores(model.recommender())).isEqualTo(scores(options.learn(sessions, catalogue())));
    }

    @Test
    void allSessionsOfAnItemAreNoSample() {
        BaselineOptions options = BaselineOptions.defaults("vmis-knn");
        assertThat(RecentSessions.suffice(options)).isTrue();
        assertThat(RecentSessions.suffice(BaselineOptions.defaults("vs-knn"))).isFalse();
        BaselineOptions unbounded = options.with(Map.of("sample-size", "0"));
        assertThatThrownBy(() -> RecentSessions.perItem(unbounded))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("sample-size=0");
    }

    /** Those that hold an item which fewer than so many later ones hold. */
    private static List<int[]> recent(List<int[]> sessions, int perItem) {
        int[] seen = new int[ITEMS];
        List<int[]> kept = new ArrayList<>();
        for (int s = sessions.size() - 1; s >= 0; s--) {
            boolean wanted = false;
            for (int item : IntStream.of(sessions.get(s)).distinct().toArray()) {
                wanted |= seen[item]++ < perItem;
            }
            if (wanted) {
                kept.add(0, sessions.get(s));
            }
        }
        return kept;
    }

    private static float[] scores(Recommender recommender) {
        List<int[]> asked = new ArrayList<>();
        Random random = new Random(8);
        for (int row = 0; row < 60; row++) {
            asked.add(random.ints(1 + random.nextInt(5), 0, ITEMS).toArray());
        }
        float[] scores = new float[asked.size() * ITEMS];
        recommender.score(Sessions.of(asked), 0, asked.size(), scores);
        return scores;
    }

    private static List<int[]> sessions() {
        Random random = new Random(5);
        List<int[]> sessions = new ArrayList<>();
        for (int s = 0; s < 400; s++) {
            sessions.add(random.ints(1 + random.nextInt(6), 0, ITEMS)
                    .map(item -> item * item / ITEMS)
                    .toArray());
        }
        return sessions;
    }

    private static Catalogue catalogue() {
        return new Catalogue(IntStream.range(0, ITEMS)
                .mapToObj(item -> new Item("i" + item, "", Map.of()))
                .toList());
    }
}
