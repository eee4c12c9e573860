package io.github.dmsrec.datasets.check;

import io.github.dmsrec.core.session.Split;

/** Counts something over sessions that come one after the other, split by split. For one thread. */
@FunctionalInterface
interface SessionTally {

    /**
     * Takes a session.
     *
     * @param session its number within the split
     * @param clicks at least one; only valid during the call
     */
    void take(Split split, int session, Clicks clicks);
}
