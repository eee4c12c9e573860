package io.github.dmsrec.core.session;

import java.util.Arrays;
import java.util.List;

/**
 * Complete sessions: every click of each, as catalogue indices in click order, in flat arrays. Immutable and safe for use
 * by several threads.
 */
public final class Sessions implements Prefixes {

    private final int[] offsets;
    private final int[] clicks;

    /**
     * @param offsets session {@code s} is {@code clicks[offsets[s]..offsets[s+1]-1]}; the arrays are not copied and must
     *     not be changed afterwards
     * @param clicks the clicks of all sessions, one session after the other
     */
    public Sessions(int[] offsets, int[] clicks) {
        if (offsets.length == 0 || offsets[0] != 0 || offsets[offsets.length - 1] != clicks.length) {
            throw new IllegalArgumentException("offsets must begin at 0 and end at the number of clicks, "
                    + clicks.length + ", but are " + offsets.length + " values");
        }
        this.offsets = offsets;
        this.clicks = clicks;
    }

    /** Sessions of a list of arrays. */
    public static Sessions of(List<int[]> sessions) {
        int[] offsets = new int[sessions.size() + 1];
        for (int s = 0; s < sessions.size(); s++) {
            offsets[s + 1] = offsets[s] + sessions.get(s).length;
        }
        int[] clicks = new int[offsets[sessions.size()]];
        for (int s = 0; s < sessions.size(); s++) {
            System.arraycopy(sessions.get(s), 0, clicks, offsets[s], sessions.get(s).length);
        }
        return new Sessions(offsets, clicks);
    }

    @Override
    public int size() {
        return offsets.length - 1;
    }

    /** The number of clicks of all sessions together. */
    public int clicks() {
        return clicks.length;
    }

    /**
     * How often each item was clicked.
     *
     * @param catalogueSize the number of items N, above every item of the sessions
     */
    public int[] clicksPerItem(int catalogueSize) {
        int[] clicksPerItem = new int[catalogueSize];
        for (int item : clicks) {
            clicksPerItem[item]++;
        }
        return clicksPerItem;
    }

    @Override
    public int length(int session) {
        return offsets[session + 1] - offsets[session];
    }

    @Override
    public int item(int session, int position) {
        return clicks[offsets[session] + position];
    }

    @Override
    public int[] items(int session) {
        return Arrays.copyOfRange(clicks, offsets[session], offsets[session + 1]);
    }

    /** Sessions {@code from..to-1}. */
    public Sessions range(int from, int to) {
        int[] newOffsets = new int[to - from + 1];
        for (int s = from; s <= to; s++) {
            newOffsets[s - from] = offsets[s] - offsets[from];
        }
        return new Sessions(newOffsets, Arrays.copyOfRange(clicks, offsets[from], offsets[to]));
    }

    /** These sessions and then the others. */
    public Sessions plus(Sessions others) {
        int[] newOffsets = Arrays.copyOf(offsets, offsets.length + others.size());
        for (int s = 1; s <= others.size(); s++) {
            newOffsets[size() + s] = clicks.length + others.offsets[s];
        }
        int[] newClicks = Arrays.copyOf(clicks, clicks.length + others.clicks.length);
        System.arraycopy(others.clicks, 0, newClicks, clicks.length, others.clicks.length);
        return new Sessions(newOffsets, newClicks);
    }
}
