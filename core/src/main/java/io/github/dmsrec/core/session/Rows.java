package io.github.dmsrec.core.session;

/** Where prediction points are cut from their sessions. Immutable and safe for use by several threads. */
sealed interface Rows permits EveryPrefix, JoinedRows, ListedRows {

    /** The number of rows. */
    int size();

    /** The session of a row in {@code 0..size-1}. */
    int session(int row);

    /**
     * The clicks before the target of a row, at least 1.
     *
     * @param session the row's session, which the caller has found already
     */
    int prefixLength(int row, int session);
}
