package io.github.dmsrec.core.option;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Guesses which known word is meant by one that is mistyped or only begun: by edit distance (Levenshtein). */
public final class ClosestMatch {

    /** So many letters are the beginning of a word; fewer begin too many. */
    private static final int LEAST_BEGINNING = 3;

    private ClosestMatch() {}

    /** The known word nearest to the given one, if it begins so or is near enough to be a slip of the fingers. */
    public static Optional<String> to(String word, Collection<String> known) {
        return known.stream()
                .min(byNearness(word))
                .filter(nearest -> begins(word, nearest) || distance(word, nearest) <= Math.max(2, word.length() / 3));
    }

    /** The known words: the nearest to the given one, then all others in their order. */
    public static List<String> first(String word, Collection<String> known) {
        List<String> words = new ArrayList<>(known);
        known.stream().min(byNearness(word)).ifPresent(nearest -> {
            words.remove(nearest);
            words.add(0, nearest);
        });
        return words;
    }

    private static Comparator<String> byNearness(String word) {
        return Comparator.<String>comparingInt(candidate -> begins(word, candidate) ? 0 : 1)
                .thenComparingInt(candidate -> distance(word, candidate));
    }

    private static boolean begins(String word, String candidate) {
        return word.length() >= LEAST_BEGINNING && candidate.startsWith(word);
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
