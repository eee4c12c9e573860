package io.github.dmsrec;

/** What becomes of the items that a session has clicked already, in a ranking or a recommendation. */
public enum SeenItems {
    /** They compete like all others, as in the published figures. */
    RANKED,
    /** They are left out before the best are chosen. */
    MASKED
}
