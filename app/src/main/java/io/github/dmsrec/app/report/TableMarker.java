package io.github.dmsrec.app.report;

import io.github.dmsrec.core.UserMistakeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a marker in a document asks for: {@code <!-- table FILE.json... [OPTION=VALUE]... [spread] -->}.
 *
 * @param files the results files, relative to the document
 * @param seenItems {@link Report#RANKED}, {@link Report#MASKED} or both
 * @param metrics the columns; empty for all
 * @param models the rows by name; empty for all
 * @param bestOnTest whether the published protocol's figures are shown instead
 * @param deltaToBase whether fused models show their difference to their base
 * @param spread whether the files are runs with different seeds, shown as mean and standard deviation
 */
record TableMarker(
        List<String> files,
        List<String> seenItems,
        List<String> metrics,
        List<String> models,
        boolean bestOnTest,
        boolean deltaToBase,
        boolean spread) {

    // Deeper indentation is a block of code.
    private static final Pattern OPENING = Pattern.compile(" {0,3}<!--\\s*table(?:\\s+(.*?))?\\s*-->\\s*");
    private static final Pattern BEGINNING = Pattern.compile(" {0,3}<!--\\s*table(?:\\s.*|-->.*)?");
    private static final Pattern CLOSING = Pattern.compile(" {0,3}<!--\\s*/table\\s*-->\\s*");

    private static final String SEEN_ITEMS = "seen-items";
    private static final String METRICS = "metrics";
    private static final String MODELS = "models";
    private static final String PROTOCOL = "protocol";
    private static final String DELTA = "delta";
    private static final String SPREAD = "spread";

    private static final Map<String, List<String>> BOTH_OR_ONE = Map.of(
            Report.RANKED,
            List.of(Report.RANKED),
            Report.MASKED,
            List.of(Report.MASKED),
            "both",
            List.of(Report.RANKED, Report.MASKED));

    /** Whether a line begins a table. */
    static boolean opens(String line) {
        return BEGINNING.matcher(line).matches();
    }

    /** Whether a line ends a table. */
    static boolean closes(String line) {
        return CLOSING.matcher(line).matches();
    }

    /**
     * Reads a marker.
     *
     * @throws UserMistakeException naming every mistake
     */
    static TableMarker parse(String line) {
        Matcher opening = OPENING.matcher(line);
        if (!opening.matches()) {
            throw new UserMistakeException("this marker does not end in its line.", "'-->' is missing.");
        }
        List<String> files = new ArrayList<>();
        Map<String, String> options = new LinkedHashMap<>();
        List<String> mistakes = new ArrayList<>();
        String content = Optional.ofNullable(opening.group(1)).orElse("").strip();
        for (String word : content.isEmpty() ? List.<String>of() : List.of(content.split("\\s+"))) {
            int equals = word.indexOf('=');
            if (equals < 0 && word.endsWith(".json")) {
                files.add(word);
                continue;
            }
            String key = equals < 0 ? word : word.substring(0, equals);
            if (options.put(key, equals < 0 ? "" : word.substring(equals + 1)) != null) {
                mistakes.add("'" + key + "' stands there twice");
            }
        }
        if (files.isEmpty()) {
            mistakes.add("no results file is named");
        }
        Optional<String> seenItems = Optional.ofNullable(options.remove(SEEN_ITEMS));
        seenItems
                .filter(value -> !BOTH_OR_ONE.containsKey(value))
                .ifPresent(value -> mistakes.add(SEEN_ITEMS + " is '" + value + "', not ranked, masked or both"));
        List<String> metrics = words(options, METRICS, mistakes);
        List<String> models = words(options, MODELS, mistakes);
        boolean bestOnTest = is(options, PROTOCOL, "best-on-test", mistakes);
        boolean deltaToBase = is(options, DELTA, "base", mistakes);
        boolean spread = is(options, SPREAD, "", mistakes);
        if (bestOnTest && seenItems.isPresent() && !seenItems.get().equals(Report.RANKED)) {
            mistakes.add(SEEN_ITEMS + " is '" + seenItems.get()
                    + "', but the published protocol ranks the items of the session");
        }
        if (spread && files.size() == 1) {
            mistakes.add("one file has no spread");
        }
        if (!spread && files.size() > 1) {
            mistakes.add(files.size() + " files are named, but not 'spread'");
        }
        options.keySet().forEach(key -> mistakes.add("there is no option '" + key + "'"));
        if (!mistakes.isEmpty()) {
            throw new UserMistakeException(
                    "this marker has mistakes: " + String.join("; ", mistakes) + ".",
                    "one like this was meant: '<!-- table results/a.json seen-items=masked metrics=HR@20,MRR@20"
                            + " models=sr-gnn,gce-gnn -->'; further options: protocol=best-on-test, delta=base, and spread"
                            + " for several files.");
        }
        return new TableMarker(
                files,
                bestOnTest ? List.of(Report.RANKED) : BOTH_OR_ONE.getOrDefault(seenItems.orElse("both"), List.of()),
                metrics,
                models,
                bestOnTest,
                deltaToBase,
                spread);
    }

    private static List<String> words(Map<String, String> options, String key, List<String> mistakes) {
        Optional<String> value = Optional.ofNullable(options.remove(key));
        if (value.isPresent() && value.get().isEmpty()) {
            mistakes.add(key + " is empty");
        }
        return value.filter(text -> !text.isEmpty())
                .map(text -> List.of(text.split(",")))
                .orElse(List.of());
    }

    private static boolean is(Map<String, String> options, String key, String only, List<String> mistakes) {
        Optional<String> value = Optional.ofNullable(options.remove(key));
        value.filter(text -> !text.equals(only))
                .ifPresent(text -> mistakes.add(
                        key + " is '" + text + "', not " + (only.isEmpty() ? "a word alone" : "'" + only + "'")));
        return value.isPresent();
    }
}
