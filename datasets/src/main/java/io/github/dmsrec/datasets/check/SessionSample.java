package io.github.dmsrec.datasets.check;

import io.github.dmsrec.core.IntList;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;

/** Keeps the last sessions before the test and the first ones of the test, up to a number of clicks each. */
final class SessionSample implements SessionTally {

    /** Enough for rules between a hundred thousand items; 16 MB. */
    static final long MOST_TRAINING_CLICKS = 4_000_000;

    /** The standard error of a hit rate of 10 % is then 0.1 points. */
    static final long MOST_TEST_CLICKS = 100_000;

    private final IntList clicks = new IntList();
    private final IntList ends = new IntList();
    private final IntList testClicks = new IntList();
    private final IntList testEnds = new IntList();
    private long toSkip;

    /**
     * @param clicksBeforeTest how many clicks training and validation have
     */
    SessionSample(long clicksBeforeTest) {
        this.toSkip = clicksBeforeTest - MOST_TRAINING_CLICKS;
    }

    @Override
    public void take(Split split, int session, Clicks taken) {
        if (split != Split.TEST) {
            toSkip -= taken.length();
            if (toSkip + taken.length() <= 0) {
                add(taken, clicks, ends);
            }
        } else if (testClicks.size() < MOST_TEST_CLICKS) {
            add(taken, testClicks, testEnds);
        }
    }

    private static void add(Clicks taken, IntList items, IntList ends) {
        for (int i = 0; i < taken.length(); i++) {
            items.add(taken.item(i));
        }
        ends.add(items.size());
    }

    /** Sessions before the test. */
    Sessions training() {
        return sessions(clicks, ends);
    }

    /** Sessions of the test. */
    Sessions test() {
        return sessions(testClicks, testEnds);
    }

    private static Sessions sessions(IntList items, IntList ends) {
        int[] offsets = new int[ends.size() + 1];
        for (int s = 0; s < ends.size(); s++) {
            offsets[s + 1] = ends.get(s);
        }
        return new Sessions(offsets, items.toArray());
    }
}
