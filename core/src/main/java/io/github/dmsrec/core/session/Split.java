package io.github.dmsrec.core.session;

import java.util.Locale;

/** The three parts of a data set. */
public enum Split {
    /** What models learn from. */
    TRAIN,
    /** What training stops on and options are chosen by. */
    VALIDATION,
    /** What results are reported on. */
    TEST;

    /** The name in files: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The split of a label.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Split ofLabel(String label) {
        for (Split split : values()) {
            if (split.label().equals(label)) {
                return split;
            }
        }
        throw new IllegalArgumentException("no split is named '" + label + "'; known: train, validation, test");
    }
}
