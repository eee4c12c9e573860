package io.github.dmsrec.core.option;

/** A consistent set of default values; single options may still be overridden. */
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
