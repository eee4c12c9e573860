package io.github.dmsrec.live;

import io.github.dmsrec.core.blend.Blend;
import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.recommend.NeighbourRecommender;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Successors;
import io.github.dmsrec.intent.SessionIntents;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What speaks for recommended items: the clicks that raise their scores, how often they followed clicked items, similar
 * sessions, intents. Safe for use by several threads.
 */
public final class Evidence {

    /** So many different clicked items are looked at, the latest. */
    private static final int MOST_CLICKS = 20;

    /** Scores that differ by less, relative to their size, may be the same but for rounding. */
    private static final double ROUNDING = 1e-6;

    /** So many clicks are scored in a pass. */
    private static final int CLICKS_AT_ONCE = 16_384;

    /** So many intents of an item are named. */
    private static final int MOST_INTENTS = 3;

    /** An intent that lies farther from the title is not named. */
    private static final double LEAST_COSINE = 0.3;

    private final LiveScorer scorer;

    /** @param scorer what recommends */
    public Evidence(LiveScorer scorer) {
        this.scorer = scorer;
    }

    /**
     * What a click adds to a score.
     *
     * @param position in the session: the last click on its item
     * @param share of what all clicks add, above 0
     */
    public record Share(int position, double share) {}

    /**
     * What speaks for an item.
     *
     * @param shares of the clicks that raise its score, the greatest first
     * @param followed how often it came directly after a clicked item in training; null if that is not known
     * @param neighbours how many similar sessions hold it; null if the method looks at none
     * @param intents those that the item has as facets, in the order chosen; without facets, nearest to its title first
     * @param lookedAt those of them that are facets of the clicked items
     * @param parts what each member of a blend adds to its score, as shares that sum to 1, in the members' order; empty for
     *     any other model
     */
    public record OfItem(
            List<Share> shares,
            @Nullable Integer followed,
            @Nullable Integer neighbours,
            List<String> intents,
            List<String> lookedAt,
            List<Double> parts) {}

    /**
     * Collects the evidence.
     *
     * @param prepared what scored the session
     * @param row of the session there
     * @param session catalogue indices of the clicks, oldest first, at least one
     * @param items catalogue indices of the recommended items
     * @return for each item
     */
    public List<OfItem> of(LiveScorer.Prepared prepared, int row, int[] session, int[] items) {
        if (items.length == 0) {
            return List.of();
        }
        int[] positions = positions(session);
        @Nullable SessionIntents intents = prepared.intentsOf(row);
        double[][] losses = losses(prepared, row, session, positions, items);
        List<List<Double>> parts = parts(prepared, row, session, items);
        Recommender recommender = scorer.model().recommender();
        int @Nullable [] neighbours = recommender instanceof NeighbourRecommender similar
                ? similar.neighboursHolding(Prefixes.of(session), 0, items)
                : null;
        List<OfItem> evidence = new ArrayList<>();
        for (int i = 0; i < items.length; i++) {
            List<String> ofItem = intents(intents, items[i]);
            evidence.add(new OfItem(
                    shares(positions, losses[i]),
                    followed(session, positions, items[i]),
                    neighbours == null ? null : neighbours[i],
                    ofItem,
                    lookedAt(intents, ofItem, session),
                    parts.get(i)));
        }
        return evidence;
    }

    /** The last positions of the different items, the latest first. */
    private static int[] positions(int[] session) {
        Set<Integer> seen = new LinkedHashSet<>();
        return IntStream.range(0, session.length)
                .map(i -> session.length - 1 - i)
                .filter(position -> seen.add(session[position]))
                .limit(MOST_CLICKS)
                .toArray();
    }

    /** What each item's score loses without each clicked item: {@code [items][positions]}, at least 0. */
    private double[][] losses(LiveScorer.Prepared prepared, int row, int[] session, int[] positions, int[] items) {
        double[][] losses = new double[items.length][positions.length];
        boolean hasOthers = Arrays.stream(session).anyMatch(item -> item != session[0]);
        if (!hasOthers) {
            for (double[] ofItem : losses) {
                ofItem[0] = 1;
            }
            return losses;
        }
        List<int[]> rows = new ArrayList<>();
        rows.add(session);
        for (int position : positions) {
            rows.add(Arrays.stream(session)
                    .filter(item -> item != session[position])
                    .toArray());
        }
        Recommender recommender = prepared.repeated(row, rows.size());
        Sessions sessions = Sessions.of(rows);
        int atOnce = Math.max(1, CLICKS_AT_ONCE / session.length);
        for (int from = 0; from < rows.size(); from += atOnce) {
            int to = Math.min(from + atOnce, rows.size());
            float[] scores = recommender.scoresOf(sessions, from, to, items);
            for (int variant = from; variant < to; variant++) {
                for (int i = 0; i < items.length; i++) {
                    score(variant, scores[(variant - from) * items.length + i], losses[i]);
                }
            }
        }
        return losses;
    }

