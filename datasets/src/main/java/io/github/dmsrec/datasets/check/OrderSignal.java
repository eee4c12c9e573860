package io.github.dmsrec.datasets.check;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.session.Sessions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * What the order of clicks is worth: a next-item rule, learned and measured on sessions as they are, against the same on
 * sessions whose clicks were shuffled (after Klenitskiy et al., RecSys 2024). What remains is what items tell by being in
 * one session.
 */
final class OrderSignal {

    /** Where four fifths remain, methods that ignore the order are hardly worse. */
    static final double LOOK_AT = 0.8;

    /** Where all but a twentieth remains, nothing shows that the order is one. */
    static final double STOP_AT = 0.95;

    /** How often the clicks are shuffled. */
    static final int SHUFFLES = 5;

    /** With fewer steps to measure on, the share that remains is chance. */
    static final long FEW_STEPS = 200;

    /** Pairs that come less often are not rules. */
    static final int SUPPORT = 5;

    private OrderSignal() {}

    static Finding of(Sessions training, Sessions test, RandomStreams streams) {
        NextItemRule rule = NextItemRule.of(training);
        double quality = rule.quality(test);
        List<Double> remaining = new ArrayList<>();
        double pairs = 0;
        for (int i = 0; i < SHUFFLES; i++) {
            NextItemRule shuffled = NextItemRule.of(shuffled(training, streams.stream("shuffle training", i)));
            remaining.add(Share.of(shuffled.quality(shuffled(test, streams.stream("shuffle test", i))), quality));
            pairs += Share.of(shuffled.pairs(SUPPORT), rule.pairs(SUPPORT)) / SHUFFLES;
        }
        double mean = remaining.stream().mapToDouble(x -> x).average().orElse(0);
        double least = remaining.stream().mapToDouble(x -> x).min().orElse(0);
        double most = remaining.stream().mapToDouble(x -> x).max().orElse(0);
        long steps = (long) test.clicks() - test.size();
        boolean known = quality > 0 && steps >= FEW_STEPS;
        return Finding.of(
                        "order-signal",
                        known ? Verdict.from(mean, LOOK_AT, STOP_AT) : Verdict.LOOK,
                        known
                                ? String.format(
                                        Locale.ROOT,
                                        "with the clicks of each session shuffled, %.0f %% of a next-item rule's MRR@20"
                                                + " remain (%.0f to %.0f"
                                                + " in %d shuffles); in order it is %.2f %%, on %,d steps after %,d clicks",
                                        100 * mean,
                                        100 * least,
                                        100 * most,
                                        SHUFFLES,
                                        100 * quality,
                                        steps,
                                        training.clicks())
                                : "a next-item rule is inconclusive: it names " + Share.percent(quality) + " of "
                                        + Share.count(Math.max(0, steps)) + " steps",
                        "Where the order carries no signal, sequence models and graphs of sessions cannot gain by it, and a"
                                + " comparison of"
                                + " them compares something else.",
                        "Compare with methods that ignore the order ('dmsrec train --method s-knn' or item-knn), and make"
                                + " sure that"
                                + " clicks are sorted by fine times.")
                .with("quality", quality)
                .with("remaining", mean)
                .with("remaining-least", least)
                .with("remaining-most", most)
                .with("remaining-pairs-of-support-5", pairs)
                .with("steps", steps)
                .with("training-clicks", training.clicks());
    }

    private static Sessions shuffled(Sessions sessions, SplittableRandom random) {
        int[] offsets = new int[sessions.size() + 1];
        int[] clicks = new int[sessions.clicks()];
        for (int s = 0; s < sessions.size(); s++) {
            int begin = offsets[s];
            int length = sessions.length(s);
            for (int i = 0; i < length; i++) {
                int j = random.nextInt(i + 1);
                clicks[begin + i] = clicks[begin + j];
                clicks[begin + j] = sessions.item(s, i);
            }
            offsets[s + 1] = begin + length;
        }
        return new Sessions(offsets, clicks);
    }
}
