package io.github.dmsrec.intent.facets;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.session.Catalogue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Short texts that describe the items of a catalogue: facets that a language model gave, or values of columns. Equal texts
 * of different facets are one value. Immutable; safe for use by several threads.
 */
public final class ItemFacets {

    private static final Pattern SEPARATORS = Pattern.compile("[|;,]");
    private static final int[] NONE = {};

    private final List<String> values;
    private final int[][] ofItem;
    private final double[] rarity;

    /**
     * @param values distinct texts
     * @param ofItem for each item the numbers of its values, distinct, in order
     */
    private ItemFacets(List<String> values, int[][] ofItem) {
        this.values = List.copyOf(values);
        this.ofItem = ofItem;
        int[] items = new int[values.size()];
        int described = 0;
        for (int[] of : ofItem) {
            described += of.length == 0 ? 0 : 1;
            for (int value : of) {
                items[value]++;
            }
        }
        this.rarity = new double[values.size()];
        for (int value = 0; value < rarity.length; value++) {
            rarity[value] = Math.log((1.0 + described) / items[value]);
        }
    }

    /** Collects texts by item. For one thread. */
    public static final class Builder {

        private final Map<String, Integer> numbers = new HashMap<>();
        private final List<String> values = new ArrayList<>();
        private final int[][] ofItem;

        /** @param items of the catalogue */
        public Builder(int items) {
            ofItem = new int[items][];
            Arrays.fill(ofItem, NONE);
        }

        /** Sets the texts of an item; blank ones and repeats do not count. */
        public Builder put(int item, Collection<String> texts) {
            Set<Integer> distinct = new LinkedHashSet<>();
            for (String text : texts) {
                if (!text.isBlank()) {
                    distinct.add(numbers.computeIfAbsent(text.strip(), fresh -> {
                        values.add(fresh);
                        return values.size() - 1;
                    }));
                }
            }
            ofItem[item] = distinct.stream().mapToInt(Integer::intValue).toArray();
            return this;
        }

        public ItemFacets build() {
            return new ItemFacets(values, ofItem);
        }
    }

    /**
     * The values of columns in lower case, cut at commas, semicolons and bars.
     *
     * @throws UserMistakeException if no item has one of the columns
     */
    public static ItemFacets ofColumns(Catalogue catalogue, List<String> columns) {
        Set<String> known = new TreeSet<>();
        catalogue.items().forEach(item -> known.addAll(item.attributes().keySet()));
        Builder builder = new Builder(catalogue.size());
        for (String column : columns) {
            if (!known.contains(column)) {
                throw new UserMistakeException("columns names '" + column + "', but "
                        + (known.isEmpty()
                                ? "no item has a text column: import the data set with --text."
                                : "the items have the columns " + String.join(", ", known) + "."));
            }
        }
        for (int item = 0; item < catalogue.size(); item++) {
            List<String> texts = new ArrayList<>();
            for (String column : columns) {
                String value = catalogue.item(item).attributes().getOrDefault(column, "");
                texts.addAll(List.of(SEPARATORS.split(value.toLowerCase(Locale.ROOT))));
            }
            builder.put(item, texts);
        }
        return builder.build();
    }

    /** The same descriptions, each given to another item: a control. Items without one stay without. */
    public ItemFacets shuffled(long seed) {
        int[] described = IntStream.range(0, ofItem.length)
                .filter(item -> ofItem[item].length > 0)
                .toArray();
        int[] order = new RandomStreams(seed).permutation(described.length, "shuffled facets");
        int[][] shuffled = ofItem.clone();
        for (int i = 0; i < described.length; i++) {
            shuffled[described[i]] = ofItem[described[order[i]]];
        }
        return new ItemFacets(values, shuffled);
    }

    /** The number of items. */
    public int items() {
        return ofItem.length;
    }

    /** How many items have a value. */
    public int described() {
        return (int) Arrays.stream(ofItem).filter(of -> of.length > 0).count();
    }

    /** All values, distinct. */
    public List<String> values() {
        return values;
    }

    /** The texts of an item. */
    public List<String> textsOf(int item) {
        return Arrays.stream(ofItem[item]).mapToObj(values::get).toList();
    }

    /** The numbers of an item's values. Not to be changed. */
    int[] of(int item) {
        return ofItem[item];
    }

    /** The inverse document frequency of a value: logarithm of items over items that have it, above 0. */
    double rarity(int value) {
        return rarity[value];
    }
}
