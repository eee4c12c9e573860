package io.github.dmsrec.intent.llm;

import java.util.Collection;
import java.util.List;

/**
 * What must not stand in any message: servers repeat keys in their answers. Values of fewer than {@value #LEAST_LENGTH}
 * characters, such as {@code x} or {@code EMPTY}, which local servers are given because they ask for some key, are no
 * secrets and parts of other words. Immutable.
 */
final class Secrets {

    private static final int LEAST_LENGTH = 8;

    private final List<String> values;

    Secrets(Collection<String> values) {
        this.values =
                values.stream().filter(value -> value.length() >= LEAST_LENGTH).toList();
    }

    /** A text without them. */
    String withheld(String text) {
        String safe = text;
        for (String value : values) {
            safe = safe.replace(value, "(the API key)");
        }
        return safe;
    }
}
