package io.github.dmsrec.experiment.report;

import io.github.dmsrec.core.UserMistakeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The words of a marker, {@code FILE.json... [OPTION=VALUE]... [OPTION]}, as they are asked for one after the other. Mistakes
 * are collected; what was never asked for is one.
 */
final class MarkerWords {

    private static final String SEEN_ITEMS = "seen-items";

    private static final Map<String, List<String>> BOTH_OR_ONE = Map.of(
            Report.RANKED,
            List.of(Report.RANKED),
            Report.MASKED,
            List.of(Report.MASKED),
            "both",
            List.of(Report.RANKED, Report.MASKED));

    private final List<String> files = new ArrayList<>();
    private final Map<String, String> options = new LinkedHashMap<>();
    private final List<String> mistakes = new ArrayList<>();

    private MarkerWords() {}

    static MarkerWords of(String content) {
        MarkerWords words = new MarkerWords();
        for (String word :
                content.isBlank() ? List.<String>of() : List.of(content.strip().split("\\s+"))) {
            int equals = word.indexOf('=');
            if (equals < 0 && word.endsWith(".json")) {
                words.files.add(word);
                continue;
            }
            String key = equals < 0 ? word : word.substring(0, equals);
            if (words.options.put(key, equals < 0 ? "" : word.substring(equals + 1)) != null) {
                words.mistake("'" + key + "' stands there twice");
            }
        }
        return words;
    }

    /** The files; none is a mistake. */
    List<String> files() {
        if (files.isEmpty()) {
            mistake("no results file is named");
        }
        return List.copyOf(files);
    }

    /** The value of an option, if it is given. */
    Optional<String> value(String key) {
        Optional<String> value = Optional.ofNullable(options.remove(key));
        if (value.isPresent() && value.get().isEmpty()) {
            mistake(key + " is empty");
        }
        return value.filter(text -> !text.isEmpty());
    }

    /** Several values between commas; none if the option is not given. */
    List<String> list(String key) {
        return value(key).map(text -> List.of(text.split(","))).orElse(List.of());
    }

    /** Whether an option is given, with the only value that it can have; an empty one stands for a word alone. */
    boolean is(String key, String only) {
        Optional<String> value = Optional.ofNullable(options.remove(key));
        value.filter(text -> !text.equals(only))
                .ifPresent(text -> mistake(
                        key + " is '" + text + "', not " + (only.isEmpty() ? "a word alone" : "'" + only + "'")));
        return value.isPresent();
    }

    /** How the session's items are treated: {@link Report#RANKED}, {@link Report#MASKED} or both; empty if not given. */
    Optional<List<String>> seenItems() {
        Optional<String> value = Optional.ofNullable(options.remove(SEEN_ITEMS));
        value.filter(text -> !BOTH_OR_ONE.containsKey(text))
                .ifPresent(text -> mistake(SEEN_ITEMS + " is '" + text + "', not ranked, masked or both"));
        return value.map(BOTH_OR_ONE::get);
    }

    /** Notes a mistake, in words without a full stop. */
    void mistake(String words) {
        mistakes.add(words);
    }

    /**
     * Ends the reading.
     *
     * @param meant a marker without mistakes, and what else it could have
     * @throws UserMistakeException naming every mistake and every option that was not asked for
     */
    void done(String meant) {
        options.keySet().forEach(key -> mistake("there is no option '" + key + "'"));
        if (!mistakes.isEmpty()) {
            throw new UserMistakeException(
                    "this marker has mistakes: " + String.join("; ", mistakes) + ".", "Write one like this: " + meant);
        }
    }
}
