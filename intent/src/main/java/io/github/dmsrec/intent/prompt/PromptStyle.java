package io.github.dmsrec.intent.prompt;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How sessions and candidates are shown, and what is asked for. */
public enum PromptStyle {
    /** Titles without ids, candidates numbered from 1 in a shuffled order, an answer by numbers. */
    INDEXED("indexed-1"),
    /** The paper's style with its inconsistent numbering, an answer by titles (the specification, section 4.2). */
    PUBLISHED("published-1");

    private final String templateVersion;

    PromptStyle(String templateVersion) {
        this.templateVersion = templateVersion;
    }

    /** The name in options. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Changes with every change of the wording: stored answers belong to one wording. */
    public String templateVersion() {
        return templateVersion;
    }

    /** The style of a label, empty if there is none. */
    public static Optional<PromptStyle> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(style -> style.label().equals(label))
                .findFirst();
    }
}
