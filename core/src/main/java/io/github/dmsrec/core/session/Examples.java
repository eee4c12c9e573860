package io.github.dmsrec.core.session;

import java.util.Arrays;

/**
 * Prediction points: row {@code r} is the prefix of a session before the target click. The prefixes are views of the
 * sessions, never copies; where every click but the first of a session is a target, the rows are not listed either.
 * Immutable and safe for use by several threads.
 */
public final class Examples implements Prefixes {

    private final Sessions sessions;
    private final Rows rows;
    private final int longest;

    private Examples(Sessions sessions, Rows rows, int longest) {
        this.sessions = sessions;
        this.rows = rows;
        this.longest = longest;
    }

    /**
     * @param sessions what the rows are cut from
     * @param session the session of each row
     * @param prefixLength the clicks before the target of each row, from 1 to the session's length less one
     */
    public Examples(Sessions sessions, int[] session, int[] prefixLength) {
        this.sessions = sessions;
        this.longest = Arrays.stream(prefixLength).max().orElse(0);
        Rows listed = new ListedRows(sessions, session.clone(), prefixLength.clone());
        // A list that says what need not be said is dropped, so that equal rows are kept alike wherever they come from.
        this.rows = isEveryPrefixOf(sessions, listed) ? new EveryPrefix(sessions) : listed;
    }

    /** One row per session of at least two clicks: its last click is the target. */
    public static Examples lastClickOf(Sessions sessions) {
        int[] rows = new int[sessions.size()];
        int[] lengths = new int[sessions.size()];
        int count = 0;
        for (int s = 0; s < sessions.size(); s++) {
            if (sessions.length(s) > 1) {
                rows[count] = s;
                lengths[count++] = sessions.length(s) - 1;
            }
        }
        return new Examples(sessions, Arrays.copyOf(rows, count), Arrays.copyOf(lengths, count));
    }

    /** One row per click but the first of each session, shortest prefix first. */
    public static Examples everyPrefixOf(Sessions sessions) {
        int longest = Math.max(0, sessions.longest() - 1);
        return new Examples(
                sessions,
                EveryPrefix.fits(sessions) ? new EveryPrefix(sessions) : listOfEveryPrefix(sessions),
                longest);
    }

    private static Rows listOfEveryPrefix(Sessions sessions) {
        int count = 0;
        for (int s = 0; s < sessions.size(); s++) {
            count += Math.max(0, sessions.length(s) - 1);
        }
        int[] session = new int[count];
        int[] lengths = new int[count];
        int row = 0;
        for (int s = 0; s < sessions.size(); s++) {
            for (int length = 1; length < sessions.length(s); length++) {
                session[row] = s;
                lengths[row++] = length;
            }
        }
        return new ListedRows(sessions, session, lengths);
    }

    private static boolean isEveryPrefixOf(Sessions sessions, Rows rows) {
        if (rows.size() != sessions.clicks() - sessions.size() || !EveryPrefix.fits(sessions)) {
            return false;
        }
        int row = 0;
        for (int s = 0; s < sessions.size(); s++) {
            for (int length = 1; length < sessions.length(s); length++) {
                if (rows.session(row) != s || rows.prefixLength(row, s) != length) {
                    return false;
                }
                row++;
            }
        }
        return true;
    }

    /**
     * Whether there is one row per click but the first of each session, in the sessions' order, and every session has a
     * click: then the sessions say all.
     */
    public boolean isEveryPrefix() {
        return rows instanceof EveryPrefix;
    }

    @Override
    public int size() {
        return rows.size();
    }

    @Override
    public int length(int row) {
        return rows.prefixLength(row, rows.session(row));
    }

    @Override
    public int item(int row, int position) {
        return sessions.item(rows.session(row), position);
    }

    @Override
    public int[] items(int row) {
        int session = rows.session(row);
        return sessions.items(session, rows.prefixLength(row, session));
    }

    @Override
    public double time(int row) {
        int session = rows.session(row);
        return sessions.time(session, rows.prefixLength(row, session) - 1);
    }

    /** The click that follows the prefix. */
    public int target(int row) {
        int session = rows.session(row);
        return sessions.item(session, rows.prefixLength(row, session));
    }

    /** The session that the row is cut from. */
    public int session(int row) {
        return rows.session(row);
    }

    /** What the rows are cut from. */
    public Sessions sessions() {
        return sessions;
    }

    /** Whether others are cut from the same sessions at the same places, in the same order. */
    boolean hasSameRowsAs(Examples others) {
        if (sessions != others.sessions || size() != others.size()) {
            return false;
        }
        for (int row = 0; row < size(); row++) {
            if (session(row) != others.session(row) || length(row) != others.length(row)) {
                return false;
            }
        }
        return true;
    }

    /** These rows and then others, cut from these sessions and then the others'. */
    public Examples plus(Examples others) {
        Sessions joined = sessions.plus(others.sessions);
        return isEveryPrefix() && others.isEveryPrefix()
                ? everyPrefixOf(joined)
                : new Examples(
                        joined, new JoinedRows(rows, others.rows, sessions.size()), Math.max(longest, others.longest));
    }

    /** These rows and then others, cut from the others' sessions: those of the same numbers continue where these end. */
    Examples continuedBy(Examples others) {
        return new Examples(others.sessions, new JoinedRows(rows, others.rows, 0), Math.max(longest, others.longest));
    }

    @Override
    public int longest() {
        return longest;
    }

    /** The rows of the given numbers, in that order. */
    public Examples rows(int... numbers) {
        int[] newSession = new int[numbers.length];
        int[] newLength = new int[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            newSession[i] = session(numbers[i]);
            newLength[i] = length(numbers[i]);
        }
        return new Examples(sessions, newSession, newLength);
    }
}
