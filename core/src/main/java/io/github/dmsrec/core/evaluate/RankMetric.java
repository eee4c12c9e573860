package io.github.dmsrec.core.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A metric that is a mean over rows of a value of the target's rank; {@link Metrics} defines them.
 *
 * @param kind what a row adds
 * @param cutOff the last rank that counts, at least 1
 */
public record RankMetric(Kind kind, int cutOff) {

    /** What a row adds if its target's rank is at most the cut-off; otherwise it adds 0. */
    public enum Kind {
        /** Hit rate: 1. */
        HR,
        /** Mean reciprocal rank: {@code 1 / rank}. */
        MRR,
        /** Normalised discounted cumulative gain: {@code 1 / log2(1 + rank)}. */
        NDCG
    }

    /** The metrics at one cut-off, in the order of tables. */
    public static List<RankMetric> at(int cutOff) {
        return Arrays.stream(Kind.values())
                .map(kind -> new RankMetric(kind, cutOff))
                .toList();
    }

    /**
     * The metric of a name.
     *
     * @param name e.g. {@code "MRR@20"}
     * @throws IllegalArgumentException if there is none of that name
     */
    public static RankMetric of(String name) {
        List<RankMetric> known = all();
        return known.stream()
                .filter(metric -> metric.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no metric of ranks is named '" + name + "'; known: "
                        + known.stream().map(RankMetric::name).collect(Collectors.joining(", "))));
    }

    /** Whether a metric of ranks has this name. */
    public static boolean isName(String name) {
        return all().stream().anyMatch(metric -> metric.name().equals(name));
    }

    private static List<RankMetric> all() {
        return Metrics.CUT_OFFS.stream().flatMap(k -> at(k).stream()).toList();
    }

    /** Its name in tables, e.g. {@code "MRR@20"}. */
    public String name() {
        return kind + "@" + cutOff;
    }

    /**
     * What a row adds.
     *
     * @param rank of its target, from 1, or {@link Metrics#MISS}
     */
    public double of(int rank) {
        if (rank < 1) {
            throw new IllegalArgumentException("ranks begin at 1, but one is " + rank);
        }
        if (rank > cutOff) {
            return 0;
        }
        return switch (kind) {
            case HR -> 1;
            case MRR -> 1.0 / rank;
            case NDCG -> Math.log(2) / Math.log(1.0 + rank);
        };
    }
}
