package io.github.dmsrec.datasets.check;

import io.github.dmsrec.core.session.Split;
import java.util.Arrays;
import java.util.List;

/** How often sessions come back to an item. */
final class RepeatTally implements SessionTally {

    /** Reloads and double clicks are a few per cent of a shop's log; beyond, they dominate next-item rules. */
    static final double LOOK_AT_IN_A_ROW = 0.1;

    /** Of so many sessions some visitors come back, if the log was not cleaned of it. */
    static final long ENOUGH_SESSIONS = 200;

    private long sessions;
    private long repeating;
    private long transitions;
    private long inARow;
    private int[] sorted = new int[64];

    @Override
    public void take(Split split, int session, Clicks clicks) {
        int length = clicks.length();
        if (length < 2) {
            return;
        }
        sessions++;
        transitions += length - 1;
        if (sorted.length < length) {
            sorted = new int[2 * length];
        }
        for (int i = 0; i < length; i++) {
            sorted[i] = clicks.item(i);
            inARow += i > 0 && clicks.item(i) == clicks.item(i - 1) ? 1 : 0;
        }
        Arrays.sort(sorted, 0, length);
        for (int i = 1; i < length; i++) {
            if (sorted[i] == sorted[i - 1]) {
                repeating++;
                return;
            }
        }
    }

    List<Finding> findings() {
        double row = Share.of(inARow, transitions);
        boolean none = repeating == 0 && sessions >= ENOUGH_SESSIONS;
        return List.of(
                Finding.of(
                                "repeats-in-a-row",
                                Verdict.from(row, LOOK_AT_IN_A_ROW),
                                Share.words(inARow, transitions) + " clicks are on the item of the click before",
                                "Reloads and double clicks are not choices, but a model that recommends the last item again is"
                                        + " right on each of them.",
                                "Drop them at import: --drop-repeats.")
                        .with("share", row),
                Finding.of(
                                "repeats",
                                none ? Verdict.LOOK : Verdict.FINE,
                                none
                                        ? "no session of " + Share.count(sessions) + " has an item twice"
                                        : Share.words(repeating, sessions)
                                                + " sessions of two clicks or more have an item twice",
                                none
                                        ? "The log was cleaned of repeats, so the items of a session are never its target:"
                                                + " a model that"
                                                + " recommends them wastes places, and whatever stops it gains without"
                                                + " knowing more."
                                        : "Whether the items of a session may be its target decides how they are to be ranked.",
                                none
                                        ? "Compare models with session items masked; every report has both tables."
                                        : "None is needed; reports have both tables, with session items ranked and masked.")
                        .with("sessions", repeating)
                        .with("share", Share.of(repeating, sessions)));
    }
}
