package io.github.dmsrec.core.session;

import java.util.Arrays;

/**
 * Prediction points: row {@code r} is the prefix of a session before the target click. The prefixes are views of the
 * sessions, never copies. Immutable and safe for use by several threads.
 */
public final class Examples implements Prefixes {

    private final Sessions sessions;
    private final int[] session;
    private final int[] prefixLength;
    private final int longest;

    /**
     * @param sessions what the rows are cut from
     * @param session the session of each row
     * @param prefixLength the clicks before the target of each row, from 1 to the session's length less one
     */
    public Examples(Sessions sessions, int[] session, int[] prefixLength) {
        if (session.length != prefixLength.length) {
            throw new IllegalArgumentException(
                    session.length + " session numbers but " + prefixLength.length + " prefix lengths");
        }
        for (int row = 0; row < session.length; row++) {
            int length = sessions.length(session[row]);
            if (prefixLength[row] < 1 || prefixLength[row] >= length) {
                throw new IllegalArgumentException("row " + row + " takes " + prefixLength[row]
                        + " clicks as the prefix of session " + session[row] + ", which has " + length);
            }
        }
        this.sessions = sessions;
        this.session = session.clone();
        this.prefixLength = prefixLength.clone();
        this.longest = Arrays.stream(prefixLength).max().orElse(0);
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
        int count = 0;
        for (int s = 0; s < sessions.size(); s++) {
            count += Math.max(0, sessions.length(s) - 1);
        }
        int[] rows = new int[count];
        int[] lengths = new int[count];
        int row = 0;
        for (int s = 0; s < sessions.size(); s++) {
            for (int length = 1; length < sessions.length(s); length++) {
                rows[row] = s;
                lengths[row++] = length;
            }
        }
        return new Examples(sessions, rows, lengths);
    }

    @Override
    public int size() {
        return session.length;
    }

    @Override
    public int length(int row) {
        return prefixLength[row];
    }

    @Override
    public int item(int row, int position) {
        return sessions.item(session[row], position);
    }

    @Override
    public double time(int row) {
        return sessions.time(session[row], prefixLength[row] - 1);
    }

    /** The click that follows the prefix. */
    public int target(int row) {
        return sessions.item(session[row], prefixLength[row]);
    }

    /** The session that the row is cut from. */
    public int session(int row) {
        return session[row];
    }

    /** What the rows are cut from. */
    public Sessions sessions() {
        return sessions;
    }

    /** Whether others are cut from the same sessions at the same places, in the same order. */
    boolean hasSameRowsAs(Examples others) {
        return sessions == others.sessions
                && Arrays.equals(session, others.session)
                && Arrays.equals(prefixLength, others.prefixLength);
    }

    /** These rows and then others, cut from these sessions and then the others'. */
    public Examples plus(Examples others) {
        int[] newSession = Arrays.copyOf(session, session.length + others.session.length);
        for (int row = 0; row < others.session.length; row++) {
            newSession[session.length + row] = sessions.size() + others.session[row];
        }
        int[] newLength = Arrays.copyOf(prefixLength, newSession.length);
        System.arraycopy(others.prefixLength, 0, newLength, prefixLength.length, others.prefixLength.length);
        return new Examples(sessions.plus(others.sessions), newSession, newLength);
    }

    /** These rows and then others, cut from the others' sessions: those of the same numbers go on where these end. */
    Examples continuedBy(Examples others) {
        int[] newSession = Arrays.copyOf(session, session.length + others.session.length);
        System.arraycopy(others.session, 0, newSession, session.length, others.session.length);
        int[] newLength = Arrays.copyOf(prefixLength, newSession.length);
        System.arraycopy(others.prefixLength, 0, newLength, prefixLength.length, others.prefixLength.length);
        return new Examples(others.sessions, newSession, newLength);
    }

    @Override
    public int longest() {
        return longest;
    }

    /** The rows of the given numbers, in that order. */
    public Examples rows(int... rows) {
        int[] newSession = new int[rows.length];
        int[] newLength = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            newSession[i] = session[rows[i]];
            newLength[i] = prefixLength[rows[i]];
        }
        return new Examples(sessions, newSession, newLength);
    }
}
