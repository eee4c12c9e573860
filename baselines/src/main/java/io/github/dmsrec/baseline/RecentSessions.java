package io.github.dmsrec.baseline;

import io.github.dmsrec.core.UserMistakeException;

/**
 * The sessions that {@code vmis-knn} can ever compare: those among the {@code m} most recent of one of their items, {@code
 * m} being its option {@code sample-size}. Of the sessions that share an item with some clicks, the {@code m} most recent are
 * among them, so that a method that knows them alone gives the answers of one that knows all: the index of Kersbergen et al.,
 * SIGMOD 2022.
 */
public final class RecentSessions {

    private RecentSessions() {}

    /** Whether a method compares no other sessions. */
    public static boolean suffice(BaselineOptions options) {
        return options.kind().equals(VsKnn.VMIS);
    }

    /**
     * How many of the most recent sessions of each item are kept.
     *
     * @param options for which {@link #suffice} holds
     * @throws UserMistakeException if all sessions are compared, whatever their number
     */
    public static int perItem(BaselineOptions options) {
        int sample = options.values().get(SessionNeighbours.SAMPLE);
        if (sample == 0) {
            throw new UserMistakeException(
                    options.kind().name()
                            + " with sample-size=0 compares all sessions of an item, whatever their number.",
                    "Give sample-size a value of at least 1, such as 500, or learn it on one machine (dmsrec train).");
        }
        return sample;
    }
}
