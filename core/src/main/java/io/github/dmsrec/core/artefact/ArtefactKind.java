package io.github.dmsrec.core.artefact;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What an artefact folder holds. */
public enum ArtefactKind {
    DATASET,
    MODEL,
    CANDIDATES,
    INTENTS,
    FACETS,
    GRAPH,
    EVALUATION,
    REPORT;

    /** The name in files and messages: lower case. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name in a sentence, with its article where it has one. */
    public String phrase() {
        return switch (this) {
            case CANDIDATES, INTENTS, FACETS -> label();
            case EVALUATION -> "an " + label();
            case DATASET, MODEL, GRAPH, REPORT -> "a " + label();
        };
    }
}
