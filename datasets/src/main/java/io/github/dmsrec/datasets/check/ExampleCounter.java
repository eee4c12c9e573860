package io.github.dmsrec.datasets.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Counts items that have a fault, and keeps a few as examples. For one thread. */
final class ExampleCounter {

    private static final int EXAMPLES = 5;
    private static final int LONGEST = 90;

    private final List<String> examples = new ArrayList<>();
    private long items;

    void add(String id, String title) {
        items++;
        if (examples.size() < EXAMPLES) {
            String shown = title.length() <= LONGEST ? title : title.substring(0, LONGEST - 1) + "\u2026";
            examples.add(id + ": " + visible(shown));
        }
    }

    private static String visible(String title) {
        StringBuilder text = new StringBuilder();
        title.codePoints().forEach(c -> {
            if (Character.isISOControl(c)) {
                text.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                text.appendCodePoint(c);
            }
        });
        return text.toString();
    }

    long items() {
        return items;
    }

    List<String> examples() {
        return List.copyOf(examples);
    }
}
