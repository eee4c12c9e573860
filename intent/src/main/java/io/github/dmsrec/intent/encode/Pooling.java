package io.github.dmsrec.intent.encode;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How the vectors of a text's tokens become one. */
public enum Pooling {
    /** The mean over the text's own tokens. */
    MASKED_MEAN("masked-mean"),
    /** The vector of the first token, {@code [CLS]}. */
    CLS("cls"),
    /** The mean over all positions up to the maximum length, padding included, as published (the specification, P10). */
    MEAN_OVER_ALL("mean-over-all");

    private final String label;

    Pooling(String label) {
        this.label = label;
    }

    /** The name in options. */
    public String label() {
        return label;
    }

    /** The pooling of a label, empty if there is none. */
    public static Optional<Pooling> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(pooling -> pooling.label.equals(label))
                .findFirst();
    }

    /** All names. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(Pooling::label).toList();
    }
}
