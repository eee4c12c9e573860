package io.github.dmsrec.core.session;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * All items, each with a dense index {@code 0..size-1}. Inside dmsrec an item <em>is</em> its index; the papers' item id
 * {@code 1..N} is the index plus one. Immutable and safe for use by several threads.
 */
public final class Catalogue {

    private final List<Item> items;
    private final Map<String, Integer> indexById;
    private final boolean integerIds;

    /**
     * @param items the items in index order
     * @throws IllegalArgumentException if two items have the same id
     */
    public Catalogue(List<Item> items) {
        this.items = List.copyOf(items);
        this.indexById = new HashMap<>(this.items.size() * 2);
        boolean integers = true;
        for (int i = 0; i < this.items.size(); i++) {
            String id = this.items.get(i).id();
            Integer earlier = indexById.put(id, i);
            if (earlier != null) {
                throw new IllegalArgumentException(
                        "items " + earlier + " and " + i + " of the catalogue have the same id '" + id + "'");
            }
            integers &= isCanonicalInteger(id);
        }
        this.integerIds = integers;
    }

    /** The number of items N. */
    public int size() {
        return items.size();
    }

    /** The item of an index in {@code 0..size-1}. */
    public Item item(int index) {
        return items.get(index);
    }

    /** The external id of an index in {@code 0..size-1}. */
    public String id(int index) {
        return items.get(index).id();
    }

    /** The title of an index in {@code 0..size-1}; empty if unknown. */
    public String title(int index) {
        return items.get(index).title();
    }

    /** All items in index order. */
    public List<Item> items() {
        return items;
    }

    /** The index of an external id, empty if the catalogue does not have it. */
    public OptionalInt indexOf(String id) {
        Integer index = indexById.get(id);
        return index == null ? OptionalInt.empty() : OptionalInt.of(index);
    }

    /**
     * The indices of external ids, without those that the catalogue does not have.
     *
     * @param ids in any number and order; repeats stay
     * @param unknown takes each id that the catalogue does not have, as often as it occurs
     */
    public int[] indicesOf(List<String> ids, Consumer<String> unknown) {
        int[] indices = new int[ids.size()];
        int size = 0;
        for (String id : ids) {
            Integer index = indexById.get(id);
            if (index == null) {
                unknown.accept(id);
            } else {
                indices[size++] = index;
            }
        }
        return Arrays.copyOf(indices, size);
    }

    /** Whether every id is a decimal integer without sign or leading zeros: such ids are numbers in JSON output. */
    public boolean hasIntegerIds() {
        return integerIds;
    }

    private static boolean isCanonicalInteger(String id) {
        if (id.isEmpty() || id.length() > 15 || (id.length() > 1 && id.charAt(0) == '0')) {
            return false;
        }
        return id.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
