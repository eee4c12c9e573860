package io.github.dmsrec.intent.answers.statistics;

import java.util.HashMap;
import java.util.Map;

/** The overlap that two sets of picks have by chance. For one thread. */
final class ChanceOverlap {

    private record Sizes(int of, int first, int second) {}

    private final Map<Sizes, Double> known = new HashMap<>();

    /**
     * The expected Jaccard index |A ∩ B| / |A ∪ B| of two sets drawn evenly, each without replacement, from the same things.
     * The size of their intersection has the hypergeometric distribution.
     *
     * @param of how many things there are, at least 1
     * @param first the size of one set, from 1 to {@code of}
     * @param second the size of the other, from 1 to {@code of}
     */
    double jaccard(int of, int first, int second) {
        return known.computeIfAbsent(new Sizes(of, first, second), ChanceOverlap::expected);
    }

    private static double expected(Sizes sizes) {
        double expected = 0;
        int least = Math.max(0, sizes.first + sizes.second - sizes.of);
        for (int common = least; common <= Math.min(sizes.first, sizes.second); common++) {
            double probability = Math.exp(logChoose(sizes.first, common)
                    + logChoose(sizes.of - sizes.first, sizes.second - common)
                    - logChoose(sizes.of, sizes.second));
            expected += probability * common / (sizes.first + sizes.second - common);
        }
        return expected;
    }

    private static double logChoose(int of, int taken) {
        double log = 0;
        for (int i = 1; i <= taken; i++) {
            log += Math.log((double) (of - taken + i) / i);
        }
        return log;
    }
}
