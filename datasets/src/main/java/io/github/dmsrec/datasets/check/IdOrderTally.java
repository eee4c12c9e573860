package io.github.dmsrec.datasets.check;

import io.github.dmsrec.core.session.Split;
import java.util.BitSet;
import java.util.List;

/**
 * Whether the order of clicks follows the numbers of the items. A log whose clicks at one moment were sorted by item shows
 * it even where the times are gone. Steps to or from items that come for the first time do not count: items are often
 * numbered in the order in which they first come, and then these go upwards by themselves.
 */
final class IdOrderTally implements SessionTally {

    /** Logs of shops go upwards in 49 to 53 steps of a hundred; four points above a half are more than that. */
    static final double LOOK_AT = 0.04;

    /** Where one step in five follows the numbers alone, a model that knows them guesses the next item. */
    static final double STOP_AT = 0.1;

    /** So many standard errors, or it may be chance. */
    static final double SURE = 5;

    private final BitSet seen = new BitSet();
    private long steps;
    private long upwards;

    @Override
    public void take(Split split, int session, Clicks clicks) {
        for (int i = 1; i < clicks.length(); i++) {
            int from = clicks.item(i - 1);
            int to = clicks.item(i);
            if (from != to && seen.get(from) && seen.get(to)) {
                steps++;
                upwards += to > from ? 1 : 0;
            }
        }
        for (int i = 0; i < clicks.length(); i++) {
            seen.set(clicks.item(i));
        }
    }

    List<Finding> findings() {
        double share = steps == 0 ? 0.5 : (double) upwards / steps;
        double beyond = Math.abs(share - 0.5);
        boolean sure = beyond * 2 * Math.sqrt((double) steps) >= SURE;
        return List.of(Finding.of(
                        "order-follows-ids",
                        sure ? Verdict.from(beyond, LOOK_AT, STOP_AT) : Verdict.FINE,
                        Share.percent(share) + " of " + Share.count(steps)
                                + " steps between known items go to an item further down the catalogue; without a rule it is half",
                        "An order that follows the items' numbers was made by sorting, most often of clicks at one moment; a model that"
                                + " finds it looks good and is of no use.",
                        "Sort by finer times, or shuffle clicks of one moment before the import; compare with methods that ignore"
                                + " the order, such as s-knn.")
                .with("upward-share", share)
                .with("steps", steps));
    }
}
