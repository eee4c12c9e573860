package io.github.dmsrec.core.config;

import io.github.dmsrec.core.UserMistakeException;
import java.util.ArrayList;
import java.util.List;

/** Collects the mistakes of a configuration, so that all are told at once. For one thread. */
public final class ConfigErrors {

    private final List<String> lines = new ArrayList<>();

    /**
     * Adds a mistake; the same one again, as for an option that several models share, is told once.
     *
     * @param where {@code file:line:column}
     * @param problem the key, the value, and what is wrong
     * @param fix the rest of a sentence that begins with "Maybe"
     */
    public void add(String where, String problem, String fix) {
        add(where, problem + " Maybe " + fix);
    }

    /** As {@link #add(String, String, String)}, for a message that has its fix already. */
    public void add(String where, String message) {
        String line = where + ": " + message;
        if (!lines.contains(line)) {
            lines.add(line);
        }
    }

    /** How many there are. */
    public int count() {
        return lines.size();
    }

    /**
     * Tells all of them.
     *
     * @param what what was read, e.g. a file's name
     * @param command reads such files, e.g. {@code run}
     * @throws UserMistakeException with every mistake, if there is any
     */
    public void throwIfAny(String what, String command) {
        if (!lines.isEmpty()) {
            throw new UserMistakeException(
                    what + " has " + (lines.size() == 1 ? "a mistake" : lines.size() + " mistakes")
                            + "; nothing was started:" + System.lineSeparator() + "  "
                            + String.join(System.lineSeparator() + "  ", lines),
                    "compare with the files in the examples folder and 'dmsrec " + command + " --help'.");
        }
    }
}
