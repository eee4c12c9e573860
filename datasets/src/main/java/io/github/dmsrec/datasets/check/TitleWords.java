package io.github.dmsrec.datasets.check;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The words of a title: letters and digits in lower case and in one form of Unicode, whatever stands between them.
 *
 * @param words in order
 */
record TitleWords(List<String> words) {

    /** Titles of fewer words are too easily alike. */
    static final int ENOUGH_WORDS = 5;

    static TitleWords of(String title) {
        String plain = Normalizer.normalize(title, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        List<String> words = new ArrayList<>();
        int begin = -1;
        for (int i = 0; i <= plain.length(); i++) {
            boolean inWord = i < plain.length() && Character.isLetterOrDigit(plain.charAt(i));
            if (inWord) {
                begin = begin < 0 ? i : begin;
            } else if (begin >= 0) {
                words.add(plain.substring(begin, i));
                begin = -1;
            }
        }
        return new TitleWords(words);
    }

    /** Equal for titles that differ in punctuation, spaces and case alone. */
    long hash() {
        return Hashes.of(String.join(" ", words));
    }

    /**
     * Hashes of which two titles share one if the sets of their words are equal, or differ in one word without a digit that is
     * exchanged, added or left out. Digits make another product: a size, a volume, a model. Empty for short titles.
     */
    List<Long> signatures() {
        Set<String> distinct = new LinkedHashSet<>(words);
        List<Long> signatures = new ArrayList<>();
        if (distinct.size() >= ENOUGH_WORDS) {
            long sum = 0;
            for (String word : distinct) {
                sum += Hashes.of(word);
            }
            signatures.add(Hashes.then(sum, distinct.size()));
            for (String word : distinct) {
                if (word.chars().noneMatch(Character::isDigit)) {
                    signatures.add(Hashes.then(sum - Hashes.of(word), distinct.size() - 1));
                }
            }
        }
        return signatures;
    }
}
