package io.github.dmsrec.core.session;

import java.util.Objects;

/**
 * One row per click but the first of each session, shortest prefix first. Nothing is kept per row: where every session has
 * a click, the rows of session {@code s} begin at its first click less {@code s}, so the offsets of the sessions are those of
 * the rows, too. The session of every 8th row is kept, which leaves few to search among.
 */
final class EveryPrefix implements Rows {

    private static final int BLOCK_BITS = 3;

    private final Sessions sessions;
    private final int size;
    private final int[] sessionOfBlock;

    /** For sessions of which {@link #fits} holds. */
    EveryPrefix(Sessions sessions) {
        this.sessions = sessions;
        this.size = sessions.clicks() - sessions.size();
        int blocks = (size + (1 << BLOCK_BITS) - 1) >>> BLOCK_BITS;
        // One more: the last block ends at the session of the last row.
        sessionOfBlock = new int[blocks + 1];
        int block = 0;
        for (int s = 0; s < sessions.size(); s++) {
            int end = firstRow(s + 1);
            if (end > firstRow(s)) {
                sessionOfBlock[blocks] = s;
            }
            while (block < blocks && block << BLOCK_BITS < end) {
                sessionOfBlock[block++] = s;
            }
        }
    }

    /** Whether every session has a click. */
    static boolean fits(Sessions sessions) {
        for (int s = 0; s < sessions.size(); s++) {
            if (sessions.length(s) == 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int size() {
        return size;
    }

    /** The last session whose rows begin at the row or before it: one without rows begins where the next does. */
    @Override
    public int session(int row) {
        int block = Objects.checkIndex(row, size) >>> BLOCK_BITS;
        int low = sessionOfBlock[block];
        int high = sessionOfBlock[block + 1];
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (firstRow(middle) <= row) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    @Override
    public int prefixLength(int row, int session) {
        return row - firstRow(session) + 1;
    }

    private int firstRow(int session) {
        return sessions.firstClick(session) - session;
    }
}
