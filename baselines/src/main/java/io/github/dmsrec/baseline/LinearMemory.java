package io.github.dmsrec.baseline;

import io.github.dmsrec.core.AvailableMemory;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.session.Sessions;
import java.util.Locale;

/** Whether the memory of the program holds what a linear model learns with. */
public final class LinearMemory {

    /** Rows of a triangle beyond this do not fit an array. */
    private static final int MOST_ITEMS = 100_000;

    /** What an entry of a sparse row takes: an index and a number, twice while rows grow. */
    private static final long BYTES_OF_ENTRY = 2L * (Integer.BYTES + Float.BYTES);

    private LinearMemory() {}

    /**
     * What learning takes at most.
     *
     * @param sessions that are learned from
     * @param items the number of items N
     * @param entries how many are kept of each row
     * @return bytes
     */
    static long bytes(Sessions sessions, int items, int entries) {
        long pairs = 0;
        for (int s = 0; s < sessions.size(); s++) {
            pairs += (long) sessions.length(s) * sessions.length(s);
        }
        long cross = Math.min(pairs, (long) items * items);
        return SymmetricInverse.bytes(items) + BYTES_OF_ENTRY * (cross + (long) items * Math.min(entries, items));
    }

    /**
     * What learning with a teacher takes at most.
     *
     * @param sessions that are learned from
     * @param items the number of items N
     * @param entries how many are kept of each row
     * @return bytes
     */
    static long bytesWithTeacher(Sessions sessions, int items, int entries) {
        // The extended sessions are held by session and by item.
        return bytes(sessions, items, entries)
                + (long) Float.BYTES * items * items
                + BYTES_OF_ENTRY * ExtendedSessions.mostEntries(sessions);
    }

    /**
     * Whether a linear model with the usual number of entries can be learned with the memory that is free.
     *
     * @param sessions that are learned from
     * @param items the number of items in the catalogue
     */
    public static boolean fits(Sessions sessions, int items) {
        return items <= MOST_ITEMS
                && bytes(sessions, items, Integer.parseInt(Slist.ENTRIES.defaultText(Recipe.CORRECTED)))
                        <= AvailableMemory.heapBytes();
    }

    /**
     * Refuses to begin what would not end.
     *
     * @param method its name
     * @throws UserMistakeException with what is needed and what there is
     */
    static void require(String method, Sessions sessions, int items, int entries) {
        require(method, items, bytes(sessions, items, entries), AvailableMemory.heapBytes());
    }

    /**
     * Refuses to begin what would not end, with a teacher.
     *
     * @param method its name
     * @throws UserMistakeException with what is needed and what there is
     */
    static void requireWithTeacher(String method, Sessions sessions, int items, int entries) {
        require(method, items, bytesWithTeacher(sessions, items, entries), AvailableMemory.heapBytes());
    }

    /**
     * Refuses to begin what would not end.
     *
     * @param needed in bytes
     * @param free in bytes
     * @throws UserMistakeException with what is needed and what there is
     */
    static void require(String method, int items, long needed, long free) {
        if (items > MOST_ITEMS || needed > free) {
            throw new UserMistakeException(String.format(
                    Locale.ROOT,
                    "%s inverts a matrix of %,d x %,d items, for which it needs up to %.1f GB of memory, but %.1f GB are free. %s",
                    method,
                    items,
                    items,
                    needed / 1e9,
                    free / 1e9,
                    items > MOST_ITEMS
                            ? String.format(
                                    Locale.ROOT, "It takes at most %,d items: choose another method.", MOST_ITEMS)
                            : "Give the program more, " + AvailableMemory.heapSetting(needed)
                                    + ", or choose another method."));
        }
    }
}
