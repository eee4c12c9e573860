package io.github.dmsrec.intent.reply;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** By what an answer names candidates. */
public enum AnswerStyle {
    /** By their numbers in the list. */
    NUMBERS,
    /** By their titles, separated with semicolons. */
    TITLES;

    /** The name in templates. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The style of a label, empty if there is none. */
    public static Optional<AnswerStyle> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(style -> style.label().equals(label))
                .findFirst();
    }
}
