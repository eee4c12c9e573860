package io.github.dmsrec.intent.llm;

import java.util.Collection;
import java.util.List;

/** What must not stand in any message: servers repeat keys in their answers. Immutable. */
final class Secrets {

    private final List<String> values;

    Secrets(Collection<String> values) {
        this.values = values.stream().filter(value -> !value.isEmpty()).toList();
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