    /** What each member of a blend adds to the scores of items; an empty list for each of any other model. */
    private static List<List<Double>> parts(LiveScorer.Prepared prepared, int row, int[] session, int[] items) {
        if (!(prepared.repeated(row, 1) instanceof Blend blend)) {
            return Collections.nCopies(items.length, List.of());
        }
        List<List<Double>> shares = new ArrayList<>();
        for (float[] ofItem : blend.parts(Prefixes.of(session), 0, items)) {
            double sum = 0;
            for (float part : ofItem) {
                sum += part;
            }
            List<Double> shareOfItem = new ArrayList<>();
            for (float part : ofItem) {
                shareOfItem.add(sum == 0 ? 0 : part / sum);
            }
            shares.add(shareOfItem);
        }
        return shares;
    }

    /** The first row is the whole session: its score stands in all places until theirs comes. */
    private static void score(int row, double score, double[] losses) {
        if (row == 0) {
            Arrays.fill(losses, score);
        } else {
            double whole = losses[row - 1];
            boolean same = Math.abs(whole - score) <= ROUNDING * (Math.abs(whole) + Math.abs(score));
            losses[row - 1] = same ? 0 : Math.max(0, whole - score);
        }
    }

    private static List<Share> shares(int[] positions, double[] losses) {
        double sum = Arrays.stream(losses).sum();
        return IntStream.range(0, positions.length)
                .filter(i -> losses[i] > 0)
                .mapToObj(i -> new Share(positions[i], losses[i] / sum))
                .sorted(Comparator.comparingDouble(Share::share).reversed())
                .toList();
    }

    private @Nullable Integer followed(int[] session, int[] positions, int item) {
        @Nullable Successors successors = scorer.successors();
        if (successors == null) {
            return null;
        }
        int sum = 0;
        for (int position : positions) {
            OptionalInt count = successors.count(session[position], item);
            if (count.isEmpty()) {
                return null;
            }
            sum += count.getAsInt();
        }
        return sum;
    }

    private List<String> intents(@Nullable SessionIntents intents, int item) {
        @Nullable IntentVectors titles = scorer.titleVectors();
        if (intents == null || titles == null) {
            return List.of();
        }
        List<String> texts = new ArrayList<>(intents.explicit());
        texts.addAll(intents.latent());
        // Facets that the item has itself say more than any that lies near its title.
        List<String> own = scorer.textsOf(item);
        if (!own.isEmpty()) {
            return texts.stream()
                    .filter(own::contains)
                    .distinct()
                    .limit(MOST_INTENTS)
                    .toList();
        }
        double[] cosines = new double[texts.size()];
        for (int i = 0; i < cosines.length; i++) {
            cosines[i] = cosine(intents.vectors(), i, titles, item);
        }
        return IntStream.range(0, cosines.length)
                .filter(i -> cosines[i] >= LEAST_COSINE)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -cosines[i]))
                .map(texts::get)
                .distinct()
                .limit(MOST_INTENTS)
                .toList();
    }

    /** A student may name facets that no clicked item has; where those of the clicked items are known, they decide. */
    private List<String> lookedAt(@Nullable SessionIntents intents, List<String> ofItem, int[] session) {
        if (intents == null || !scorer.namesFacets()) {
            return List.of();
        }
        Set<String> ofClicks = Arrays.stream(session)
                .boxed()
                .flatMap(item -> scorer.textsOf(item).stream())
                .collect(Collectors.toSet());
        return ofItem.stream()
                .filter(intents.explicit()::contains)
                .filter(text -> ofClicks.isEmpty() || ofClicks.contains(text))
                .toList();
    }

    private static double cosine(IntentVectors a, int i, IntentVectors b, int j) {
        int dimension = a.dimension();
        double dot = 0;
        double aa = 0;
        double bb = 0;
        for (int d = 0; d < dimension; d++) {
            float x = a.values()[i * dimension + d];
            float y = b.values()[j * dimension + d];
            dot += x * y;
            aa += x * x;
            bb += y * y;
        }
        return aa == 0 || bb == 0 ? 0 : dot / Math.sqrt(aa * bb);
    }
}
