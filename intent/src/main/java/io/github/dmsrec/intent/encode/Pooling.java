package io.github.dmsrec.intent.encode;

import java.util.Arrays;
import java.util.Optional;

/** How the vectors of a text's tokens become one. */
public enum Pooling {
    /** The mean over the text's own tokens. */
    MASKED_MEAN("masked-mean"),
    /** The mean over all 128 positions, padding included, as published (the specification, section 12, P10). */
    MEAN_OVER_ALL("mean-over-all-128");

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
}
