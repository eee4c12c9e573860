package io.github.dmsrec.core.recommend;

import java.util.Locale;

/** The file format of candidates. */
public enum CandidateFormat {
    /** A Parquet file with lists. */
    PARQUET,
    /** Tab-separated values with a header, lists joined by commas. */
    TSV;

    /** The name in files and options: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    String fileName() {
        return "candidates." + label();
    }
}
