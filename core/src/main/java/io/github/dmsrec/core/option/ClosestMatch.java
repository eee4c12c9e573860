package io.github.dmsrec.core.option;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Guesses which known word a mistyped one means, by edit distance (Levenshtein). */
public final class ClosestMatch {

    private ClosestMatch() {}

    /** The known word nearest to the given one, if any is near enough to be a slip of the fingers. */
    public static Optional<String> to(String word, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
                .filter(nearest -> distance(word, nearest) <= Math.max(2, word.length() / 3));
    }

    /** The known words: the nearest to the given one, then all others in their order. */
    public static List<String> first(String word, Collection<String> known) {
        List<String> words = new ArrayList<>(known);
        known.stream()
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
                .ifPresent(nearest -> {
                    words.remove(nearest);
                    words.add(0, nearest);
                });
        return words;
    }

    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replace, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
