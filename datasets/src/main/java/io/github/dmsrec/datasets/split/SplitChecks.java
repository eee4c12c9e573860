package io.github.dmsrec.datasets.split;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.split.DividedSessions;
import io.github.dmsrec.core.split.Splitting;
import java.util.Locale;

/** Refuses divisions that nobody can train or test on. */
public final class SplitChecks {

    private SplitChecks() {}

    /**
     * Requires as many sessions as there will be data sets.
     *
     * @param what has so many sessions, e.g. "The log"
     * @throws UserMistakeException if there are fewer
     */
    public static void requireEnough(Splitting split, int sessions, String what) {
        if (split.results() > sessions) {
            throw new UserMistakeException(
                    String.format(
                            Locale.ROOT,
                            "%s has %,d sessions, which cannot be split into %d %s.",
                            what,
                            sessions,
                            split.results(),
                            split.label()),
                    "Use a smaller number.");
        }
    }

    /**
     * Requires a row to predict in every split.
     *
     * @param what is divided, e.g. "of 12 sessions"
     * @throws UserMistakeException naming the first split without
     */
    public static <X extends Exception> void requireRows(DividedSessions<X> divided, String what, String advice)
            throws X {
        for (Split split : Split.values()) {
            if (divided.rowCount(split) == 0) {
                throw new UserMistakeException(
                        String.format(
                                Locale.ROOT,
                                "%s, %s gets %,d and not one row to predict.",
                                what,
                                split.label(),
                                divided.sessionCount(split)),
                        advice);
            }
        }
    }

    /** How many sessions were divided, e.g. "of 12 sessions". */
    public static <X extends Exception> String ofSessions(DividedSessions<X> divided) throws X {
        long all = divided.sessionCount(Split.TEST);
        if (!divided.sameSessions()) {
            all += divided.sessionCount(Split.TRAIN) + (long) divided.sessionCount(Split.VALIDATION);
        }
        return String.format(Locale.ROOT, "of %,d sessions", all);
    }
}
