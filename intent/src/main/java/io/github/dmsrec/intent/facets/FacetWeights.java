package io.github.dmsrec.intent.facets;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which facets a session is about. A click weighs {@code decay} times the click after it; a facet weighs the sum of its
 * clicks' weights times its rarity, so that what nearly all items have says little.
 *
 * <p>A candidate is explained by the session as far as its facets are the session's: the sum of their weights over the
 * number of its facets. A facet that the clicks lack is latent as far as such candidates have it.
 *
 * @param facets of all items
 * @param decay weight of a click relative to the one after it, in (0, 1]
 */
record FacetWeights(ItemFacets facets, double decay) {

    private static final Comparator<Map.Entry<Integer, Double>> HEAVIEST =
            Map.Entry.<Integer, Double>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey());

    /** The facets of a session by weight, all above 0. */
    Map<Integer, Double> ofSession(int[] session) {
        Map<Integer, Double> weights = new HashMap<>();
        double weight = 1;
        for (int at = session.length - 1; at >= 0; at--) {
            for (int value : facets.of(session[at])) {
                weights.merge(value, weight * facets.rarity(value), Double::sum);
            }
            weight *= decay;
        }
        return weights;
    }

    /** The facets of candidates that a session explains, without its own, by weight. */
    Map<Integer, Double> ofCandidates(Map<Integer, Double> ofSession, int[] session, int[] candidates) {
        Set<Integer> clicked = new HashSet<>();
        for (int item : session) {
            clicked.add(item);
        }
        Map<Integer, Double> weights = new HashMap<>();
        for (int item : candidates) {
            int[] values = facets.of(item);
            double explained = 0;
            for (int value : values) {
                explained += ofSession.getOrDefault(value, 0.0);
            }
            if (explained > 0 && !clicked.contains(item)) {
                for (int value : values) {
                    if (!ofSession.containsKey(value)) {
                        weights.merge(value, explained / values.length * facets.rarity(value), Double::sum);
                    }
                }
            }
        }
        return weights;
    }

    /** The heaviest facets, the first ones of equal weight by number. */
    static List<Integer> heaviest(Map<Integer, Double> weights, int most) {
        List<Map.Entry<Integer, Double>> entries = new ArrayList<>(weights.entrySet());
        entries.sort(HEAVIEST);
        return entries.stream().limit(most).map(Map.Entry::getKey).toList();
    }
}
