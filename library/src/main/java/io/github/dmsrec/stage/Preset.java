package io.github.dmsrec.stage;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A named set of option values of a method. A model records the values, not the preset, so that it does not depend on what a
 * preset is later on. Immutable.
 *
 * @param method the name of the method
 * @param name what it is chosen by, unique among the presets of the method
 * @param meaning what it is for
 * @param values by key, in the order in which they are shown
 */
public record Preset(String method, String name, String meaning, Map<String, String> values) {

    /** Copies the values. */
    public Preset {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** The values as one text, e.g. {@code dimension=128, batch-size=64}. */
    public String text() {
        StringBuilder text = new StringBuilder();
        values.forEach((key, value) ->
                text.append(text.isEmpty() ? "" : ", ").append(key).append('=').append(value));
        return text.toString();
    }
}
