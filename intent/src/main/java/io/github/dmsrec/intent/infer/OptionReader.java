package io.github.dmsrec.intent.infer;

import io.github.dmsrec.core.UserMistakeException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoublePredicate;
import java.util.function.Function;

/** Reads the choices of an inferrer from texts; what is not given keeps its default. */
final class OptionReader {

    private final String inferrer;
    private final Map<String, String> given;
    private final Map<String, String> known;

    /**
     * @param inferrer for messages
     * @param given by the user
     * @param defaults every key with its default; a key that has none is mapped to the empty text
     */
    OptionReader(String inferrer, Map<String, String> given, Map<String, String> defaults) {
        this.inferrer = inferrer;
        this.given = given;
        this.known = defaults;
        requireKnown(inferrer, given, defaults);
    }

    /** Refuses keys that have no default. */
    static void requireKnown(String inferrer, Map<String, String> given, Map<String, String> defaults) {
        Set<String> unknown = new TreeSet<>(given.keySet());
        unknown.removeAll(defaults.keySet());
        if (!unknown.isEmpty()) {
            throw new UserMistakeException(
                    "The inferrer '" + inferrer + "' has no option " + unknown + ".",
                    defaults.isEmpty()
                            ? "another inferrer was meant; this one has no options."
                            : "there is a typing mistake; its options are " + String.join(", ", defaults.keySet())
                                    + ".");
        }
    }

    static Map<String, String> ordered(String... keysAndValues) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    String text(String key) {
        String value = given.get(key);
        return value == null ? known.getOrDefault(key, "") : value.strip();
    }

    String required(String key, String example) {
        String value = text(key);
        if (value.isEmpty()) {
            throw new UserMistakeException(
                    "The inferrer '" + inferrer + "' needs the option '" + key + "', which was not given.",
                    "'" + example + "' fits.");
        }
        return value;
    }

    int integer(String key, int least) {
        return (int) number(
                key,
                "a whole number, at least " + least,
                value -> value == Math.rint(value) && value >= least && value <= Integer.MAX_VALUE);
    }

    double number(String key, String expected, DoublePredicate allowed) {
        String value = text(key);
        try {
            double number = Double.parseDouble(value);
            if (allowed.test(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw wrong(key, value, expected, e);
        }
        throw wrong(key, value, expected, new IllegalArgumentException(value));
    }

    boolean flag(String key) {
        return choice(key, "true or false", value -> switch (value) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        });
    }

    /** A choice that may be left out by a word that says so. */
    <T> Optional<T> optional(String key, String leftOut, Function<String, T> read) {
        return text(key).equals(leftOut) ? Optional.empty() : Optional.of(read.apply(key));
    }

    <T> T choice(String key, String expected, Function<String, Optional<T>> find) {
        String value = text(key);
        return find.apply(value).orElseThrow(() -> wrong(key, value, expected, new IllegalArgumentException(value)));
    }

    private UserMistakeException wrong(String key, String value, String expected, Exception cause) {
        return new UserMistakeException(
                "The option '" + key + "' of the inferrer '" + inferrer + "' is '" + value + "'; it must be " + expected
                        + ".",
                "there is a typing mistake; left out, it is '" + known.getOrDefault(key, "") + "'.",
                cause);
    }
}
