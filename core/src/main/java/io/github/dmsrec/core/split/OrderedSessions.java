package io.github.dmsrec.core.split;

import io.github.dmsrec.core.session.SessionFields;

/**
 * Undivided sessions in time order, in memory or elsewhere: what a rule that cuts in time asks of them.
 *
 * @param <X> thrown where they cannot be read
 */
public interface OrderedSessions<X extends Exception> extends SessionFields {

    /** How many there are. */
    int size() throws X;

    /** How many end at least so many days of 24 hours before the last of all. */
    int endedBefore(int days) throws X;
}
