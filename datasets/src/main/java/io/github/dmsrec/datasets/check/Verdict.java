package io.github.dmsrec.datasets.check;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How bad a finding is; the worst comes last. */
public enum Verdict {
    /** Nothing to do. */
    FINE,
    /** Somebody should know it before the figures are read. */
    LOOK,
    /** Figures measured on this data would mislead, or nothing can be trained. */
    STOP;

    /** The name in files and options: lower case. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The verdict for a number that is the worse the greater it is. */
    static Verdict from(double number, double look, double stop) {
        return number >= stop ? STOP : number >= look ? LOOK : FINE;
    }

    /** As {@link #from(double, double, double)}, for what is never a reason to stop. */
    static Verdict from(double number, double look) {
        return number >= look ? LOOK : FINE;
    }
}
