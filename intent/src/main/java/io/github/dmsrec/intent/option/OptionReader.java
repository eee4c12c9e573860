package io.github.dmsrec.intent.option;

import io.github.dmsrec.core.UserMistakeException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.DoublePredicate;
import java.util.function.Function;

/** Reads the choices of an inferrer from texts; what is not given keeps its default. For one thread. */
public final class OptionReader {

    private final String inferrer;
    private final Map<String, String> given;
    private final Map<String, String> known;

    /**
     * @param inferrer for messages
     * @param given by the user
     * @param defaults every key with its default; a key that has none is mapped to the empty text. A key that ends with a
     *     dot stands for all keys that begin with it
     * @throws UserMistakeException for a key that is not among them
     */
    public OptionReader(String inferrer, Map<String, String> given, Map<String, String> defaults) {
        this.inferrer = inferrer;
        this.given = given;
        this.known = defaults;
        requireKnown(inferrer, given, defaults);
    }

    /** Refuses keys that have no default. */
    public static void requireKnown(String inferrer, Map<String, String> given, Map<String, String> defaults) {
        TreeSet<String> unknown = new TreeSet<>(given.keySet());
        unknown.removeIf(key -> isKnown(key, defaults));
        if (!unknown.isEmpty()) {
            throw new UserMistakeException(
                    "The inferrer '" + inferrer + "' has no option " + unknown + ".",
                    defaults.isEmpty()
                            ? "another inferrer was meant; this one has no options."
                            : "there is a typing mistake; its options are " + String.join(", ", defaults.keySet())
                                    + ".");
        }
    }

    private static boolean isKnown(String key, Map<String, String> defaults) {
        int dot = key.indexOf('.');
        return dot < 0
                ? defaults.containsKey(key)
                : dot + 1 < key.length() && defaults.containsKey(key.substring(0, dot + 1));
    }

    /** A map of the given order. */
    public static Map<String, String> ordered(String... keysAndValues) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    /** The name of the inferrer, for messages. */
    public String inferrer() {
        return inferrer;
    }

    /** The value as it is, without blanks around it. */
    public String text(String key) {
        String value = given.get(key);
        return value == null ? known.getOrDefault(key, "") : value.strip();
    }

    /** What was given under keys that begin with a prefix, by the rest of the key in alphabetical order. */
    public Map<String, String> below(String prefix) {
        Map<String, String> found = new TreeMap<>();
        given.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                found.put(key.substring(prefix.length()), value.strip());
            }
        });
        return found;
    }

    /** A value that must be given. */
    public String required(String key, String example) {
        String value = text(key);
        if (value.isEmpty()) {
            throw new UserMistakeException(
                    "The inferrer '" + inferrer + "' needs the option '" + key + "', which was not given.",
                    "'" + example + "' fits.");
        }
        return value;
    }

    /** A whole number. */
    public int integer(String key, int least) {
        return (int) number(
                key,
                "a whole number, at least " + least,
                value -> value == Math.rint(value) && value >= least && value <= Integer.MAX_VALUE);
    }

    /** A number. */
    public double number(String key, String expected, DoublePredicate allowed) {
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

    /** {@code true} or {@code false}. */
    public boolean flag(String key) {
        return choice(key, "true or false", value -> switch (value) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        });
    }

    /** A choice that may be left out by a word that says so. */
    public <T> Optional<T> optional(String key, String leftOut, Function<String, T> read) {
        return text(key).equals(leftOut) ? Optional.empty() : Optional.of(read.apply(key));
    }

    /** One of several values. */
    public <T> T choice(String key, String expected, Function<String, Optional<T>> find) {
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
