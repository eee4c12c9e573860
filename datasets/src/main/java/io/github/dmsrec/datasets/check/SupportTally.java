package io.github.dmsrec.datasets.check;

import io.github.dmsrec.core.session.Split;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How often items are clicked: in training, at its beginning, at its end, and in the test. Takes some numbers per item,
 * however many clicks there are.
 */
final class SupportTally implements SessionTally {

    /** Below the customary five clicks an item's vector is hardly trained. */
    static final int RARE = 5;

    /** Most catalogues have a long tail; where it is most of the catalogue, most scores are guesses. */
    static final double LOOK_AT_RARE = 0.5;

    /** One target in twenty that no model of item vectors can name caps every hit rate. */
    static final double LOOK_AT_COLD = 0.05;

    /** Where every third target is unknown, figures tell of the catalogue and not of the model. */
    static final double STOP_AT_COLD = 0.33;

    /** How many of the most popular items are compared. */
    static final int TOP = 100;

    /** Of two parts of one log that follow each other, most of the top is the same. */
    static final double LOOK_AT_TOP = 0.5;

    /** What the distributions of two parts may differ by beyond what their sizes explain. */
    static final double LOOK_AT_VARIATION = 0.25;

    /** When a session of training belongs to the first half, and when to the last tenth. */
    interface Cuts {
        boolean firstHalf(int session, double end);

        boolean lastTenth(int session, double end);
    }

    private final TargetRows targets;
    private final Cuts cuts;
    private final int[] beforeTest;
    private final int[] first;
    private final int[] last;
    private final int[] test;
    private final int[] testTargets;

    SupportTally(int items, TargetRows targets, Cuts cuts) {
        this.targets = targets;
        this.cuts = cuts;
        this.beforeTest = new int[items];
        this.first = new int[items];
        this.last = new int[items];
        this.test = new int[items];
        this.testTargets = new int[items];
    }

    @Override
    public void take(Split split, int session, Clicks clicks) {
        boolean ofTest = split == Split.TEST;
        boolean inFirst = split == Split.TRAIN && cuts.firstHalf(session, clicks.end());
        boolean inLast = split == Split.TRAIN && cuts.lastTenth(session, clicks.end());
        for (int i = 0; i < clicks.length(); i++) {
            int item = clicks.item(i);
            if (ofTest) {
                test[item]++;
                testTargets[item] += targets.isTarget(split, session, i) ? 1 : 0;
            } else {
                beforeTest[item]++;
                first[item] += inFirst ? 1 : 0;
                last[item] += inLast ? 1 : 0;
            }
        }
    }

    /** How often each item was clicked before the test. */
    int[] beforeTest() {
        return beforeTest;
    }

    /**
     * What is found.
     *
     * @param sameSessions whether the splits have the same sessions, so that none is earlier than another
     */
    List<Finding> findings(boolean sameSessions) {
        return sameSessions ? List.of(support(), testOnly(), cold()) : List.of(support(), testOnly(), cold(), drift());
    }

    private Finding support() {
        IntegerCounts support = new IntegerCounts();
        IntStream.of(beforeTest).forEach(clicks -> support.add(Math.min(clicks, 1 << 24)));
        long items = beforeTest.length;
        long rare = items - support.countAbove(RARE - 1);
        return Finding.of(
                        "item-support",
                        Verdict.from(Share.of(rare, items), LOOK_AT_RARE),
                        Share.words(rare, items) + " items have fewer than " + RARE + " clicks before the test, "
                                + Share.count(support.count(0)) + " none; the busiest hundredth has "
                                + Share.percent(busiest()) + " of the clicks",
                        "The vector of an item with a handful of clicks is hardly more than its random start.",
                        "Drop rare items at import (--min-item-support " + RARE
                                + "), or let their titles help: --item-text in training.")
                .with("rare-share", Share.of(rare, items))
                .with("never-clicked", support.count(0))
                .with("busiest-hundredth-share", busiest())
                .with(support.histogram("Items by clicks before the test"));
    }

    private double busiest() {
        int[] sorted = beforeTest.clone();
        Arrays.sort(sorted);
        int top = Math.max(1, sorted.length / 100);
        long sum = 0;
        for (int i = Math.max(0, sorted.length - top); i < sorted.length; i++) {
            sum += sorted[i];
        }
        return Share.of(sum, IntStream.of(sorted).asLongStream().sum());
    }

