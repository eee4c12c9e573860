package io.github.dmsrec.live;

import io.github.dmsrec.core.session.Catalogue;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The values of the items' columns, each different value once, so that a condition is tested once for each of them however
 * many items there are. A column is read when it is first asked for. Safe for use by several threads.
 */
public final class ColumnValues {

    private final Catalogue catalogue;
    private final Set<String> names;
    private final Map<String, Column> columns = new ConcurrentHashMap<>();

    /** @param catalogue the items */
    public ColumnValues(Catalogue catalogue) {
        this.catalogue = catalogue;
        this.names = catalogue.items().stream()
                .flatMap(item -> item.attributes().keySet().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The names of all columns. */
    public Set<String> names() {
        return names;
    }

    /** All items, in a new set. */
    public BitSet all() {
        BitSet items = new BitSet(catalogue.size());
        items.set(0, catalogue.size());
        return items;
    }

    /** Different values, and for each item the number of its value plus one, or 0. */
    private record Column(List<String> values, int[] ofItems) {}

    /**
     * The items that have a value which fulfils a condition.
     *
     * @param name of a column
     * @param condition on its value
     * @return a new set, of the caller's own
     */
    public BitSet where(String name, Predicate<String> condition) {
        Column column = columns.computeIfAbsent(name, this::read);
        boolean[] accepted = new boolean[column.values.size() + 1];
        for (int value = 1; value < accepted.length; value++) {
            accepted[value] = condition.test(column.values.get(value - 1));
        }
        BitSet items = new BitSet(column.ofItems.length);
        for (int item = 0; item < column.ofItems.length; item++) {
            if (accepted[column.ofItems[item]]) {
                items.set(item);
            }
        }
        return items;
    }

    private Column read(String name) {
        Map<String, Integer> numbers = new HashMap<>();
        List<String> values = new ArrayList<>();
        int[] ofItems = new int[catalogue.size()];
        for (int item = 0; item < ofItems.length; item++) {
            String value = catalogue.item(item).attributes().get(name);
            if (value != null) {
                ofItems[item] = numbers.computeIfAbsent(value, other -> {
                    values.add(other);
                    return values.size();
                });
            }
        }
        return new Column(values, ofItems);
    }
}
