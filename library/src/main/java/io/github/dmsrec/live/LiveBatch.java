package io.github.dmsrec.live;

import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.recommend.Rescoring;
import io.github.dmsrec.core.recommend.ScratchPool;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.intent.SessionIntents;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Recommends for several sessions at once: a network scores them in common passes. Safe for use by several threads, until
 * what scores is closed.
 */
public final class LiveBatch {

    /** So many sessions and clicks a network takes in a pass: what it holds grows with them. */
    private static final int MOST_SESSIONS = 256;

    private static final int MOST_CLICKS = 16_384;

    /** So many scores are held at once, but those of one session at least. */
    private static final int MOST_SCORES = 1 << 22;

    private final LiveScorer scorer;
    private final NewItems newItems;
    private final ItemSelector choice;
    private final Evidence evidence;
    private final ScratchPool<Scores> scratch = new ScratchPool<>(Scores::new);

    /**
     * @param scorer scores the model's items
     * @param newItems those beyond
     * @param choice chooses
     */
    public LiveBatch(LiveScorer scorer, NewItems newItems, ItemSelector choice) {
        this.scorer = scorer;
        this.newItems = newItems;
        this.choice = choice;
        this.evidence = new Evidence(scorer);
    }

    /**
     * A session and what is wanted.
     *
     * @param session catalogue indices of the clicks, oldest first; none for the most clicked items
     * @param withIntents whether a fused model gets intents
     * @param explained whether the evidence is collected
     */
    public record Row(int[] session, SelectionRequest wanted, boolean withIntents, boolean explained) {}

    /**
     * What is recommended for a session.
     *
     * @param byModel whether the model recommends them; else they are the most clicked
     * @param chosen the items
     * @param intents null if none reached the scores
     * @param because the evidence for each item; null if it was not asked for, or the model was not asked
     */
    public record Result(
            boolean byModel,
            ItemSelector.Chosen chosen,
            @Nullable SessionIntents intents,
            @Nullable List<Evidence.OfItem> because) {

        /** The most clicked items, without the model. */
        static Result popular(ItemSelector.Chosen chosen) {
            return new Result(false, chosen, null, null);
        }
    }

    /**
     * Recommends.
     *
     * @param rows in any number
     * @return the results in their order
     * @throws io.github.dmsrec.core.UserMistakeException if an endpoint is asked for intents and gives no usable answer
     */
    public List<Result> recommend(List<Row> rows) {
        @Nullable Result[] results = new Result[rows.size()];
        for (boolean withIntents : new boolean[] {true, false}) {
            int[] chosen = IntStream.range(0, results.length)
                    .filter(i -> rows.get(i).session.length > 0 && rows.get(i).withIntents == withIntents)
                    .toArray();
            int from = 0;
            while (from < chosen.length) {
                int to = end(rows, chosen, from);
                pass(rows, Arrays.copyOfRange(chosen, from, to), withIntents, results);
                from = to;
            }
        }
        List<Result> all = new ArrayList<>(results.length);
        for (int i = 0; i < results.length; i++) {
            Result result = results[i];
            all.add(result == null ? popular(rows.get(i)) : result);
        }
        return all;
    }

    /** The most clicked items that are allowed, without asking the model. */
    public Result popular(Row row) {
        return Result.popular(choice.popular(row.wanted));
    }

    private static int end(List<Row> rows, int[] chosen, int from) {
        int to = from;
        long clicks = 0;
        while (to < chosen.length && to - from < MOST_SESSIONS && (to == from || clicks < MOST_CLICKS)) {
            clicks += rows.get(chosen[to++]).session.length;
        }
        return to;
    }

    private void pass(List<Row> rows, int[] numbers, boolean withIntents, @Nullable Result[] results) {
        List<Row> ofPass = Arrays.stream(numbers).mapToObj(rows::get).toList();
        Sessions sessions = Sessions.of(ofPass.stream().map(this::represented).toList());
        LiveScorer.Prepared prepared = scorer.prepare(sessions, withIntents);
        ItemSelector.Chosen[] chosen = new ItemSelector.Chosen[numbers.length];
        if (scorer.model().scoresInPasses()) {
            inPasses(ofPass, sessions, prepared.recommender(), chosen);
        } else {
            Arrays.setAll(chosen, row -> choice.best(prepared.recommender(), sessions, row, ofPass.get(row).wanted));
        }
        for (int row = 0; row < numbers.length; row++) {
            List<Evidence.OfItem> because = ofPass.get(row).explained
                    ? evidence.of(
                            prepared,
                            row,
                            sessions.items(row),
                            Arrays.stream(chosen[row].items())
                                    .map(newItems::representative)
                                    .toArray())
                    : null;
            results[numbers[row]] = new Result(true, chosen[row], prepared.intentsOf(row), because);
        }
    }

    private int[] represented(Row row) {
        return Arrays.stream(row.session).map(newItems::representative).toArray();
    }

    private void inPasses(List<Row> rows, Sessions sessions, Recommender recommender, ItemSelector.Chosen[] chosen) {
        int n = recommender.catalogueSize();
        int atOnce = Math.max(1, Math.min(rows.size(), MOST_SCORES / Math.max(1, n)));
        scratch.with(held -> {
            float[] scores = held.atLeast(atOnce * n);
            for (int from = 0; from < rows.size(); from += atOnce) {
                int to = Math.min(from + atOnce, rows.size());
                Rescoring near = recommender.scoreNearly(sessions, from, to, scores);
                for (int row = from; row < to; row++) {
                    SelectionRequest wanted = rows.get(row).wanted;
                    ScoredRow scored = new ScoredRow(recommender, sessions, row, scores, (row - from) * n);
                    chosen[row] =
                            near == null ? choice.best(scored, wanted) : choice.best(scored, near, row - from, wanted);
                }
            }
        });
    }

    /** An array that grows to what was needed so far. */
    private static final class Scores {

        private float[] values = new float[0];

        float[] atLeast(int length) {
            if (values.length < length) {
                values = new float[length];
            }
            return values;
        }
    }
}
