package io.github.dmsrec.core.session;

import java.util.Objects;

/**
 * One row per click but the first of each session, shortest prefix first. Instead of two numbers per row there is one bit,
 * set where the rows of a session begin: the bits up to a row count the sessions that have begun. Where every session has a
 * click, the rows of session {@code s} begin at its first click less {@code s}, so the offsets of the sessions say the rest.
 */
final class EveryPrefix implements Rows {

    private final Sessions sessions;
    private final int size;
    // Two per 64 rows, side by side so that one access of memory serves for both: how many bits are set before, the
    // bits.
    private final long[] marks;
    // Of those that have rows; empty where all have.
    private final int[] numbers;

    /** For sessions of which {@link #fits} holds. */
    EveryPrefix(Sessions sessions) {
        this.sessions = sessions;
        this.size = sessions.clicks() - sessions.size();
        marks = new long[(size + Long.SIZE - 1) / Long.SIZE * 2];
        int withRows = 0;
        for (int s = 0; s < sessions.size(); s++) {
            if (sessions.length(s) > 1) {
                int row = firstRow(s);
                marks[place(row) + 1] |= 1L << row;
                withRows++;
            }
        }
        for (int place = 2; place < marks.length; place += 2) {
            marks[place] = marks[place - 2] + Long.bitCount(marks[place - 1]);
        }
        numbers = new int[withRows == sessions.size() ? 0 : withRows];
        for (int s = 0, next = 0; s < sessions.size() && next < numbers.length; s++) {
            if (sessions.length(s) > 1) {
                numbers[next++] = s;
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

    @Override
    public int session(int row) {
        int place = place(Objects.checkIndex(row, size));
        // Shifted so that the row's own bit is the last that counts.
        int begun = (int) marks[place] + Long.bitCount(marks[place + 1] << (Long.SIZE - 1 - row % Long.SIZE));
        return numbers.length == 0 ? begun - 1 : numbers[begun - 1];
    }

    @Override
    public int prefixLength(int row, int session) {
        return row - firstRow(session) + 1;
    }

    private int firstRow(int session) {
        return sessions.firstClick(session) - session;
    }

    private static int place(int row) {
        return row / Long.SIZE * 2;
    }
}
