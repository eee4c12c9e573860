package io.github.dmsrec.live;

import io.github.dmsrec.core.session.Catalogue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Finds items by the words of their titles. Safe for use by several threads. */
public final class Titles {

    private final Catalogue catalogue;
    private final long[] clicks;

    /**
     * @param catalogue the items
     * @param clicks how often each of the first items was clicked
     */
    public Titles(Catalogue catalogue, long[] clicks) {
        this.catalogue = catalogue;
        this.clicks = clicks;
    }

    /**
     * Finds items whose titles have all words of a query, the last one also as the beginning of a word, and the item whose
     * id it is.
     *
     * @param query any text
     * @param k how many at most
     * @return catalogue indices, the best first
     */
    public List<Integer> search(String query, int k) {
        List<Integer> found = new ArrayList<>();
        catalogue.indexOf(query.strip()).ifPresent(found::add);
        List<String> words = Words.of(query);
        if (!words.isEmpty()) {
            IntStream.range(0, catalogue.size())
                    .filter(item -> !found.contains(item) && matches(Words.of(catalogue.title(item)), words))
                    .boxed()
                    .sorted(Comparator.<Integer>comparingInt(
                                    item -> Words.of(catalogue.title(item)).size())
                            .thenComparing(item -> item < clicks.length ? -clicks[item] : 0))
                    .forEachOrdered(found::add);
        }
        return found.subList(0, Math.min(k, found.size()));
    }

    private static boolean matches(List<String> title, List<String> query) {
        String last = query.get(query.size() - 1);
        return title.containsAll(query.subList(0, query.size() - 1))
                && title.stream().anyMatch(word -> word.startsWith(last));
    }
}
