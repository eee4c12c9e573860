package io.github.dmsrec.live;

import io.github.dmsrec.core.recommend.Ranking;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.recommend.ScratchPool;
import io.github.dmsrec.core.session.Prefixes;
import java.util.Arrays;

/**
 * Chooses the items that are recommended from their scores: masks and boosts first, then the best, then diversity. Safe for
 * use by several threads.
 */
public final class Choice {

    private final LiveScorer scorer;
    private final NewItems newItems;
    private final Likeness likeness;
    private final ScratchPool<Ranking> rankings = new ScratchPool<>(Ranking::new);

    /**
     * @param scorer scores the model's items
     * @param newItems those beyond
     */
    public Choice(LiveScorer scorer, NewItems newItems) {
        this.scorer = scorer;
        this.newItems = newItems;
        this.likeness = scorer.model()
                .network()
                .map(network -> Likeness.ofVectors(network, newItems))
                .orElseGet(() -> Likeness.ofWords(newItems.catalogue()));
    }

    /**
     * Items, best first, and their scores.
     *
     * @param items catalogue indices
     * @param scores one for each
     */
    public record Chosen(int[] items, float[] scores) {}

    /**
     * Chooses for a row of sessions.
     *
     * @param recommender scores
     * @param sessions rows of the model's items
     * @param row which
     */
    public Chosen best(Recommender recommender, Prefixes sessions, int row, Wanted wanted) {
        Chosen[] best = new Chosen[1];
        rankings.with(ranking -> {
            ranking.begin(wanted.ranked(), wanted.allowed());
            if (newItems.count() == 0 && wanted.boosts().isEmpty()) {
                recommender.rank(sessions, row, ranking);
            } else {
                float[] scores = new float[recommender.catalogueSize()];
                recommender.score(sessions, row, row + 1, scores);
                offer(scores, recommender.isZeroUnknown(), wanted, ranking);
            }
            best[0] = chosen(ranking, wanted);
        });
        return best[0];
    }

    private void offer(float[] scores, boolean zeroIsUnknown, Wanted wanted, Ranking ranking) {
        boolean logits = scorer.model().network().isPresent();
        for (int item = 0; item < newItems.catalogue().size(); item++) {
            float score = item < scores.length ? scores[item] : newItems.score(item, scores, 0);
            if (score != 0 || !zeroIsUnknown) {
                ranking.offer(item, wanted.boosted(item, score, logits));
            }
        }
    }

    /** Chooses by the number of clicks in the sessions that the model has learned from. */
    public Chosen popular(Wanted wanted) {
        Ranking ranking = new Ranking();
        ranking.begin(wanted.ranked(), wanted.allowed());
        long[] clicks = scorer.model().popularity();
        for (int item = 0; item < clicks.length; item++) {
            ranking.offer(item, wanted.boosted(item, (float) clicks[item], false));
        }
        return chosen(ranking, wanted);
    }

    private Chosen chosen(Ranking ranking, Wanted wanted) {
        int[] items = ranking.items();
        float[] scores = ranking.scores();
        if (wanted.diversity() == 0) {
            return new Chosen(items, scores);
        }
        int[] first = Diversity.choose(
                scores, likeness.among(items), wanted.diversity(), Math.min(wanted.k(), wanted.mostDiverse()));
        int[] places = Diversity.completed(first, items.length, wanted.k());
        float[] ofPlaces = new float[places.length];
        for (int i = 0; i < places.length; i++) {
            ofPlaces[i] = scores[places[i]];
        }
        return new Chosen(Arrays.stream(places).map(place -> items[place]).toArray(), ofPlaces);
    }

    /** The items that are most similar to one by the cosine of the network's vectors, without itself. */
    public Chosen similarByVectors(int item, int k) {
        var network = scorer.model().network().orElseThrow();
        float[] cosines = network.cosines(newItems.vectors(network, item));
        Ranking ranking = new Ranking();
        ranking.begin(k, other -> other != item);
        ranking.offerAll(cosines, 0, cosines.length, false);
        int[] news = new int[newItems.catalogue().size() - cosines.length];
        Arrays.setAll(news, i -> cosines.length + i);
        Likeness.Pairs pairs = likeness.among(concatenated(item, news));
        for (int i = 0; i < news.length; i++) {
            ranking.offer(news[i], (float) pairs.between(0, i + 1));
        }
        return new Chosen(ranking.items(), ranking.scores());
    }

    private static int[] concatenated(int first, int[] others) {
        int[] all = new int[others.length + 1];
        all[0] = first;
        System.arraycopy(others, 0, all, 1, others.length);
        return all;
    }
}
