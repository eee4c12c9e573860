package io.github.dmsrec.live;

import io.github.dmsrec.core.recommend.Ranking;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.recommend.ScratchPool;
import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.gnn.model.SessionModel;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the items that are recommended from their scores: masks and boosts first, then the best, then diversity. Safe for
 * use by several threads.
 */
public final class Choice {

    private final LiveScorer scorer;
    private final NewItems newItems;
    private final @Nullable SessionModel network;
    private final PopularItems popular;
    private final Likeness ofWords;
    private final Likeness likeness;
    private final ScratchPool<Ranking> rankings = new ScratchPool<>(Ranking::new);

    /**
     * @param scorer scores the model's items
     * @param newItems those beyond
     */
    public Choice(LiveScorer scorer, NewItems newItems) {
        this.scorer = scorer;
        this.newItems = newItems;
        this.network = scorer.model().network().orElse(null);
        this.popular = new PopularItems(scorer.model().popularity());
        this.ofWords = Likeness.ofWords(newItems.catalogue());
        this.likeness = network == null ? ofWords : Likeness.ofVectors(network, newItems);
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
    public Chosen popular(Wanted wanted) {
        return chosen(wanted, ofWords, ranking -> popular.rank(wanted, ranking));
    }

    /**
     * Chooses for a row that a method scores which may know of few items.
     *
     * @param sessions rows of the model's items
     * @param row which
     */
    public Chosen best(Recommender recommender, Prefixes sessions, int row, Wanted wanted) {
        if (newItems.count() == 0 && wanted.boosts().isEmpty()) {
            return chosen(wanted, likeness, ranking -> recommender.rank(sessions, row, ranking));
        }
        float[] scores = new float[recommender.catalogueSize()];
        recommender.score(sessions, row, row + 1, scores);
        return best(scores, 0, recommender, wanted);
    }

    /**
     * Chooses from the scores of a row.
     *
     * @param scores those of the model's items, from an offset on
     * @param recommender that gave them
     */
    Chosen best(float[] scores, int offset, Recommender recommender, Wanted wanted) {
        int known = recommender.catalogueSize();
        int all = newItems.catalogue().size();
        boolean zeroIsUnknown = recommender.isZeroUnknown();
        int[] few = wanted.masks().few(all);
        if (few == null && wanted.boosts().isEmpty()) {
            return chosen(wanted, likeness, ranking -> {
                ranking.offerAll(scores, offset, known, zeroIsUnknown);
                for (int item = known; item < all; item++) {
                    offer(item, newItems.score(item, scores, offset), zeroIsUnknown, wanted, ranking);
                }
            });
        }
        return chosen(wanted, likeness, ranking -> {
            int count = few == null ? all : few.length;
            for (int i = 0; i < count; i++) {
                int item = few == null ? i : few[i];
                float score = item < known ? scores[offset + item] : newItems.score(item, scores, offset);
                offer(item, score, zeroIsUnknown, wanted, ranking);
            }
        });
    }

    private void offer(int item, float score, boolean zeroIsUnknown, Wanted wanted, Ranking ranking) {
        if (score != 0 || !zeroIsUnknown) {
            ranking.offer(item, wanted.boosted(item, score, network != null));
        }
    }

    private Chosen chosen(Wanted wanted, Likeness by, Consumer<Ranking> work) {
        Chosen[] best = new Chosen[1];
        rankings.with(ranking -> {
            ranking.begin(wanted.ranked(), wanted.masks());
            work.accept(ranking);
            best[0] = new Chosen(ranking.items(), ranking.scores());
        });
        return wanted.diversity() == 0 ? best[0] : diverse(best[0], by, wanted);
    }

    private static Chosen diverse(Chosen pool, Likeness by, Wanted wanted) {
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
            likeness.among(news).compare(0, likest);
        }
        return chosen(Wanted.best(k, Masks.allBut(item)), likeness, ranking -> {
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
                Wanted.best(k, Masks.allBut(item)));
    }
}
