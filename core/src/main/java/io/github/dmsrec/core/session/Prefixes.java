package io.github.dmsrec.core.session;

/** Click sequences to predict from, in rows {@code 0..size-1}; items are catalogue indices in click order. */
public interface Prefixes {

    /** The number of rows. */
    int size();

    /** The number of clicks of a row, at least 1. */
    int length(int row);

    /** The item at a position of a row, {@code 0} being the first click. */
    int item(int row, int position);

    /** When the last click of a row was made, in seconds since 1970; NaN where nobody knows. */
    default double time(int row) {
        return Double.NaN;
    }

    /** The number of clicks of the longest row; 0 without rows. */
    default int longest() {
        int longest = 0;
        for (int row = 0; row < size(); row++) {
            longest = Math.max(longest, length(row));
        }
        return longest;
    }

    /** A row as an array of its own. */
    default int[] items(int row) {
        int[] items = new int[length(row)];
        for (int i = 0; i < items.length; i++) {
            items[i] = item(row, i);
        }
        return items;
    }

    /**
     * Refuses rows that nothing can be predicted from.
     *
     * @param from the first row
     * @param to the row after the last
     * @param catalogueSize the number of items N
     * @throws IllegalArgumentException if one of the rows has no clicks, or an item outside {@code 0..N-1}
     */
    default void check(int from, int to, int catalogueSize) {
        for (int row = from; row < to; row++) {
            int length = length(row);
            if (length == 0) {
                throw new IllegalArgumentException("row " + row + " has no clicks; a session needs at least one");
            }
            for (int position = 0; position < length; position++) {
                int item = item(row, position);
                if (item < 0 || item >= catalogueSize) {
                    throw new IllegalArgumentException("row " + row + " has the item " + item + " at position "
                            + position + ", but the catalogue's items are 0 to " + (catalogueSize - 1));
                }
            }
        }
    }

    /** One row. */
    static Prefixes of(int... items) {
        return Sessions.of(java.util.List.of(items));
    }
}
