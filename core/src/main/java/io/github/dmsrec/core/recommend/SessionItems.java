package io.github.dmsrec.core.recommend;

import java.util.Locale;

/** Whether items of the prefix may be recommended. */
public enum SessionItems {
    /** They compete like all others. */
    KEEP,
    /** They are left out. */
    EXCLUDE;

    /** The name in files and options: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
