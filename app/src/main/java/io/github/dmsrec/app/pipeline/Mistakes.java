package io.github.dmsrec.app.pipeline;

import io.github.dmsrec.core.UserMistakeException;
import java.util.ArrayList;
import java.util.List;

/** Collects the mistakes of a configuration, so that all are told at once. For one thread. */
final class Mistakes {

    private final List<String> lines = new ArrayList<>();

    /**
     * Adds a mistake; the same one again, as for an option that several models share, is told once.
     *
     * @param where {@code file:line:column}
     * @param problem the key, the value, and what is wrong
     * @param fix the rest of a sentence that begins with "Maybe"
     */
    void add(String where, String problem, String fix) {
        add(where, problem + " Maybe " + fix);
    }

    /** As {@link #add(String, String, String)}, for a message that has its fix already. */
    void add(String where, String message) {
        String line = where + ": " + message;
        if (!lines.contains(line)) {
            lines.add(line);
        }
    }

    /** How many there are. */
    int count() {
        return lines.size();
    }

    /**
     * @param what what was read, e.g. a file's name
     * @throws UserMistakeException with every mistake, if there is any
     */
    void throwIfAny(String what) {
        if (!lines.isEmpty()) {
            throw new UserMistakeException(
                    what + " has " + (lines.size() == 1 ? "a mistake" : lines.size() + " mistakes")
                            + "; nothing was started:" + System.lineSeparator() + "  "
                            + String.join(System.lineSeparator() + "  ", lines),
                    "compare with the files in the examples folder and 'dmsrec run --help'.");
        }
    }
}
