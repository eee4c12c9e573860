package io.github.dmsrec.core.choice;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The values of all choices of a run, by key, in a fixed order. Immutable; equal if all values are.
 *
 * @param values checked against the choices' domains
 */
public record Choices(Map<String, String> values) {

    public Choices {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** A whole number. */
    public int whole(String key) {
        return Integer.parseInt(text(key));
    }

    /** A real number. */
    public double real(String key) {
        return Double.parseDouble(text(key));
    }

    /** A constant of an enum. */
    public <E extends Enum<E>> E oneOf(String key, Class<E> type) {
        String label = text(key);
        return Labels.parse(type, label)
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + key + "' is '" + label + "', which is no " + type.getSimpleName()));
    }

    private String text(String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("there is no choice '" + key + "' here; known: " + values.keySet());
        }
        return value;
    }
}
