package io.github.dmsrec.intent.inferrer;

import java.util.Locale;

/** What became of a row. */
public enum RowStatus {
    /** It has at least one intent. */
    ANSWERED,
    /** No usable answer came; it has no intents. */
    FAILED,
    /** It is not among the share of the rows that is asked about; it has no intents. */
    NOT_ASKED,
    /** Nothing that an intent could be taken from has a title; it has no intents. */
    NOTHING_TO_CHOOSE;

    /** The name in files: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
