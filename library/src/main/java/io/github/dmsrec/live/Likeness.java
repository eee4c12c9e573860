package io.github.dmsrec.live;

import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.gnn.model.SessionModel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** How much items resemble each other. Safe for use by several threads. */
interface Likeness {

    /**
     * Gets ready to compare some items.
     *
     * @param items of the catalogue, new ones included
     */
    Pairs among(int... items);

    /** Compares two of some items. For one thread. */
    interface Pairs {

        /**
         * How much two items resemble each other, 1 at most.
         *
         * @param a the place of an item among those that were given
         * @param b the place of another
         */
        double between(int a, int b);
    }

    /** The cosine of the item vectors of a network. */
    static Likeness ofVectors(SessionModel network, NewItems newItems) {
        return items -> {
            int dimension = network.dimension();
            float[] vectors = newItems.vectors(network, items);
            return (a, b) -> {
                float dot = 0;
                for (int i = 0; i < dimension; i++) {
                    dot += vectors[a * dimension + i] * vectors[b * dimension + i];
                }
                return dot;
            };
        };
    }

    /** The cosine of the sets of words in titles and columns: those in both, by the geometric mean of their numbers. */
    static Likeness ofWords(Catalogue catalogue) {
        return items -> {
            List<Set<String>> words = IntStream.of(items)
                    .mapToObj(item -> words(catalogue.item(item)))
                    .toList();
            return (a, b) -> cosine(words.get(a), words.get(b));
        };
    }

    private static Set<String> words(Item item) {
        Set<String> words = new HashSet<>(Words.of(item.title()));
        item.attributes().values().forEach(value -> words.addAll(Words.of(value)));
        return words;
    }

    private static double cosine(Set<String> a, Set<String> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return 0;
        }
        Set<String> smaller = a.size() < b.size() ? a : b;
        Set<String> larger = a.size() < b.size() ? b : a;
        int both = 0;
        for (String word : smaller) {
            both += larger.contains(word) ? 1 : 0;
        }
        return both / Math.sqrt((double) a.size() * b.size());
    }
}
