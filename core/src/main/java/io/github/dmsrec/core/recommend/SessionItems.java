package io.github.dmsrec.core.recommend;

import io.github.dmsrec.core.session.Prefixes;
import java.util.Locale;
import java.util.function.IntPredicate;

/** Whether items of the prefix may be recommended. */
public enum SessionItems {
    /** They compete like all others. */
    KEEP,
    /** They are left out. */
    EXCLUDE;

    /** The name in files and options: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Which items may be recommended for a row.
     *
     * @param prefixes rows of clicks
     * @param row the row
     */
    public IntPredicate allowed(Prefixes prefixes, int row) {
        return this == KEEP ? item -> true : item -> !occurs(item, prefixes, row);
    }

    private static boolean occurs(int item, Prefixes prefixes, int row) {
        int length = prefixes.length(row);
        for (int position = 0; position < length; position++) {
            if (prefixes.item(row, position) == item) {
                return true;
            }
        }
        return false;
    }
}
