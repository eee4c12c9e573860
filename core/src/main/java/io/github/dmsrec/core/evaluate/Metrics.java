package io.github.dmsrec.core.evaluate;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Mean ranking metrics over rows with one relevant item each, as fractions in [0, 1], at the cut-offs 5, 10 and 20. With
 * rank {@code r} of the target, counted from 1, a row adds at cut-off {@code K}, if {@code r <= K} and 0 otherwise:
 *
 * <ul>
 *   <li>HR@K (hit rate, the papers' P@K; with one relevant item also the recall): 1
 *   <li>MRR@K (mean reciprocal rank): {@code 1 / r}
 *   <li>NDCG@K (normalised discounted cumulative gain): {@code 1 / log2(1 + r)}
 * </ul>
 *
 * @param values the metrics by name in the order HR@5, MRR@5, NDCG@5, HR@10 and so on
 */
public record Metrics(@JsonValue Map<String, Double> values) {

    /** The cut-offs K. */
    public static final List<Integer> CUT_OFFS = List.of(5, 10, 20);

    /** The rank of a target that is not in the ranking. */
    public static final int MISS = Integer.MAX_VALUE;

    public Metrics {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * The metrics of rows.
     *
     * @param ranks the rank of each row's target, from 1, or {@link #MISS}; at least one row
     */
    public static Metrics ofRanks(int... ranks) {
        if (ranks.length == 0) {
            throw new IllegalArgumentException("there are no rows to evaluate");
        }
        Map<String, Double> values = new LinkedHashMap<>();
        for (int cutOff : CUT_OFFS) {
            for (RankMetric metric : RankMetric.at(cutOff)) {
                double sum = 0;
                for (int rank : ranks) {
                    sum += metric.of(rank);
                }
                values.put(metric.name(), sum / ranks.length);
            }
        }
        return new Metrics(values);
    }

    /**
     * One metric.
     *
     * @param name e.g. {@code "MRR@20"}
     * @throws IllegalArgumentException if there is none of that name
     */
    public double get(String name) {
        Double value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no metric is named '" + name + "'; known: " + values.keySet());
        }
        return value;
    }
}
