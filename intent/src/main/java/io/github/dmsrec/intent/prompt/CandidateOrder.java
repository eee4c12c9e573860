package io.github.dmsrec.intent.prompt;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** In which order a prompt shows the candidates. */
public enum CandidateOrder {
    /** Shuffled with a seed derived from the session, because models prefer what comes first. */
    SHUFFLED,
    /** Best first, as the base model ranks them. */
    RANKED;

    /** The name in options and templates. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The order of a label, empty if there is none. */
    public static Optional<CandidateOrder> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(order -> order.label().equals(label))
                .findFirst();
    }
}
