package io.github.dmsrec.bench.load;

/** Why a request that was due has no answer. */
public enum Miss {
    /** It was not sent: as many as allowed were under way already. */
    DROPPED,
    /** No connection could be made. */
    REFUSED,
    /** The server closed a connection before a byte of the answer. */
    CLOSED,
    /** The connection ended, or failed, within the answer. */
    CUT,
    /** What came is no HTTP answer. */
    GARBLED,
    /** The answer took longer than a request may. */
    TIMEOUT
}
