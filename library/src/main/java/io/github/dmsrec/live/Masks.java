package io.github.dmsrec.live;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Which items of a catalogue may be recommended. Immutable. */
public final class Masks implements IntPredicate {

    /** All items. */
    public static final Masks NONE = new Masks(new int[0], new int[0], null, null);

    private final int[] seen;
    private final int[] excluded;
    private final int @Nullable [] included;
    private final @Nullable BitSet filter;

    /**
     * @param seen items of the session that may not be recommended again, in any order
     * @param excluded items that must not be recommended
     * @param included the only items that may be; null for all
     * @param filter the items that a filter accepts, which nobody changes any more; null without a filter
     */
    public Masks(int[] seen, int[] excluded, int @Nullable [] included, @Nullable BitSet filter) {
        this.seen = ascending(seen);
        this.excluded = ascending(excluded);
        this.included = included == null ? null : ascending(included);
        this.filter = filter;
    }

    /** All items but one. */
    static Masks allBut(int item) {
        return new Masks(new int[] {item}, new int[0], null, null);
    }

    private static int[] ascending(int... items) {
        return Arrays.stream(items).sorted().distinct().toArray();
    }

    private static boolean has(int[] ascending, int item) {
        return Arrays.binarySearch(ascending, item) >= 0;
    }

    @Override
    public boolean test(int item) {
        return (filter == null || filter.get(item))
                && (included == null || has(included, item))
                && !has(seen, item)
                && !has(excluded, item);
    }

    /** The items that are left where they are few: it is then quicker to look at them alone. Null where they are many. */
    int @Nullable [] few(int items) {
        if (included != null) {
            return Arrays.stream(included).filter(this).toArray();
        }
        return filter != null && filter.cardinality() < items / 4
                ? filter.stream().filter(this).toArray()
                : null;
    }

    /**
     * Says what leaves no item.
     *
     * @param items the number of items of the catalogue
     * @return null if some are left
     */
    public @Nullable String emptying(int items) {
        if (included != null && included.length == 0) {
            return "'include' names no item that the model knows";
        }
        if (filter != null && filter.isEmpty()) {
            return "the filter accepts no item";
        }
        if (included != null && filter != null && Arrays.stream(included).noneMatch(filter::get)) {
            return "the filter accepts no item of 'include'";
        }
        for (int item = 0; item < items; item++) {
            if (test(item)) {
                return null;
            }
        }
        return "every item that is left is excluded, or was clicked already";
    }
}
