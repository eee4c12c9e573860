package io.github.dmsrec.datasets.check;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Guesses the languages of titles: by the script of their letters, and by the small words that one language has and others
 * lack. Most titles have none of these and tell nothing; the others stand for them. For one thread.
 */
final class Languages {

    /** The encoder that is built in learned from English; a fifth in other languages is more than borrowed words. */
    static final double LOOK_AT_OTHERS = 0.2;

    /** With fewer titles that tell their language, nothing is said. */
    static final long FEW = 20;

    private static final Map<String, Set<String>> SMALL_WORDS = Map.of(
            "English", Set.of("the", "of", "and", "for", "with", "from", "your", "to", "by", "without"),
            "German", Set.of("der", "das", "und", "mit", "für", "von", "ein", "eine", "zum", "ohne"),
            "French", Set.of("les", "et", "pour", "avec", "des", "du", "une", "dans", "sur", "sans"),
            "Spanish", Set.of("el", "los", "y", "con", "las", "una", "del", "por", "sin", "para"),
            "Italian", Set.of("di", "della", "il", "gli", "per", "con", "dei", "nel", "senza", "alla"),
            "Portuguese", Set.of("os", "com", "uma", "do", "da", "em", "não", "sem", "para", "dos"),
            "Dutch", Set.of("het", "een", "voor", "van", "met", "en", "zonder", "naar", "uit", "bij"));

    private final Map<UnicodeScript, Long> letters = new EnumMap<>(UnicodeScript.class);
    private final Map<String, Long> titles = new LinkedHashMap<>();

    void take(String title, List<String> words) {
        title.codePoints()
                .filter(Character::isLetter)
                .mapToObj(UnicodeScript::of)
                .filter(script -> script != UnicodeScript.COMMON && script != UnicodeScript.INHERITED)
                .forEach(script -> letters.merge(script, 1L, Long::sum));
        language(words).ifPresent(language -> titles.merge(language, 1L, Long::sum));
    }

    /** The language that most of the words belong to; empty if none or several do. */
    static Optional<String> language(List<String> words) {
        long best = 0;
        List<String> found = new ArrayList<>();
        for (Map.Entry<String, Set<String>> language : SMALL_WORDS.entrySet()) {
            long count = words.stream().filter(language.getValue()::contains).count();
            if (count > best) {
                found.clear();
            }
            if (count > 0 && count >= best) {
                best = count;
                found.add(language.getKey());
            }
        }
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    Finding finding() {
        long allLetters = letters.values().stream().mapToLong(x -> x).sum();
        long all = titles.values().stream().mapToLong(x -> x).sum();
        double notLatin = 1 - Share.of(letters.getOrDefault(UnicodeScript.LATIN, 0L), Math.max(1, allLetters));
        double notEnglish = all < FEW ? 0 : 1 - Share.of(titles.getOrDefault("English", 0L), all);
        boolean foreignScript = allLetters > 0 && notLatin >= LOOK_AT_OTHERS;
        List<String> words = new ArrayList<>();
        letters.entrySet().stream()
                .sorted(Map.Entry.<UnicodeScript, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(entry -> entry.getKey().name()))
                .limit(3)
                .forEach(entry ->
                        words.add(Share.percent(Share.of(entry.getValue(), allLetters)) + " " + name(entry.getKey())));
        List<String> languages = new ArrayList<>();
        titles.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(3)
                .forEach(entry -> languages.add(Share.percent(Share.of(entry.getValue(), all)) + " " + entry.getKey()));
        return Finding.of(
                        "titles-language",
                        foreignScript || notEnglish >= LOOK_AT_OTHERS ? Verdict.LOOK : Verdict.FINE,
                        "letters: " + (words.isEmpty() ? "none" : String.join(", ", words)) + "; " + Share.count(all)
                                + " titles have words that identify their language"
                                + (languages.isEmpty() ? "" : ": " + String.join(", ", languages)),
                        "The encoder that is built in knows English; titles in other languages get vectors that mean"
                                + " little, and intents"
                                + " named in English do not match them.",
                        "Use an encoder of many languages: --encoder FOLDER (an ONNX model), and prompts in the language of the"
                                + " titles.")
                .with("not-latin-share", allLetters == 0 ? 0 : notLatin)
                .with("not-english-share", notEnglish)
                .with("titles-that-tell", all);
    }

    private static String name(UnicodeScript script) {
        String name = script.name();
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }
}