    private Finding testOnly() {
        long tested = IntStream.of(test).filter(clicks -> clicks > 0).count();
        long only = IntStream.range(0, test.length)
                .filter(item -> test[item] > 0 && beforeTest[item] == 0)
                .count();
        return Finding.of(
                        "test-only-items",
                        only == 0 ? Verdict.FINE : Verdict.LOOK,
                        Share.words(only, tested) + " items of the test are clicked nowhere else",
                        "That they are in the catalogue is known from the test alone; a model of item vectors cannot recommend them"
                                + " but by chance.",
                        "Drop them at import (--unseen-items drop), or train with their titles.")
                .with("items", only)
                .with("share", Share.of(only, tested));
    }

    private Finding cold() {
        long rows = IntStream.of(testTargets).asLongStream().sum();
        long coldRows = IntStream.range(0, test.length)
                .filter(item -> beforeTest[item] == 0)
                .mapToLong(item -> testTargets[item])
                .sum();
        double share = Share.of(coldRows, rows);
        return Finding.of(
                        "cold-targets",
                        Verdict.from(share, LOOK_AT_COLD, STOP_AT_COLD),
                        Share.words(coldRows, rows) + " test rows have a target that was never clicked before the test",
                        "No method that counts clicks or learns item vectors can name these; the best possible hit rate is lower by as"
                                + " much.",
                        "Measure them apart, with a method that knows titles, or drop them at import (--unseen-items drop).")
                .with("rows", coldRows)
                .with("share", share);
    }

    private Finding drift() {
        double top = Math.min(overlap(first, last), overlap(last, test));
        double toTest = excess(last, test);
        double within = excess(first, last);
        double worst = Math.max(toTest, within);
        boolean known = sum(first) > 0 && sum(last) > 0 && sum(test) > 0;
        Verdict verdict = known && (worst >= LOOK_AT_VARIATION || top < LOOK_AT_TOP) ? Verdict.LOOK : Verdict.FINE;
        return Finding.of(
                        "popularity-drift",
                        verdict,
                        String.format(
                                Locale.ROOT,
                                "of the %d most popular items, %.0f %% stay from the first half of training to its last tenth and %.0f %% from"
                                        + " there to the test; beyond chance, the shares of items differ by %.2f and %.2f of 1",
                                Math.min(TOP, test.length),
                                100 * overlap(first, last),
                                100 * overlap(last, test),
                                within,
                                toTest),
                        "Where popularity moves, old sessions teach what is no longer asked for, and the figures of one test period do not"
                                + " hold for the next.",
                        "Train on the latest part (--from at import), retrain often, and measure over several periods: 'dmsrec split --by"
                                + " windows'.")
                .with("top-overlap-within-training", overlap(first, last))
                .with("top-overlap-to-test", overlap(last, test))
                .with("variation-within-training", within)
                .with("variation-to-test", toTest);
    }

    private static long sum(int[] counts) {
        return IntStream.of(counts).asLongStream().sum();
    }

    /** The share of the most popular items of the one that are among those of the other, too. */
    static double overlap(int[] one, int[] other) {
        int top = Math.min(TOP, one.length);
        int[] ofOther = top(other, top).sorted().toArray();
        long common = top(one, top)
                .filter(item -> Arrays.binarySearch(ofOther, item) >= 0)
                .count();
        return Share.of(common, top);
    }

    private static IntStream top(int[] counts, int top) {
        int[] sorted = counts.clone();
        Arrays.sort(sorted);
        int least = Math.max(1, sorted[sorted.length - top]);
        return IntStream.range(0, counts.length)
                .filter(item -> counts[item] >= least)
                .boxed()
                .sorted(Comparator.comparingInt(item -> -counts[item]))
                .limit(top)
                .mapToInt(Integer::intValue);
    }

    /**
     * The total variation between the distributions of two samples, less what two samples of their sizes from one
     * distribution differ by on average (normal approximation, at most what the rare items can make), at least 0.
     */
    static double excess(int[] one, int[] other) {
        double n = sum(one);
        double m = sum(other);
        if (n == 0 || m == 0) {
            return 0;
        }
        double found = 0;
        double chance = 0;
        for (int item = 0; item < one.length; item++) {
            found += Math.abs(one[item] / n - other[item] / m);
            double pooled = (one[item] + other[item]) / (n + m);
            chance += Math.min(2 * pooled, Math.sqrt(2 / Math.PI * pooled * (1 - pooled) * (1 / n + 1 / m)));
        }
        return Math.max(0, (found - chance) / 2);
    }
}
