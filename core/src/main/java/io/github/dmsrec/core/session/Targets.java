package io.github.dmsrec.core.session;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which clicks of training sessions are predicted. */
public enum Targets {
    /** Those that the data set was imported with. */
    AS_IMPORTED,
    /** The last click of each session. */
    LAST,
    /** Every click but the first. */
    EVERY_PREFIX,
    /** Every click but the first, all those of a session in one pass over it. */
    EVERY_POSITION;

    /** The choice of the same clicks that has a row for each of them: what data sets, candidates and intents have. */
    public Targets asRows() {
        return this == EVERY_POSITION ? EVERY_PREFIX : this;
    }

    /** The name in files and options: lower case with dashes. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The targets of a label, empty if there are none of that name. */
    public static Optional<Targets> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(targets -> targets.label().equals(label))
                .findFirst();
    }

    /** All labels, the default first. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(Targets::label).toList();
    }
}
