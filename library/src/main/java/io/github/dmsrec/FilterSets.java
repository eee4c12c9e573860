package io.github.dmsrec;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.dmsrec.live.ColumnValues;
import java.util.BitSet;
import java.util.Map;
import java.util.Set;

/** The items that filters accept, found once for each filter and kept while there is room. Safe for use by several threads. */
final class FilterSets {

    /** The memory that all sets and filters together take. */
    private static final long MOST_BYTES = 64L << 20;

    private static final int BYTES_OF_A_TEXT = 56;

    private final ColumnValues columns;
    private final Cache<ItemFilter, BitSet> sets;

    FilterSets(ColumnValues columns) {
        this.columns = columns;
        this.sets = Caffeine.newBuilder()
                .maximumWeight(MOST_BYTES)
                .weigher((ItemFilter filter, BitSet set) -> bytes(filter, set))
                // What is evicted is evicted by the caller: there is no work for another thread.
                .executor(Runnable::run)
                .build();
    }

    /** The items that a filter accepts; nobody changes them. */
    BitSet of(ItemFilter filter) {
        return sets.get(filter, this::find);
    }

    private BitSet find(ItemFilter filter) {
        BitSet accepted = null;
        for (Map.Entry<String, ItemFilter.Condition> condition :
                filter.conditions().entrySet()) {
            BitSet fulfilling = columns.where(condition.getKey(), condition.getValue()::accepts);
            if (accepted == null) {
                accepted = fulfilling;
            } else {
                accepted.and(fulfilling);
            }
        }
        return accepted == null ? columns.all() : accepted;
    }

    private static int bytes(ItemFilter filter, BitSet set) {
        long bytes = set.size() / Byte.SIZE;
        for (Map.Entry<String, ItemFilter.Condition> condition :
                filter.conditions().entrySet()) {
            bytes += BYTES_OF_A_TEXT
                    + Character.BYTES * (long) condition.getKey().length();
            if (condition.getValue() instanceof ItemFilter.AnyOf any) {
                bytes += bytes(any.values());
            }
        }
        return (int) Math.min(Integer.MAX_VALUE, bytes);
    }

    private static long bytes(Set<String> texts) {
        return texts.stream()
                .mapToLong(text -> BYTES_OF_A_TEXT + Character.BYTES * (long) text.length())
                .sum();
    }
}
