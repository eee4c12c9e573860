package io.github.dmsrec.live;

import io.github.dmsrec.core.recommend.Ranking;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.recommend.Rescoring;
import io.github.dmsrec.core.recommend.ScratchPool;
import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.gnn.model.SessionModel;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the items that are recommended from their scores: masks and boosts first, then the best, then diversity. Safe for
 * use by several threads.
 */
public final class ItemSelector {

    /** So many items more than are wanted can be made exact. */
    private static final int POOL = 1000;

    /** Where more are wanted, all are exact from the beginning. */
    private static final int MOST_EXACT = 10_000;

    private final LiveScorer scorer;
    private final NewItems newItems;
    private final @Nullable SessionModel network;
    private final PopularItems popular;
    private final ItemSimilarity ofWords;
    private final ItemSimilarity similarity;
    private final ScratchPool<Ranking> rankings = new ScratchPool<>(Ranking::new);

    /**
     * @param scorer scores the model's items
     * @param newItems those beyond
     */
    public ItemSelector(LiveScorer scorer, NewItems newItems) {
        this.scorer = scorer;
        this.newItems = newItems;
        this.network = scorer.model().network().orElse(null);
        this.popular = new PopularItems(scorer.model().popularity());
        this.ofWords = ItemSimilarity.ofWords(newItems.catalogue());
        this.similarity = network == null ? ofWords : ItemSimilarity.ofVectors(network, newItems);
    }

    /**
     * Items, best first, and their scores.
     *
     * @param items catalogue indices
     * @param scores one for each
     */
    public record Chosen(int[] items, float[] scores) {}

    /** How often an item was clicked in the sessions that the model has learned from; 0 for a new one. */
    public long clicks(int item) {
        return popular.clicks(item);
    }

    /** Chooses by the number of clicks; asks nothing of the model, and compares items by their words. */
    public Chosen popular(SelectionRequest wanted) {
        return chosen(wanted, ofWords, ranking -> popular.rank(wanted, ranking));
    }

    /**
     * Chooses for a row that a method scores which may know of few items.
     *
     * @param sessions rows of the model's items
     * @param row which
     */
    public Chosen best(Recommender recommender, Prefixes sessions, int row, SelectionRequest wanted) {
        if (newItems.count() == 0 && wanted.boosts().isEmpty()) {
            return chosen(wanted, similarity, ranking -> recommender.rank(sessions, row, ranking));
        }
        return best(ScoredRow.of(recommender, sessions, row), wanted);
    }

    /** Chooses from the scores of a row. */
    Chosen best(ScoredRow row, SelectionRequest wanted) {
        return chosen(
                wanted,
                similarity,
                ranking -> offer(row, wanted.masks().few(newItems.catalogue().size()), wanted, ranking));
    }

    /**
     * Chooses from scores that are a little off. What can be among the best is what lies above the last of them by less than
     * twice the error; those few are scored exactly, so that the choice is that of exact scores. Where they are too many,
     * all are.
     *
     * @param row holds the scores, some of which become exact
     * @param near makes them exact
     * @param nearRow the row there
     */
    Chosen best(ScoredRow row, Rescoring near, int nearRow, SelectionRequest wanted) {
        int most = wanted.ranked();
        if (most > MOST_EXACT) {
            return best(ScoredRow.of(row.recommender(), row.sessions(), row.row()), wanted);
        }
        int[] few = wanted.masks().few(newItems.catalogue().size());
        Chosen pool = ranked(most + POOL, wanted, ranking -> offer(row, few, wanted, ranking));
        float[] scores = pool.scores;
        float least = scores.length < most ? Float.NEGATIVE_INFINITY : scores[most - 1] - 2 * near.error(nearRow);
        if (scores.length == most + POOL && scores[scores.length - 1] >= least) {
            return best(ScoredRow.of(row.recommender(), row.sessions(), row.row()), wanted);
        }
        int[] possible = IntStream.range(0, scores.length)
                .filter(place -> scores[place] >= least)
                .map(place -> pool.items[place])
                .toArray();
        int[] needed = newItems.scoredBy(possible);
        float[] exact = near.exact(nearRow, needed);
        for (int i = 0; i < needed.length; i++) {
            row.scores()[row.offset() + needed[i]] = exact[i];
        }
        return chosen(wanted, similarity, ranking -> offer(row, possible, wanted, ranking));
    }

    /** Offers some items, or all. */
    private void offer(ScoredRow row, int @Nullable [] some, SelectionRequest wanted, Ranking ranking) {
        float[] scores = row.scores();
        int offset = row.offset();
        int known = row.known();
        boolean zeroIsUnknown = row.zeroIsUnknown();
        boolean plain = some == null && wanted.boosts().isEmpty();
        if (plain) {
            ranking.offerAll(scores, offset, known, zeroIsUnknown);
        }
        int count = some == null ? newItems.catalogue().size() : some.length;
        for (int i = plain ? known : 0; i < count; i++) {
            int item = some == null ? i : some[i];
            float score = item < known ? scores[offset + item] : newItems.score(item, scores, offset);
            if (score != 0 || !zeroIsUnknown) {
                ranking.offer(item, wanted.boosted(item, score, network != null));
            }
        }
    }

    private Chosen chosen(SelectionRequest wanted, ItemSimilarity by, Consumer<Ranking> work) {
        Chosen best = ranked(wanted.ranked(), wanted, work);
        return wanted.diversity() == 0 ? best : diverse(best, by, wanted);
    }

    private Chosen ranked(int most, SelectionRequest wanted, Consumer<Ranking> work) {
        Chosen[] best = new Chosen[1];
        rankings.with(ranking -> {
            ranking.begin(most, wanted.masks());
            work.accept(ranking);
            best[0] = new Chosen(ranking.items(), ranking.scores());
        });
        return best[0];
    }

    private static Chosen diverse(Chosen pool, ItemSimilarity by, SelectionRequest wanted) {
        int[] places =
                Diversity.choose(pool.scores, by.among(pool.items), wanted.diversity(), wanted.diverse(), wanted.k());
        float[] scores = new float[places.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = pool.scores[places[i]];
        }
        return new Chosen(Arrays.stream(places).map(place -> pool.items[place]).toArray(), scores);
    }

    /**
     * The items that are most similar to one by the cosine of a network's item vectors, without itself.
     *
     * @return null for a method without
     */
    public @Nullable Chosen similarByVectors(int item, int k) {
        if (network == null) {
            return null;
        }
        float[] cosines = network.cosines(newItems.vectors(network, item));
        int first = cosines.length;
        float[] likest = new float[newItems.count() + 1];
        if (newItems.count() > 0) {
            int[] news = new int[likest.length];
            Arrays.setAll(news, i -> i == 0 ? item : first + i - 1);
            similarity.among(news).compare(0, likest);
        }
        return chosen(SelectionRequest.best(k, Masks.allBut(item)), similarity, ranking -> {
            ranking.offerAll(cosines, 0, first, false);
            for (int i = 1; i < likest.length; i++) {
                ranking.offer(first + i - 1, likest[i]);
            }
        });
    }

    /** The items that a method recommends for a session of one item alone, without that item. */
    public Chosen similarByClicks(int item, int k) {
        return best(
                scorer.model().recommender(),
                Prefixes.of(newItems.representative(item)),
                0,
                SelectionRequest.best(k, Masks.allBut(item)));
    }
}
