package io.github.dmsrec.gnn.recipe;

import io.github.dmsrec.core.choice.Labels;

/** A consistent set of choices; single choices may still be overridden. */
public enum Recipe {
    /** As the published code behaves, its faults included: for comparison with published figures. */
    PUBLISHED,
    /** The faults mended; the default. */
    CORRECTED;

    /** The name in options and files. */
    public String label() {
        return Labels.of(this);
    }
}
