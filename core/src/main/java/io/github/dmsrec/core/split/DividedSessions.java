package io.github.dmsrec.core.split;

import io.github.dmsrec.core.session.SessionFields;
import io.github.dmsrec.core.session.Split;

/**
 * Sessions that are divided among the splits, in memory or elsewhere: what is asked of them to count what they are and what
 * the division gives away. Moments are in seconds since 1970.
 *
 * @param <X> thrown where they cannot be read
 */
public interface DividedSessions<X extends Exception> extends SessionFields {

    /** Takes clicks, session after session. */
    @FunctionalInterface
    interface ClickReader {

        /**
         * Takes a click.
         *
         * @param session the number of the session; it grows, or is that of the click before
         * @param item the item's index
         * @param rows how many rows have the click as their target; 0 for the first of a session
         */
        void next(int session, int item, int rows);
    }

    /** Whether all splits have the same sessions, of which the next split has more clicks. */
    boolean sameSessions();

    /** The number of sessions of a split. */
    int sessionCount(Split split) throws X;

    /** The number of rows of a split. */
    long rowCount(Split split) throws X;

    /** When the first session of a split ends; where all splits have the same, when the first target of the split is clicked. */
    double earliestEnd(Split split) throws X;

    /** When the last session of a split ends. */
    double latestEnd(Split split) throws X;

    /** How many sessions of a split end after a moment. */
    long endingAfter(Split split, double moment) throws X;

    /** How many sessions of a split begin before a moment. */
    long beginningBefore(Split split, double moment) throws X;

    /** The users of the test; asked for where users are known alone. */
    SplitLeaks.Users usersOfTest() throws X;

    /** How many items are clicked in the test alone. */
    long itemsOfTestAlone() throws X;

    /** Walks over the clicks of a split. */
    void clicks(Split split, ClickReader reader) throws X;
}
