package io.github.dmsrec.live;

import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.gnn.model.SessionModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How much items resemble each other. Safe for use by several threads. */
interface ItemSimilarity {

    /**
     * Gets ready to compare some items.
     *
     * @param items of the catalogue, new ones included
     */
    Pool among(int... items);

    /** Compares some items with each other. For one thread. */
    interface Pool {

        /**
         * Compares one of the items with all.
         *
         * @param place of the item among those that were given
         * @param similarity receives for each item how much it resembles that one, from -1 to 1
         */
        void compare(int place, float[] similarity);
    }

    /** The cosine of the item vectors of a network. */
    static ItemSimilarity ofVectors(SessionModel network, NewItems newItems) {
        return items -> new VectorPool(newItems.vectors(network, items), items.length);
    }

    /** The cosine of the sets of words in titles and columns: those in both, by the geometric mean of their numbers. */
    static ItemSimilarity ofWords(Catalogue catalogue) {
        return items ->
                new WordPool(Arrays.stream(items).mapToObj(catalogue::item).toList());
    }

    /** Vectors of length one. */
    final class VectorPool implements Pool {

        private final int size;
        private final int dimension;
        /** Dimension by dimension, so that the sums of all items grow together and several fit an instruction. */
        private final float[] columns;

        VectorPool(float[] vectors, int size) {
            this.size = size;
            this.dimension = size == 0 ? 0 : vectors.length / size;
            this.columns = new float[vectors.length];
            for (int item = 0; item < size; item++) {
                for (int i = 0; i < dimension; i++) {
                    columns[i * size + item] = vectors[item * dimension + i];
                }
            }
        }

        @Override
        public void compare(int place, float[] similarity) {
            Arrays.fill(similarity, 0, size, 0);
            for (int i = 0; i < dimension; i++) {
                add(columns, i * size, columns[i * size + place], similarity, size);
            }
        }

        private static void add(float[] from, int at, float factor, float[] to, int count) {
            for (int item = 0; item < count; item++) {
                to[item] += factor * from[at + item];
            }
        }
    }

    /** Sets of words. */
    final class WordPool implements Pool {

        private final List<int[]> wordsOf = new ArrayList<>();
        private final List<List<Integer>> placesOf = new ArrayList<>();

        WordPool(List<Item> items) {
            Map<String, Integer> numbers = new HashMap<>();
            for (int place = 0; place < items.size(); place++) {
                Set<String> words = words(items.get(place));
                int[] ofItem = new int[words.size()];
                int at = 0;
                for (String word : words) {
                    int number = numbers.computeIfAbsent(word, other -> numbers.size());
                    if (number == placesOf.size()) {
                        placesOf.add(new ArrayList<>());
                    }
                    placesOf.get(number).add(place);
                    ofItem[at++] = number;
                }
                wordsOf.add(ofItem);
            }
        }

        private static Set<String> words(Item item) {
            Set<String> words = new HashSet<>(WordSplitter.of(item.title()));
            item.attributes().values().forEach(value -> words.addAll(WordSplitter.of(value)));
            return words;
        }

        @Override
        public void compare(int place, float[] similarity) {
            Arrays.fill(similarity, 0, wordsOf.size(), 0);
            int[] words = wordsOf.get(place);
            for (int word : words) {
                for (int other : placesOf.get(word)) {
                    similarity[other]++;
                }
            }
            for (int other = 0; other < wordsOf.size(); other++) {
                if (similarity[other] > 0) {
                    similarity[other] /= (float) Math.sqrt((double) words.length * wordsOf.get(other).length);
                }
            }
        }
    }
}
