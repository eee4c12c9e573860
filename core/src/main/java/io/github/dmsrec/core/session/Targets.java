package io.github.dmsrec.core.session;

/** Which clicks of training sessions are predicted. */
public enum Targets {
    /** Those that the data set was imported with. */
    AS_IMPORTED,
    /** The last click of each session. */
    LAST,
    /** Every click but the first. */
    EVERY_PREFIX
}
