package io.github.dmsrec.core.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.core.SlowRun;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.session.TinyDataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link Recommender} must do; the test of each extends this class. */
public abstract class RecommenderContractTest {

    private static final SessionDataset DATASET = TinyDataset.create();
    private static final int THREADS = 6;

    /** Rows of the test split that threads ask for at once. */
    private static final int ROWS_AT_ONCE = SlowRun.ON ? 40 : 6;

    /** The recommender under test, for the catalogue of the data set. */
    protected abstract Recommender recommender(SessionDataset dataset);

    /** How far apart the scores of a row may be when it is scored in another batch; 0 unless overridden. */
    protected double tolerance() {
        return 0;
    }

    @Test
    void hasANameAndScoresTheWholeCatalogue() {
        Recommender recommender = recommender(DATASET);

        assertThat(recommender.name()).isNotBlank();
        assertThat(recommender.catalogueSize()).isEqualTo(DATASET.catalogue().size());
        assertThat(recommender.score(3, 5)).hasSize(DATASET.catalogue().size());
    }

    @Test
    void batchRowsEqualSingleRows() {
        Recommender recommender = recommender(DATASET);
        Examples rows = DATASET.examples(Split.TEST).rows(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        float[] batch = scoresOf(recommender, rows);

        for (int row = 0; row < rows.size(); row++) {
            assertRow(batch, row, recommender.score(rows.items(row)), "row " + row);
        }
    }

    @Test
    void aRangeOfRowsFillsTheBufferFromItsBeginning() {
        Recommender recommender = recommender(DATASET);
        Examples rows = DATASET.examples(Split.TEST);
        int items = recommender.catalogueSize();
        float[] scores = new float[4 * items];
        Arrays.fill(scores, 3 * items, 4 * items, -7f);

        recommender.score(rows, 5, 8, scores);

        for (int row = 5; row < 8; row++) {
            assertRow(scores, row - 5, recommender.score(rows.items(row)), "row " + row);
        }
        assertThat(Arrays.copyOfRange(scores, 3 * items, 4 * items)).containsOnly(-7f);
    }

    @Test
    void theOrderOfRowsDoesNotMatter() {
        Recommender recommender = recommender(DATASET);
        List<int[]> rows = mixedRows();
        List<int[]> reversed = new ArrayList<>(rows);
        Collections.reverse(reversed);

        float[] there = scoresOf(recommender, Sessions.of(rows));
        float[] back = scoresOf(recommender, Sessions.of(reversed));

        int items = recommender.catalogueSize();
        for (int row = 0; row < rows.size(); row++) {
            int other = rows.size() - 1 - row;
            float[] expected = Arrays.copyOfRange(back, other * items, (other + 1) * items);
            assertRow(there, row, expected, "row " + row);
        }
    }

    @Test
    void scoresAreFiniteForAnyLengthAndForRepeats() {
        Recommender recommender = recommender(DATASET);

        for (float score : scoresOf(recommender, Sessions.of(mixedRows()))) {
            assertThat(score).isFinite();
        }
    }

    @Test
    void doesNotModifyThePrefix() {
        int[] prefix = {4, 9, 4, 1};

        recommender(DATASET).score(prefix);

        assertThat(prefix).containsExactly(4, 9, 4, 1);
    }

    @Test
    void refusesAnEmptyPrefix() {
        Recommender recommender = recommender(DATASET);

        assertThatThrownBy(() -> recommender.score()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesAnItemOutsideTheCatalogue() {
        Recommender recommender = recommender(DATASET);

        assertThatThrownBy(() -> recommender.score(3, TinyDataset.ITEMS)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> recommender.score(-1, 3)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void manyThreadsAtOnceGiveTheBitsOfOne() throws Exception {
        Recommender recommender = recommender(DATASET);
        List<int[]> sessions = sessionsOfAllKinds();
        List<Answer> alone = new ArrayList<>();
        for (int[] session : sessions) {
            alone.add(Answer.of(recommender, session));
        }

        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int first = thread * sessions.size() / THREADS;
                running.add(threads.submit(() -> {
                    start.await();
                    for (int i = 0; i < sessions.size(); i++) {
                        int s = (first + i) % sessions.size();
                        Answer answer = Answer.of(recommender, sessions.get(s));
                        assertThat(answer.isTheSameAs(alone.get(s)))
                                .as("session %d", s)
                                .isTrue();
                    }
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> thread : running) {
                thread.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** What a recommender says of one session. */
    private record Answer(float[] scores, int[] items, float[] scoresOfItems) {

        static Answer of(Recommender recommender, int[] session) {
            Ranking ranking = new Ranking();
            ranking.begin(10);
            recommender.rank(Prefixes.of(session), 0, ranking);
            return new Answer(recommender.score(session), ranking.items(), ranking.scores());
        }

        boolean isTheSameAs(Answer other) {
            return Arrays.equals(scores, other.scores)
                    && Arrays.equals(items, other.items)
                    && Arrays.equals(scoresOfItems, other.scoresOfItems);
        }
    }

    /** Rows of the test split, and the longest and the strangest between them. */
    private static List<int[]> sessionsOfAllKinds() {
        Examples rows = DATASET.examples(Split.TEST);
        List<int[]> sessions = new ArrayList<>(mixedRows());
        for (int row = 0; row < Math.min(rows.size(), ROWS_AT_ONCE); row++) {
            sessions.add(rows.items(row));
        }
        Collections.shuffle(sessions, new Random(5));
        return sessions;
    }

    @Test
    void ranksWhatItScoresWithMasksBeforeTheCut() {
        Recommender recommender = recommender(DATASET);
        Ranking ranking = new Ranking();
        int n = recommender.catalogueSize();
        for (int[] session : mixedRows()) {
            float[] scores = recommender.score(session);
            for (int k : new int[] {0, 1, 7, n, 3 * n}) {
                for (SessionItems kind : SessionItems.values()) {
                    Prefixes rows = Prefixes.of(session);
                    IntPredicate allowed = kind.allowed(rows, 0).and(item -> item % 5 != 1);
                    ranking.begin(k, allowed);
                    recommender.rank(rows, 0, ranking);

                    int[] expected = IntStream.range(0, n)
                            .filter(allowed)
                            .filter(item -> !recommender.isZeroUnknown() || scores[item] != 0)
                            .boxed()
                            .sorted(Comparator.comparingDouble(item -> -scores[item]))
                            .limit(k)
                            .mapToInt(Integer::intValue)
                            .toArray();
                    assertThat(ranking.items()).as("k %d, %s", k, kind).containsExactly(expected);
                    for (int rank = 0; rank < ranking.size(); rank++) {
                        assertThat(ranking.score(rank)).isEqualTo(scores[expected[rank]]);
                    }
                }
            }
        }
    }

    @Test
    void rankingRefusesWhatScoringRefuses() {
        Recommender recommender = recommender(DATASET);
        Ranking ranking = new Ranking();
        ranking.begin(5);

        for (Prefixes rows : List.of(Prefixes.of(), Prefixes.of(3, TinyDataset.ITEMS), Prefixes.of(-1, 3))) {
            assertThatThrownBy(() -> recommender.rank(rows, 0, ranking)).isInstanceOf(IllegalArgumentException.class);
        }
        // A refused row leaves nothing behind.
        assertThat(recommender.score(3, 5)).isEqualTo(recommender(DATASET).score(3, 5));
    }

    /** Length 1, length 500, an immediate and a distant repeat, one item alone many times. */
    private static List<int[]> mixedRows() {
        int[] longest = new int[500];
        for (int i = 0; i < longest.length; i++) {
            longest[i] = (i * 13 + i / 40) % TinyDataset.ITEMS;
        }
        int[] sameItem = new int[30];
        Arrays.fill(sameItem, 11);
        return List.of(new int[] {0}, longest, new int[] {2, 2, 8, 5, 2}, sameItem, new int[] {39, 0});
    }

    private static float[] scoresOf(Recommender recommender, Prefixes rows) {
        float[] scores = new float[rows.size() * recommender.catalogueSize()];
        recommender.score(rows, 0, rows.size(), scores);
        return scores;
    }

    private void assertRow(float[] scores, int row, float[] expected, String what) {
        for (int item = 0; item < expected.length; item++) {
            assertThat((double) scores[row * expected.length + item])
                    .as("%s, item %d", what, item)
                    .isCloseTo(expected[item], within(tolerance()));
        }
    }
}
